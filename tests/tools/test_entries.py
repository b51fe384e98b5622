"""A page finds entries and ghosts by filters and opens one with all that is known of it."""

from datetime import date, timedelta

import pytest

from core.ids import new_id
from domain.entries import EntryChanges, Filters
from memory.ctx import Ctx
from tests.tools.test_changes import opened, planned
from tests.tools.test_suggestions import shown
from tests.worlds import told
from tools.base import NoSuchCursor, Nothing
from tools.calendar import EntryId, NoSuchEntry
from tools.changes import Edit, edit_entry
from tools.entries import (
    Days,
    Drawing,
    Search,
    draw_days,
    find_entries,
    list_choices,
    list_reviews,
    read_entry,
    suggest_utm,
)


async def test_ghosts_stand_among_entries_and_say_so(ctx: Ctx) -> None:
    one = await planned(ctx)
    (ghost,) = await shown(ctx, "g1")
    found = (await find_entries(ctx, Search())).items
    assert [(line.id, line.ghost) for line in found] == [(one, False), (ghost, True)]
    whole = await opened(ctx, ghost)
    assert (whole.ghost, whole.why, [r.kind for r in whole.rests_on]) == (
        True,
        "E-mails do well.",
        [],
    )


async def test_pages_are_bounded_and_go_on(ctx: Ctx) -> None:
    for number in range(3):
        await planned(ctx, f"E{number}")
    first = await find_entries(ctx, Search(limit=2))
    second = await find_entries(ctx, Search(limit=2, after=first.next))
    assert (len(first.items), len(second.items), second.next) == (2, 1, None)
    with pytest.raises(NoSuchCursor):
        await find_entries(ctx, Search(after=new_id()))


async def test_filters_narrow_a_period(ctx: Ctx) -> None:
    await planned(ctx, "Mail", channel="email")
    await planned(ctx, "Post", channel="linkedin")
    asked = Search(filters=Filters(channels=("email",)))
    assert [line.title for line in (await find_entries(ctx, asked)).items] == ["Mail"]
    assert (await list_choices(ctx, Nothing())).channel == ["email", "linkedin"]


async def test_an_entry_opens_with_results_credit_and_what_it_led_to(worker: Ctx) -> None:
    await told(worker)
    text = Filters(text="Lost records, part 3")
    (line, *_) = (await find_entries(worker, Search(filters=text))).items
    whole = await opened(worker, line.id)
    assert {one.metric for one in whole.measured} >= {"clicks", "conversions"}
    assert whole.seo.primary_keyword
    assert whole.plans[0].channel == line.channel


async def test_a_missing_entry_is_said_to_be_missing(ctx: Ctx) -> None:
    for act in (read_entry, suggest_utm):
        with pytest.raises(NoSuchEntry):
            await act(ctx, EntryId(entry_id=new_id()))


async def test_a_free_utm_is_suggested_and_can_be_saved(ctx: Ctx) -> None:
    holder = await planned(ctx, "Why gauges drift", channel="email")
    first = await suggest_utm(ctx, EntryId(entry_id=holder))
    changes = EntryChanges(**first.model_dump())
    await edit_entry(ctx, Edit(entry_id=holder, version=1, changes=changes))
    other = await planned(ctx, "Why gauges drift", channel="email")
    second = await suggest_utm(ctx, EntryId(entry_id=other))
    assert second != first
    await edit_entry(ctx, Edit(entry_id=other, version=1,
                               changes=EntryChanges(**second.model_dump())))  # fmt: skip


async def test_a_review_stands_thirty_days_after_going_out(ctx: Ctx) -> None:
    one = await planned(ctx, status="published", publish_on=date(2026, 11, 1))
    due = date(2026, 12, 1)
    found = await list_reviews(ctx, Days(start=due, end=due))
    assert [line.id for line in found.items] == [one]
    assert found.of == {due: 1}
    before = due - timedelta(days=1)
    assert (await list_reviews(ctx, Days(start=before, end=before))).items == []


async def test_of_a_full_day_the_first_are_drawn_and_all_are_counted(ctx: Ctx) -> None:
    day = date(2026, 11, 20)
    for number in range(5):
        await planned(ctx, f"Post {number}", publish_on=day, channel="email")
    await planned(ctx, "Post, alone", publish_on=day + timedelta(days=1))
    asked = Drawing(start=day, end=day + timedelta(days=9), each=3)
    found = await draw_days(ctx, asked)
    assert found.of == {day: 5, day + timedelta(days=1): 1}
    assert [line.publish_on for line in found.items] == [day] * 3 + [day + timedelta(days=1)]
    mails = asked.model_copy(update={"filters": Filters(channels=["email"])})
    assert (await draw_days(ctx, mails)).of == {day: 5}
