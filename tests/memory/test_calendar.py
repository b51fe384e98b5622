"""Entries are written by the customer's own id, with their campaign, keyword and plan."""

from datetime import date
from typing import Any

from sqlalchemy import select

from memory import calendar
from memory.ctx import Ctx


def entry(name: str, **changes: Any) -> dict[str, Any]:
    """A row for an entry."""
    return {"id": name, "title": f"Title {name}", "artifact_type": "blog_post",
            "publish_on": date(2026, 10, 1), "campaign": "drift", "channel": "seo",
            "primary_keyword": "gauge drift", **changes}  # fmt: skip


async def test_only_what_is_new_or_changed_is_told(ctx: Ctx) -> None:
    ids = await calendar.keep_entries(ctx, [entry("a"), entry("b")])
    assert len(ids) == 2
    assert await calendar.keep_entries(ctx, [entry("a"), entry("b")]) == []
    changed = await calendar.keep_entries(ctx, [entry("a"), entry("b", title="Better")])
    assert changed == [calendar.entry_id(ctx, "b")]


async def test_campaigns_and_keywords_are_shared_by_name(ctx: Ctx) -> None:
    await calendar.keep_entries(ctx, [entry("a"), entry("b"), entry("c", campaign=None)])
    assert len(await ctx.rows(select(calendar.campaigns))) == 1
    assert len(await ctx.rows(select(calendar.keywords))) == 1
    rows = await ctx.rows(select(calendar.calendar_entries.c.campaign_id))
    assert sum(row.campaign_id is None for row in rows) == 1


async def test_entries_come_by_day_with_their_keyword(ctx: Ctx) -> None:
    rows = [entry("late", publish_on=date(2026, 12, 1)), entry("early")]
    ids = await calendar.keep_entries(ctx, rows)
    found = await calendar.entries(ctx)
    assert [row.external_id for row in found] == ["early", "late"]
    assert found[0].primary_keyword == "gauge drift"
    assert [row.id for row in await calendar.entries(ctx, ids[:1])] == ids[:1]
    assert await calendar.entries(ctx, []) == []


async def test_a_channel_becomes_a_distribution_plan(ctx: Ctx) -> None:
    await calendar.keep_entries(ctx, [entry("a"), entry("b", channel=None)])
    plans = await ctx.rows(select(calendar.distribution_plans))
    assert [(row.channel, row.calendar_entry_id) for row in plans] == [
        ("seo", calendar.entry_id(ctx, "a"))
    ]


async def test_tags_are_kept_with_the_time_of_indexing(ctx: Ctx) -> None:
    (one,) = await calendar.keep_entries(ctx, [entry("a")])
    await calendar.mark_categorized(ctx, [(one, ["search", "top"], {"cluster": "gauges"})])
    await calendar.mark_categorized(ctx, [])
    (row,) = await calendar.entries(ctx)
    assert (row.tags, row.categories, row.indexed_at) == (
        ["search", "top"], {"cluster": "gauges"}, ctx.at
    )  # fmt: skip


async def test_the_customers_ids_lead_to_ours(ctx: Ctx) -> None:
    await calendar.keep_entries(ctx, [entry("a")])
    assert await calendar.entry_ids(ctx) == {"a": calendar.entry_id(ctx, "a")}
