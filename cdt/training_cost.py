"""What the month's training will take: by stated rates, later by what trainings took."""

from collections.abc import Sequence
from typing import Any

from cdt.dataset import Month
from cdt.training.plan import steps_for
from core.settings import settings
from domain.training_cost import Bill, Forecast, Rates, billed, forecast, learned
from memory import releases
from memory.ctx import Ctx


async def expected(ctx: Ctx, month: Month) -> Forecast:
    """Before anything is trained: rows, steps, seconds and money for what a month holds."""
    return _forecast(len(month.rows), len(month.dataset.pairs), _bills(await releases.runs(ctx)))


async def as_last_time(ctx: Ctx) -> Forecast | None:
    """The same for as much as the last training used, without gathering anything."""
    runs = await releases.runs(ctx)
    if not runs:
        return None
    last = runs[-1].dataset
    return _forecast(last.get("trained_on", 0), last.get("pairs", 0), _bills(runs))


def took(before: Forecast, row_seconds: float, step_seconds: float) -> Bill:
    """After it: what was taken, and how far off the estimate was."""
    return billed(before, row_seconds, step_seconds, settings().train_usd_per_hour)


def bill_of(row: Any) -> Bill | None:
    """The bill that is kept with a run, or None for one that was made before bills were kept."""
    kept = getattr(row, "parameters", {}).get("cost")
    return Bill.model_validate(kept) if kept else None


def stated() -> Rates:
    """The rates that the settings state."""
    chosen = settings()
    return Rates(
        seconds_per_row=chosen.train_seconds_per_row,
        seconds_per_step=chosen.train_seconds_per_step,
        usd_per_hour=chosen.train_usd_per_hour,
    )


def _bills(runs: Sequence[Any]) -> list[Bill]:
    return [bill for row in runs if (bill := bill_of(row)) is not None]


def _forecast(rows: int, pairs: int, done: Sequence[Bill]) -> Forecast:
    steps = steps_for(pairs) if settings().trains_adapters else 0
    return forecast(rows, steps, learned(done, stated()))
