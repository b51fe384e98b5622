"""A first training is judged on the months before it, each asked about what it did not know."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from cdt import preference
from cdt.dataset import settles
from cdt.preference import Row
from core.clock import months_before
from domain.evidence import Item
from evals import backtest, gate

NOW = datetime(2026, 6, 28, 9, tzinfo=UTC)
DAYS = 400


def history(gain: float, seed: int = 3) -> list[Row]:
    """One artifact a day; e-mails reach `gain` more than searches."""
    rng = np.random.default_rng(seed)
    made = []
    for n in range(DAYS):
        channel = str(rng.choice(["email", "seo"]))
        outcome = float(np.clip(0.4 + gain * (channel == "email") + rng.normal(0, 0.15), 0, 1))
        made.append(
            Row(id=f"r{n:03}", at=NOW - timedelta(days=n), segment="ops", channel=channel,
                angle="time", outcome=outcome)
        )  # fmt: skip
    return made


def gone_through(rows: list[Row]) -> dict[str, tuple[Item, ...]]:
    return backtest.backtest(rows, {}, NOW)


def test_each_month_before_is_gone_through_once_and_no_artifact_counts_twice() -> None:
    found = gone_through(history(0.3))
    assert [*found] == [f"2025-{n:02}" for n in range(6, 13)] + [
        f"2026-{n:02}" for n in range(1, 6)
    ]
    ids = [item.id for items in found.values() for item in items]
    assert len(ids) == len(set(ids)) >= 60


def test_no_month_knows_what_settled_after_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[gate.Trial] = []
    honest = gate.fresh

    def seen(trial: gate.Trial) -> tuple[Item, ...]:
        asked.append(trial)
        return honest(trial)

    monkeypatch.setattr(gate, "fresh", seen)
    rows = {row.id: row for row in history(0.3)}
    gone_through([*rows.values()])
    assert len(asked) == backtest.MONTHS
    for back, trial in zip(range(backtest.MONTHS, 0, -1), asked, strict=True):
        held = {row.id for row in trial.holdout}
        assert held
        assert held.isdisjoint(trial.lookup.ids)
        last = max(settles(rows[name].at.date()) for name in held | trial.lookup.ids)
        assert last.date() <= months_before(NOW.date(), back).replace(day=28)


def verdict(past: Mapping[str, tuple[Item, ...]], rows: list[Row]) -> str:
    """What becomes of a first version on the evidence of the months before it."""
    held = [row for row in rows if row.at > NOW - timedelta(days=20)]
    ids = {row.id for row in held}
    candidate = preference.fit([row for row in rows if row.id not in ids], NOW)
    counted = frozenset(item.id for items in past.values() for item in items)
    trial = gate.Trial(
        version=1, candidate=candidate, incumbent=None, incumbent_saw=frozenset(), holdout=held,
        leaked=(), looks=[*past.values()], counted=counted,
    )  # fmt: skip
    return gate.judge(trial, seed=1).verdict.decision


def test_a_year_that_shows_something_releases_the_first_version() -> None:
    rows = history(0.3)
    assert verdict(gone_through(rows), rows) == "release"


def test_a_year_that_shows_nothing_releases_nothing() -> None:
    for seed in range(5):
        rows = history(0.0, seed)
        assert verdict(gone_through(rows), rows) in {"keep", "not_enough_evidence", "block"}
