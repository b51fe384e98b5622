"""Nobody rises by luck, nobody falls by one bad week, and what is told is what is applied."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.matching import Result, Score, Tier, performance_score
from domain.tiers import BARS, ORDER, moved, reached, standing

NOW = datetime(2026, 11, 2, tzinfo=UTC)
scores = st.builds(Score, st.floats(0, 1), st.floats(0, 0.3), st.integers(0, 40))
tiers = st.sampled_from(ORDER)


def after(days: int, done: int, quality: float = 1.0) -> Score:
    """The score of so many equal briefs, the last of them finished so many days ago."""
    own = [
        Result(f"b{n}", "a", NOW - timedelta(days=days + n), "saas", "email", quality)
        for n in range(done)
    ]
    return performance_score("a", own, NOW)


@pytest.mark.parametrize(("score", "tier"), [
    (Score(0.9, 0.05, 20), "elite"), (Score(0.9, 0.05, 5), "proven"),
    (Score(0.9, 0.05, 2), "rising"), (Score(0.6, 0.1, 20), "rising"),
])  # fmt: skip
def test_a_tier_asks_for_results_and_for_a_sure_score(score: Score, tier: Tier) -> None:
    assert reached(score) == tier


def test_one_brilliant_brief_makes_nobody_proven() -> None:
    assert reached(after(0, 1)) == "rising"
    assert reached(after(0, 6)) == "proven"


def test_a_bad_week_costs_no_tier_and_silence_does() -> None:
    assert moved("proven", Score(0.58, 0.2, 4)) == "proven"
    assert moved("proven", Score(0.5, 0.1, 9)) == "rising"
    assert moved("elite", Score(0.7, 0.05, 20)) == "proven"
    assert moved("elite", after(100, 30)) == "rising"


@given(tiers, scores)
def test_asked_twice_in_a_day_gives_the_same(current: Tier, score: Score) -> None:
    once = moved(current, score)
    assert moved(once, score) == once
    assert ORDER.index(once) >= ORDER.index(reached(score))


@given(tiers, scores)
def test_what_a_creator_is_told_is_what_the_day_applies(current: Tier, score: Score) -> None:
    told = standing(current, score)
    if told.next and not told.lacks_results and not told.lacks_score:
        assert ORDER.index(moved(current, score)) > ORDER.index(current)
    if score.mean >= told.kept_at and score.results >= told.kept_with:
        assert ORDER.index(moved(current, score)) >= ORDER.index(current)
    assert told.kept_with <= max(BARS[current].results, 0)


@given(st.integers(0, 20), st.integers(0, 89))
def test_the_same_work_longer_ago_never_makes_a_higher_tier(done: int, days: int) -> None:
    older = reached(after(days + 1, done))
    assert ORDER.index(older) <= ORDER.index(reached(after(days, done)))
