"""Metrics by hand: diversity, calibration, and what models took."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from cdt.preference import Row, fit
from core.ids import new_id
from evals.scorecard import (
    accuracy_interval,
    asked_of_models,
    calibration_error,
    case_key,
    diversity,
    question,
    told,
)
from memory import models
from memory.ctx import Ctx

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)


def test_diversity_by_hand() -> None:
    assert diversity([]) == 0
    assert diversity(["a", "a", "a"]) == 0
    assert diversity(["a", "a", "b", "b"]) == pytest.approx(0.5)
    assert diversity(["a", "b", "c", "d"]) == pytest.approx(0.75)


def test_calibration_is_near_nothing_for_honest_doubt_and_large_for_false_certainty() -> None:
    rng = np.random.default_rng(5)
    means, outcomes = np.full(4000, 0.5), rng.normal(0.5, 0.1, 4000)
    assert calibration_error(means, np.full(4000, 0.1), outcomes) < 0.015
    assert calibration_error(means, np.full(4000, 0.01), outcomes) > 0.19
    assert calibration_error(means + 0.2, np.full(4000, 0.1), outcomes) > 0.4


def test_a_prediction_is_told_with_its_interval_and_what_drives_it() -> None:
    rows = [
        Row(id=f"{n}", at=AT - timedelta(days=n), segment="ops_lead", channel=channel,
            angle="roi", outcome=outcome)
        for n in range(30)
        for channel, outcome in (("email", 0.8), ("seo", 0.2))
    ]  # fmt: skip
    said = told(fit(rows, AT), rows[0])
    assert said.startswith("Expect 0.7") or said.startswith("Expect 0.8")
    assert "channel email +" in said
    assert "How will “A letter” do for ops lead on email" in question(rows[0], "A letter")


def test_a_case_keeps_its_name() -> None:
    one = new_id()
    assert case_key("H", f"{one}") == case_key("H", f"{one}")
    assert case_key("H", f"{one}").startswith("H-")


async def call(ctx: Ctx, seconds: float, micros: int | None) -> None:
    """A call that a model answered."""
    await models.keep_call(ctx, {
        "id": new_id(), "day": ctx.at.date(), "at": ctx.at, "prompt_id": "a/b",
        "prompt_version": 1, "prompt_hash": "x", "model": "openai/a", "outcome": "answered",
        "settled": True, "seconds": seconds, "usd_micros": micros,
    })  # fmt: skip


async def test_where_no_model_answered_nothing_is_made_up(ctx: Ctx) -> None:
    found = await asked_of_models(ctx, None)
    assert [(one.name, one.verdict, dict(one.arms)) for one in found] == [
        ("latency_p95", "not_measured", {}), ("cost_per_answer", "not_measured", {}),
    ]  # fmt: skip
    await call(ctx, 2.0, None)
    latency, cost = await asked_of_models(ctx, None)
    assert latency.arms == {"in use": 2.0}
    assert (cost.verdict, "price" in cost.why) == ("not_measured", True)


async def test_latency_and_cost_are_those_of_the_version_in_use(ctx: Ctx) -> None:
    for seconds, micros in ((1.0, 100), (2.0, 300), (3.0, None)):
        await call(ctx, seconds, micros)
    latency, cost = await asked_of_models(ctx, ctx.at - timedelta(days=1))
    assert latency.arms["in use"] == pytest.approx(2.9)
    assert cost.arms["in use"] == pytest.approx(0.0002)
    assert (latency.n, cost.n, latency.difference) == (3, 2, None)
    assert (await asked_of_models(ctx, ctx.at))[0].verdict == "not_measured"


def test_an_interval_of_accuracy_covers_as_often_as_it_says() -> None:
    rng, covered = np.random.default_rng(6), 0
    for _ in range(200):
        worth, guess = rng.standard_normal((2, 40))
        guess = 0.5 * worth + 0.75**0.5 * guess
        held = np.sign(worth[:, None] - worth[None]) * np.sign(guess[:, None] - guess[None])
        low, high = accuracy_interval((held * 0.5).sum(axis=1) / 39)
        covered += low <= np.arcsin(0.5) / np.pi <= high
    assert covered >= 180
    assert accuracy_interval(np.zeros(1)) == (-1.0, 1.0)
