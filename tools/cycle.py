"""The monthly cycle ahead: what will run when, what it will use, what it will cost."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from cdt import release, training_cost
from core.settings import settings
from domain.loop import EVERY, next_training, starts, week_of
from domain.training_cost import Forecast
from domain.work import TrackTraining, TrainAdapter
from memory import releases
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool

Phase = Literal["observe", "train"]
FOURTH = 4


class CycleLine(Answer):
    """A stretch of days: `works` run on each of them, or on `first` alone where `last` is the same.

    `pairs` and `rows` are what a training will use if the month is like the last one; `cost` what
    it takes; both are empty where nothing is trained.
    """

    first: date
    last: date
    week: int
    phase: Phase
    works: list[str]
    pairs: int | None = None
    rows: int | None = None
    cost: Forecast | None = None


class Cycle(Answer):
    """From tomorrow to the end of the next training, in the order of days; nothing is scheduled by
    looking. `trial_ends` is when the version on trial goes live, if there is one."""

    items: list[CycleLine]
    trains_on: date
    trial_ends: date | None


@tool("releases:read")
async def look_ahead(ctx: Ctx, ask: Nothing) -> Cycle:
    """What the monthly cycle will do up to the next training, by the rules that schedule it."""
    today = ctx.at.date()
    trains_on = next_training(today + timedelta(days=1))
    days = [today + timedelta(days=n) for n in range(1, (trains_on - today).days + 1)]
    runs, trial = await releases.runs(ctx), await releases.canary(ctx)
    until = release.until(trial) if trial else None
    training = CycleLine(
        first=trains_on, last=trains_on, week=week_of(trains_on), phase="train",
        works=_training(trains_on), pairs=runs[-1].dataset.get("pairs") if runs else None,
        rows=runs[-1].dataset.get("trained_on") if runs else None,
        cost=await training_cost.as_last_time(ctx),
    )  # fmt: skip
    return Cycle(
        items=[*_observed(days), training], trains_on=trains_on,
        trial_ends=until.date() if until else None,
    )  # fmt: skip


def _observed(days: Sequence[date]) -> list[CycleLine]:
    """Each week of the cycle with its daily work, and the Mondays with theirs."""
    found = []
    for week in dict.fromkeys((day.year, day.month, week_of(day)) for day in days):
        those = [day for day in days if (day.year, day.month, week_of(day)) == week]
        about = {"week": week[2], "phase": "train" if week[2] == FOURTH else "observe"}
        daily = _names("day", those[0])
        found.append(CycleLine(first=those[0], last=those[-1], works=daily, **about))
        found += [
            CycleLine(first=day, last=day, works=_names("week", day), **about)
            for day in those
            if starts(day)["week"] == day
        ]
    return found


def _training(day: date) -> list[str]:
    """What the training day asks for, with what follows from it."""
    first = [TrainAdapter.name()] if settings().trains_adapters else []
    return [*first, *_names("month", day), TrackTraining.name()]


def _names(cadence: str, day: date) -> list[str]:
    return [work.name() for work in EVERY[cadence](day)]
