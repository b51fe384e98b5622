"""Results find their entry by its id; what fits none is counted, not lost."""

from domain.imports import PerformanceRow
from domain.work import MapPerformance
from jobs import map_performance
from memory import outcomes, performance
from memory.ctx import Ctx
from tests.worlds import facts, quarter
from tools.performance import Figures, import_performance


async def test_figures_are_joined_and_strangers_stay_apart(ctx: Ctx) -> None:
    await quarter(ctx, per_cell=1)
    stranger = PerformanceRow(date=ctx.at.date(), artifact_id="who", metric="clicks", value=3)
    await import_performance(ctx, Figures(rows=[stranger]))
    await map_performance.run(ctx, MapPerformance(batch="performance:1"))
    lost = [
        row.artifact_ref for row in await performance.totals(ctx) if row.calendar_entry_id is None
    ]
    assert lost == ["who"]
    assert await facts(ctx, "PerformanceMapped") == 1
    assert ("performance", "used") in await outcomes.fates(ctx)
