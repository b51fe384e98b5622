"""Entries are written once, changed in place, and categorised afterwards."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.imports import CalendarRow
from memory import queue
from memory.ctx import Ctx
from tools.calendar import Entries, Period, list_entries, save_entries

ENTRY = CalendarRow(
    id="a1", title="Why gauges drift", artifact_type="blog_post", publish_on=date(2026, 10, 1),
    channel="seo", campaign="drift", primary_keyword="gauge drift", utm_source="Blog",
)  # fmt: skip


async def test_an_entry_is_saved_with_its_campaign_and_small_utm(ctx: Ctx) -> None:
    saved = await save_entries(ctx, Entries(entries=[ENTRY]))
    page = await list_entries(ctx, Period())
    assert saved.changed == 1
    assert [(e.external_id, e.title, e.channel) for e in page.items] == [
        ("a1", "Why gauges drift", "seo")
    ]
    assert await queue.waiting(ctx) == 1


async def test_saving_the_same_again_changes_nothing(ctx: Ctx) -> None:
    await save_entries(ctx, Entries(entries=[ENTRY]))
    assert (await save_entries(ctx, Entries(entries=[ENTRY]))).changed == 0


async def test_a_changed_title_replaces_the_old_one(ctx: Ctx) -> None:
    await save_entries(ctx, Entries(entries=[ENTRY]))
    changed = ENTRY.model_copy(update={"title": "Gauges drift. Here is why"})
    assert (await save_entries(ctx, Entries(entries=[changed]))).changed == 1
    page = await list_entries(ctx, Period(start=date(2026, 9, 30), end=date(2026, 10, 2)))
    assert page.items[0].title == "Gauges drift. Here is why"


async def test_a_period_leaves_out_what_lies_beyond_it(ctx: Ctx) -> None:
    await save_entries(ctx, Entries(entries=[ENTRY]))
    assert not (await list_entries(ctx, Period(start=date(2026, 11, 1)))).items


def test_a_negative_cost_is_refused() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        CalendarRow(id="a", title="t", artifact_type="email", cost_cents=-1)
