"""A month of a tool is pulled once, and its figures become readings."""

from datetime import date

import pytest
from pydantic import ValidationError

from memory import connections, outcomes, queue
from memory.ctx import Ctx
from tests.worlds import facts
from tools.pulls import Figure, Pull, import_pull

PULL = Pull(
    tool="stripe", category="crm", month="2026-10",
    rows=[Figure(metric="revenue", date=date(2026, 10, 1), value=120_000, unit="cents")],
)  # fmt: skip


async def test_a_month_is_pulled_once(ctx: Ctx) -> None:
    assert (await import_pull(ctx, PULL)).new
    assert not (await import_pull(ctx, PULL)).new
    (row,) = await connections.all_readings(ctx)
    assert (row.source, row.metric_name, row.value) == ("stripe", "revenue", 120_000)
    assert await outcomes.fates(ctx) == {("reading", "waiting"): 1}
    assert await facts(ctx, "ReadingsPulled") == 1
    assert await queue.waiting(ctx) == 1


@pytest.mark.parametrize("month", ["2026-13", "October", "2026-1"])
def test_a_month_that_is_none_is_refused(month: str) -> None:
    with pytest.raises(ValidationError, match="month"):
        Pull(tool="stripe", category="crm", month=month, rows=PULL.rows)


def test_a_figure_without_an_end_is_refused() -> None:
    with pytest.raises(ValidationError, match="finite"):
        Figure(metric="revenue", date=date(2026, 10, 1), value=float("inf"))
