"""A score is the share of what could be checked; what is missing and heavy holds the whole down."""

from hypothesis import given
from hypothesis import strategies as st

from domain.rubrics import Criterion, Unchecked, score

ANSWERS = st.sampled_from(["", "it is not there", Unchecked("a calendar")])


def the_line(place: int, weight: int, said: str | Unchecked, cap: int = 100) -> Criterion[None]:
    return Criterion(f"T{place:02}", "A line", weight, lambda _: said, cap)


def test_what_cannot_be_checked_leaves_the_denominator() -> None:
    card = score(None, [the_line(1, 3, ""), the_line(2, 97, Unchecked("a calendar"))])
    assert (card.score, card.cap) == (100, None)
    assert [one.why for one in card.unchecked] == ["a calendar"]


def test_a_missing_gate_holds_the_whole_down_and_comes_first() -> None:
    card = score(None, [the_line(1, 90, ""), the_line(2, 9, "no"), the_line(3, 1, "no", 49)])
    assert (card.score, card.cap) == (49, 49)
    assert [one.id for one in card.missing] == ["T03", "T02"]


@given(st.lists(st.tuples(st.integers(1, 9), ANSWERS, st.sampled_from([49, 64, 100])), min_size=1))
def test_a_score_never_rises_when_one_more_thing_is_missing(
    lines: list[tuple[int, str | Unchecked, int]],
) -> None:
    before = [the_line(n, weight, said, cap) for n, (weight, said, cap) in enumerate(lines)]
    full, worse = score(None, before), [*before]
    for place, (weight, said, cap) in enumerate(lines):
        if said == "":
            worse[place] = the_line(place, weight, "gone", cap)
            assert score(None, worse).score <= full.score
            break
    assert 0 <= full.score <= 100
    assert full.cap is None or full.score == full.cap
