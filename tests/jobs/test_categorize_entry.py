"""Saved entries are tagged by rule and accounted for."""

from domain.work import CategorizeEntry
from jobs import categorize_entry
from memory import calendar, outcomes
from memory.ctx import Ctx
from tests.worlds import quarter


async def test_entries_get_tags_and_are_used(ctx: Ctx) -> None:
    count = await quarter(ctx, per_cell=1)
    ids = tuple((await calendar.entry_ids(ctx)).values())
    for _ in range(2):
        await categorize_entry.run(ctx, CategorizeEntry(entry_ids=ids))
    rows = await calendar.entries(ctx)
    assert all("mofu" in row.tags for row in rows)
    assert {row.indexed_at for row in rows} == {ctx.at}
    assert (await outcomes.fates(ctx))["entry", "used"] == count


async def test_only_the_entries_named_are_touched(ctx: Ctx) -> None:
    await quarter(ctx, per_cell=1)
    one, *_ = (await calendar.entry_ids(ctx)).values()
    await categorize_entry.run(ctx, CategorizeEntry(entry_ids=(one,)))
    tagged = [row.id for row in await calendar.entries(ctx) if row.tags]
    assert tagged == [one]
