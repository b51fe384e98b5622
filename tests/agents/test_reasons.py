"""Why now is told from counts, days and figures; no words of the founder's are repeated."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from agents import cartographer, reasons
from agents.cartographer import ANSWERS
from agents.phrases import book
from domain.map_text import render
from domain.maps import Claim
from domain.planning import Ahead, Combination, Evidence, News, Rival, Shift, Theme
from domain.rubric_wording import repeats
from tests.agents.plans import DAY, FOUNDER, known_well

BEST = Combination("quality_manager", "risk", "webinars", 0.8, 0.6)
KNOWN = known_well()
HEARD = (
    "we lose them after audit every shop tells me the same price is too high and nobody calls back "
    "so I write this at night again"
)
SAID = st.lists(st.sampled_from(HEARD.split()), min_size=8, max_size=40).map(" ".join)


def told(claims: list[Claim]) -> str:
    return " ".join(one.text for one in claims)


@given(st.sampled_from(sorted(ANSWERS)), st.lists(SAID, min_size=3, max_size=6))
def test_no_map_and_no_brief_repeats_what_somebody_said(topic: str, said: list[str]) -> None:
    quotes = tuple((UUID(int=100 + n), each) for n, each in enumerate(said))
    known = replace(KNOWN, themes=[Theme(UUID(int=1), topic, len(said), quotes)])
    for plan in cartographer.draft(known).maps:
        assert repeats(render(plan), [*said, FOUNDER]) == []


def test_a_combination_is_argued_from_beliefs_late_results_and_the_empty_calendar() -> None:
    found = reasons.of_results(KNOWN, BEST)
    assert found[0].text.endswith("That held over 9 months of results.")
    assert "such pieces for quality managers brought" in told(found)
    assert "nothing on the calendar speaks to quality managers" in told(found)
    assert "Brasswick brought something new out" in told(found)
    assert all(one.evidence for one in found)


def test_a_full_calendar_is_no_reason() -> None:
    entry = Ahead(UUID(int=8), DAY + timedelta(days=3), "x", "email", "quality_manager", "", "")
    assert "nothing on the calendar" not in told(
        reasons.of_results(replace(KNOWN, ahead=[entry]), BEST)
    )


def test_a_combination_that_no_belief_speaks_for_has_no_reason() -> None:
    assert reasons.of_results(replace(KNOWN, beliefs=[]), BEST) == []


def test_a_concern_is_told_by_its_topic_its_count_and_where_else_it_was_heard() -> None:
    theme = replace(KNOWN.themes[0], heard=(("activity", UUID(int=70), DAY),))
    news = [News(UUID(int=71), DAY, frozenset({"retention"}))]
    found = reasons.of_theme(replace(KNOWN, news=news), theme, BEST)
    assert found[0].text.startswith("Concerns about retention came back 4 times since April 2026")
    assert "The team came to it as well" in told(found)
    assert "a market signal of 2 November 2026" in told(found)
    assert "no entry on the calendar answers it" in told(found)


def test_what_contradicts_is_shown() -> None:
    (one,) = reasons.against(KNOWN, BEST)
    assert one.text.startswith("Quality managers answer less than our other segments.")
    assert reasons.against(replace(KNOWN, beliefs=KNOWN.beliefs[:2]), BEST) == []


def test_a_good_season_is_a_reason_and_a_bad_one_speaks_against() -> None:
    start = DAY - timedelta(days=360)
    then = [replace(KNOWN.shown[0], id=UUID(int=n), day=start, reached=30) for n in range(200, 209)]
    good = replace(KNOWN, shown=[*KNOWN.shown, *then])
    assert "In the same weeks of last year" in told(reasons.of_results(good, BEST))
    bad = replace(KNOWN, shown=[*KNOWN.shown, *(replace(one, reached=0.0) for one in then)])
    assert "In the same weeks of last year" in told(reasons.against(bad, BEST))


def test_a_move_is_told_once() -> None:
    rival = Rival(UUID(int=60), "Brasswick", 6, "cut_prices", DAY)
    known = replace(KNOWN, rivals=[rival])
    why = reasons.of_results(known, BEST)
    assert "Brasswick cut prices" in told(why)
    assert "cut prices" not in told(reasons.competition(known, why))
    assert reasons.competition(Evidence(DAY, "USD"), []) == []


def test_a_figure_that_moved_is_dated_and_cited() -> None:
    shift = Shift(UUID(int=80), "Site Visits", "2026-10", "up", 900, 700)
    (one,) = [
        each for each in reasons.of_results(replace(KNOWN, shifts=[shift]), BEST)
        if each.evidence[0].kind == "signal"
    ]  # fmt: skip
    assert one.text == "Site Visits went up in October 2026: 900, where 700 was to be expected."


def test_pain_needs_two_pieces_of_evidence() -> None:
    assert reasons.pain(KNOWN, BEST, "It hurts.", None)
    assert reasons.pain(Evidence(DAY, "USD"), BEST, "It hurts.", None) is None


def test_every_move_of_a_rival_has_its_words() -> None:
    assert set(reasons.MOVES) >= {"launched", "cut_prices", "moved_into"}
    assert set(ANSWERS) <= set(book()["angles"])
