"""What is more than its own noise is flagged, once, with the figure it rests on."""

from domain.imports import MetricRow
from domain.work import ComputeDelta
from jobs import compute_delta
from memory import connections
from memory.ctx import Ctx
from tests.worlds import facts
from tools.performance import MetricRows, import_metrics

STEADY = [100, 103, 98, 101, 99, 102, 100, 97, 101]


async def bring(ctx: Ctx, *values: float) -> None:
    """One figure a month, from January 2026."""
    rows = [
        MetricRow(month=f"2026-{n:02}", metric="signups", value=value)
        for n, value in enumerate(values, 1)
    ]
    await import_metrics(ctx, MetricRows(rows=rows))


async def test_a_jump_is_flagged_once(ctx: Ctx) -> None:
    await bring(ctx, *STEADY, 240)
    for _ in range(2):
        await compute_delta.run(ctx, ComputeDelta(month="2026-10"))
    (row,) = await connections.all_signals(ctx)
    assert (row.signal_type, row.metric_name, row.period) == ("up_shift", "signups", "2026-10")
    assert await facts(ctx, "ChangeNoticed") == 1


async def test_noise_is_not_flagged(ctx: Ctx) -> None:
    await bring(ctx, *STEADY, 104)
    await compute_delta.run(ctx, ComputeDelta(month="2026-10"))
    assert await connections.all_signals(ctx) == []


async def test_a_month_that_lies_ahead_is_left_out(ctx: Ctx) -> None:
    await bring(ctx, *STEADY, 240)
    await compute_delta.run(ctx, ComputeDelta(month="2026-09"))
    assert await connections.all_signals(ctx) == []
