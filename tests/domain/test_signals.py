"""Signals are found where they were planted, and nowhere else."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from domain.signals import (
    cadence,
    changes,
    compare_pulls,
    judge_change,
    late_night_share,
    length_pattern,
    mood,
    new_words,
    trend,
)

START = datetime(2026, 1, 1, 9, tzinfo=UTC)


def series(values, year=2024) -> dict[str, float]:
    return {f"{year + i // 12}-{i % 12 + 1:02}": float(v) for i, v in enumerate(values)}


def test_a_jump_among_calm_months_is_significant():
    found = judge_change(series([500, 510, 490, 505, 495, 500, 505, 900]))
    assert (found.judgement, found.direction) == ("significant", "up")
    assert found.magnitude == pytest.approx(0.79, abs=0.05)


def test_a_step_like_all_others_is_noise():
    found = judge_change(series([400, 700, 350, 600, 420, 650, 380, 640]))
    assert found.judgement == "noise"


def test_too_few_months_are_said_to_be_too_few():
    found = judge_change(series([100, 110, 400]))
    assert (found.judgement, found.magnitude) == (
        "not_enough_months",
        pytest.approx(2.636, abs=0.01),
    )


def test_a_december_that_comes_every_year_is_no_news():
    year = [100, 101, 99, 100, 102, 100, 98, 100, 101, 100, 150, 300]
    months = series([v * (1 + 0.003 * i) for i, v in enumerate(year * 3)])
    found = judge_change(months)
    assert (found.method, found.judgement) == ("seasonal", "noise")


def test_calm_noise_raises_few_false_alarms():
    rng = np.random.default_rng(3)
    alarms = [
        judge_change(series(rng.lognormal(6, 0.2, 14))).judgement == "significant"
        for _ in range(400)
    ]
    assert np.mean(alarms) < 0.05


@given(st.lists(st.floats(1, 1e6), min_size=7, max_size=30), st.floats(0.5, 100))
def test_the_unit_of_a_figure_hardly_matters(values, factor):
    big = series([v + 1e3 for v in values])
    one, other = judge_change(big), judge_change({m: v * factor for m, v in big.items()})
    assert one.direction == other.direction or abs(one.magnitude or 0) < 1e-2


def test_a_metric_is_compared_by_its_own_history():
    history = {"visitors": series([500, 510, 490, 505, 495, 500, 505])}
    found = compare_pulls(
        {"visitors": 505, "new": 1}, {"visitors": 900, "old": 2}, history, "2024-08"
    )
    assert list(found) == ["visitors"]
    assert found["visitors"].judgement == "significant"
    alone = compare_pulls({"visitors": 505}, {"visitors": 900}, {}, "2024-01")["visitors"]
    assert (alone.judgement, alone.expected) == ("not_enough_months", 505)


def test_each_month_is_judged_only_by_what_came_before():
    found = changes(series([500, 510, 490, 505, 495, 500, 505, 900, 905, 910]))
    assert [one.month for one in found] == ["2024-08"]


def test_what_is_no_month_is_refused():
    with pytest.raises(BadInput):
        judge_change({"June": 1.0, "2024-13": 2.0})


def test_a_steady_fall_is_a_trend_and_a_shuffle_is_none():
    fall, shuffle = trend([80, 71, 63, 56, 49, 40, 31]), trend([5, 9, 4, 8, 5, 9, 4])
    assert fall.direction == "down"
    assert shuffle.direction == "flat"
    assert trend([1, 2, 3]) is None


def test_a_rhythm_and_its_silence_are_seen():
    weekly = [START + timedelta(days=7 * week) for week in range(8)]
    usual = cadence(weekly, weekly[-1] + timedelta(days=3))
    assert (usual.gap_days, usual.quiet) == (7, False)
    assert cadence(weekly, weekly[-1] + timedelta(days=30)).quiet
    assert cadence([], START).n == 0


def test_a_mood_that_sinks_is_told_from_one_that_swings():
    sinking = [(START + timedelta(days=10 * i), 2 - 0.4 * i) for i in range(9)]
    found = mood([*sinking, (START, None)])
    assert (found.direction, found.abstained) == ("down", 1)
    assert found.slope_per_month == pytest.approx(-1.2)
    assert mood([(START, 1.0)]).direction == "not_enough"


def test_late_hours_are_those_of_the_writer():
    times = [datetime(2026, 1, 5, hour, tzinfo=UTC) for hour in (4, 12)]
    assert late_night_share(times, ZoneInfo("America/New_York")) == 0.5  # 23:00 and 07:00
    assert late_night_share([], ZoneInfo("UTC")) is None


def test_short_bursts_react_and_long_entries_reflect():
    assert length_pattern([5, 8, 12, 20, 200]).pattern == "reactive"
    assert length_pattern([150, 180, 60, 200, 30]).pattern == "reflective"
    assert length_pattern([5]).pattern == "not_enough"


def test_words_that_appear_are_told_from_those_that_were_always_there():
    recent = [{"churn", "agency"}, {"churn", "pivot"}]
    assert new_words([{"agency"}], recent) == (("churn", 2),)
