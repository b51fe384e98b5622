"""A winner wins in both orders; the share of the first place is measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.pairwise import SIDES, Comparison, Preference, Tally, Verdict, tally

SAID = st.sampled_from(["first", "second", "tie"])


def compared(*said: str, judged: bool = True) -> Comparison:
    """A comparison by what was said with `one` first, then with `other` first."""
    one, other = [
        Verdict(was_first=side, said=Preference.model_validate({"prefers": each}), judged=judged)
        for side, each in zip(SIDES, said, strict=True)
    ]
    return Comparison(verdicts=(one, other))


@pytest.mark.parametrize(
    ("said", "winner", "agrees"),
    [
        (("first", "second"), "one", True),
        (("second", "first"), "other", True),
        (("tie", "tie"), "tie", True),
        (("first", "first"), "tie", False),
        (("second", "second"), "tie", False),
        (("first", "tie"), "tie", False),
        (("tie", "first"), "tie", False),
    ],
)
def test_a_winner_is_preferred_in_both_orders(
    said: tuple[str, str], winner: str, agrees: bool
) -> None:
    assert (compared(*said).winner, compared(*said).agrees) == (winner, agrees)


def test_half_a_judgement_is_none() -> None:
    whole = compared("first", "second")
    silent = whole.verdicts[1].model_copy(update={"judged": False, "dropped": ("Refused.",)})
    half = Comparison(verdicts=(whole.verdicts[0], silent))
    assert (half.judged, half.winner, half.agrees) == (False, None, False)
    sums = tally([half])
    assert (sums.judged, sums.not_judged, sums.disagreements, sums.bias) == (0, 1, None, None)
    assert (sums.low, sums.high) == (0.0, 1.0)


def test_a_set_is_summed_with_what_the_order_did() -> None:
    sums = tally([
        compared("first", "second"), compared("second", "first"), compared("second", "first"),
        compared("first", "first"), compared("tie", "tie"), compared("tie", "tie", judged=False),
    ])  # fmt: skip
    assert (sums.judged, sums.not_judged) == (5, 1)
    assert (sums.wins, sums.losses, sums.ties) == (2, 1, 2)
    assert sums.disagreements == 1 / 5
    assert sums.bias == 5 / 8
    assert sums.low < 0.5 < 5 / 8 < sums.high


def test_ten_pairs_that_follow_the_first_place_show_a_bias_and_one_does_not() -> None:
    many, single = tally([compared("first", "first")] * 10), tally([compared("first", "first")])
    assert (many.bias, many.ties, many.disagreements) == (1.0, 10, 1.0)
    assert many.low > 0.5
    assert single.low < 0.5


@given(st.lists(st.tuples(SAID, SAID), max_size=12))
def test_changing_places_turns_wins_into_losses_and_keeps_the_bias(
    said: list[tuple[str, str]],
) -> None:
    def summed(pairs: list[tuple[str, str]]) -> Tally:
        return tally([compared(*each) for each in pairs])

    there, back = summed(said), summed([(b, a) for a, b in said])
    assert (there.wins, there.losses, there.ties) == (back.losses, back.wins, back.ties)
    assert there.wins + there.losses + there.ties == there.judged == len(said)
    assert (there.bias, there.disagreements) == (back.bias, back.disagreements)
    assert there.bias is None or there.low <= there.bias <= there.high


def test_a_preference_is_for_a_place_and_nothing_else() -> None:
    with pytest.raises(ValidationError):
        Preference.model_validate({"prefers": "one"})
    with pytest.raises(ValidationError):
        Preference.model_validate({"prefers": "first", "score": 1})
