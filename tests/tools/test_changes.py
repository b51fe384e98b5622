"""Every change of the calendar can be undone; two people at once never overwrite each other."""

import asyncio
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from core import clock
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.calendar import UtmIncomplete, UtmMalformed, UtmTaken
from domain.entries import ChangedSince, EditedMeanwhile, EntryChanges, OutAlready, Plan
from domain.imports import CalendarRow
from domain.seo import Seo, SeoWrong
from memory import queue
from memory.ctx import Ctx, open_ctx
from tests.tools.test_suggestions import shown
from tools.base import Nothing
from tools.calendar import Entries, EntryId, NoSuchEntry, publish_entry, save_entries
from tools.changes import (
    ChangeId,
    Copy,
    Edit,
    Ids,
    Move,
    NewEntry,
    NoSuchChange,
    Restatus,
    Review,
    StillSuggested,
    TooLateToRestore,
    UndoneAlready,
    add_entry,
    duplicate_entry,
    edit_entry,
    move_entries,
    restatus_entries,
    restore_entries,
    review_entry,
    trash_entries,
    undo_change,
)
from tools.entries import Search, WholeEntry, find_entries, list_trash, read_entry

DAY = date(2026, 10, 30)


async def planned(ctx: Ctx, title: str = "Why gauges drift", **more: Any) -> UUID:
    """A new entry on a day; returns its id."""
    entry = EntryChanges(**{"publish_on": DAY, **more})
    new = NewEntry(title=title, artifact_type="article", entry=entry)
    return (await add_entry(ctx, new)).items[0].id


async def opened(ctx: Ctx, entry_id: UUID) -> WholeEntry:
    """The entry as it is now."""
    return await read_entry(ctx, EntryId(entry_id=entry_id))


async def edited(ctx: Ctx, entry_id: UUID, **fields: Any) -> Any:
    """Write fields over the version that is there."""
    version = (await opened(ctx, entry_id)).version
    changes = EntryChanges(**fields)
    return await edit_entry(ctx, Edit(entry_id=entry_id, version=version, changes=changes))


async def undone(ctx: Ctx, change: Any) -> Any:
    """Undo a change."""
    return await undo_change(ctx, ChangeId(change_id=change.change_id))


async def test_a_move_keeps_hour_and_zone_across_a_change_of_clocks(ctx: Ctx) -> None:
    one = await planned(ctx, publish_at=time(9, 0), timezone="America/New_York")
    before = await opened(ctx, one)
    moved = await move_entries(ctx, Move(entry_ids=[one], publish_on=date(2026, 11, 2), version=1))
    after = await opened(ctx, one)
    assert (after.publish_at, after.timezone) == (time(9, 0), "America/New_York")
    assert before.moment
    assert after.moment
    assert after.moment - before.moment == timedelta(days=3, hours=1)
    await undone(ctx, moved)
    assert (await opened(ctx, one)).moment == before.moment


async def test_an_hour_that_the_clocks_skip_is_warned_of(ctx: Ctx) -> None:
    one = await planned(ctx, publish_at=time(2, 30), timezone="America/New_York")
    moved = await move_entries(ctx, Move(entry_ids=[one], publish_on=date(2027, 3, 14)))
    assert [fault.field for fault in moved.faults] == ["publish_at"]


async def test_several_move_by_as_many_days(ctx: Ctx) -> None:
    ids = [await planned(ctx, "A"), await planned(ctx, "B", publish_on=DAY + timedelta(days=3))]
    moved = await move_entries(ctx, Move(entry_ids=ids, by_days=7))
    days = [(await opened(ctx, one)).publish_on for one in ids]
    assert days == [DAY + timedelta(days=7), DAY + timedelta(days=10)]
    await undone(ctx, moved)
    assert [(await opened(ctx, one)).publish_on for one in ids] == [DAY, DAY + timedelta(days=3)]


async def test_what_went_out_stays_on_its_day(ctx: Ctx) -> None:
    one = await planned(ctx)
    await publish_entry(ctx, EntryId(entry_id=one))
    with pytest.raises(OutAlready, match="2026-10-30"):
        await move_entries(ctx, Move(entry_ids=[one], publish_on=DAY))
    assert (await opened(ctx, one)).review_on == DAY + timedelta(days=30)


async def test_an_edit_writes_what_is_named_and_undo_puts_it_all_back(ctx: Ctx) -> None:
    one = await planned(ctx, owner="Ada", campaign="Drift")
    before = await opened(ctx, one)
    change = await edited(
        ctx, one, title="Gauges drift", owner="", campaign="Audit", custom={"reviewer": "Bo"},
        seo=Seo(primary_keyword="gauge drift", url_slug="drift"), status="published",
        plans=(Plan(channel="linkedin", paid_budget_cents=500),),
    )  # fmt: skip
    after = await opened(ctx, one)
    assert (after.title, after.owner, after.campaign, after.version) == (
        "Gauges drift", None, "Audit", 2,
    )  # fmt: skip
    assert (after.seo.url_slug, after.plans[0].channel, after.custom) == (
        "drift", "linkedin", {"reviewer": "Bo"},
    )  # fmt: skip
    assert after.published_at == ctx.at
    await undone(ctx, change)
    again = await opened(ctx, one)
    same = {"version", "changed_at"}
    assert again.model_dump(exclude=same) == before.model_dump(exclude=same)


async def test_an_undo_can_be_undone(ctx: Ctx) -> None:
    one = await planned(ctx)
    change = await edited(ctx, one, title="Second")
    back = await undone(ctx, change)
    assert (await opened(ctx, one)).title == "Why gauges drift"
    await undone(ctx, back)
    assert (await opened(ctx, one)).title == "Second"
    with pytest.raises(UndoneAlready):
        await undone(ctx, change)


async def test_what_was_changed_since_is_not_undone_over_it(ctx: Ctx) -> None:
    one = await planned(ctx)
    first = await edited(ctx, one, title="Second")
    await edited(ctx, one, owner="Bo")
    with pytest.raises(ChangedSince):
        await undone(ctx, first)
    with pytest.raises(NoSuchChange):
        await undo_change(ctx, ChangeId(change_id=new_id()))


async def test_an_older_version_is_refused_and_both_are_shown(ctx: Ctx) -> None:
    one = await planned(ctx)
    await edited(ctx, one, title="Theirs")
    mine = Edit(entry_id=one, version=1, changes=EntryChanges(title="Mine", owner="Ada"))
    with pytest.raises(EditedMeanwhile) as wrong:
        await edit_entry(ctx, mine)
    assert wrong.value.fields["differences"] == {
        "title": {"yours": "Mine", "theirs": "Theirs"}, "owner": {"yours": "Ada", "theirs": None},
    }  # fmt: skip
    assert wrong.value.fields["version"] == 2
    assert wrong.value.status == 409
    with pytest.raises(EditedMeanwhile):
        await move_entries(ctx, Move(entry_ids=[one], publish_on=DAY, version=1))


async def test_of_two_who_save_at_once_one_is_told(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        one = await planned(ctx)

    async def save(title: str) -> str:
        async with open_ctx(lasting) as ctx:
            changes = EntryChanges(title=title)
            await edit_entry(ctx, Edit(entry_id=one, version=1, changes=changes))
            return title

    done = await asyncio.gather(save("Ada's"), save("Bo's"), return_exceptions=True)
    told = [each for each in done if isinstance(each, EditedMeanwhile)]
    (kept,) = [each for each in done if isinstance(each, str)]
    async with open_ctx(lasting) as ctx:
        assert ((await opened(ctx, one)).title, len(told)) == (kept, 1)


async def test_of_two_who_take_one_utm_at_once_one_is_told(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        ids = [await planned(ctx, "A"), await planned(ctx, "B")]

    async def tag(one: UUID) -> None:
        async with open_ctx(lasting) as ctx:
            await edited(ctx, one, utm_source="x", utm_medium="email", utm_campaign="c")

    done = await asyncio.gather(*(tag(one) for one in ids), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "UtmTaken"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"utm_source": "newsletter"}, UtmIncomplete),
        ({"utm_source": "a b&c", "utm_medium": "email", "utm_campaign": "d"}, UtmMalformed),
        ({"utm_source": "a", "utm_medium": "b", "utm_campaign": "c", "utm_content": "<b>"},
         UtmMalformed),
        ({"utm_source": "X", "utm_medium": "Email", "utm_campaign": "Drift "}, UtmTaken),
    ],
)  # fmt: skip
async def test_a_bad_utm_cannot_be_saved(
    ctx: Ctx, given: dict[str, str], wrong: type[Exception]
) -> None:
    await planned(ctx, "Holder", utm_source="x", utm_medium="email", utm_campaign="drift")
    one = await planned(ctx)
    with pytest.raises(wrong):
        await edited(ctx, one, **given)


async def test_a_utm_is_kept_small_and_cleared_as_a_whole(ctx: Ctx) -> None:
    one = await planned(ctx, utm_source="News Letter", utm_medium="EMAIL", utm_campaign="Drift")
    found = await opened(ctx, one)
    assert (found.utm_source, found.utm_medium, found.utm_campaign) == (
        "news-letter", "email", "drift",
    )  # fmt: skip
    await edited(ctx, one, utm_source="", utm_medium="", utm_campaign="")
    assert (await opened(ctx, one)).utm_source is None


async def test_a_bad_address_is_refused_and_a_keyword_in_use_is_told(ctx: Ctx) -> None:
    await planned(ctx, "First", seo=Seo(primary_keyword="gauge drift"))
    one = await planned(ctx)
    with pytest.raises(SeoWrong, match="slug"):
        await edited(ctx, one, seo=Seo(url_slug="Not This"))
    change = await edited(ctx, one, seo=Seo(primary_keyword="drift of a gauge"))
    assert [(fault.field, "First" in fault.said) for fault in change.faults] == [
        ("primary_keyword", True)
    ]


async def test_what_is_thrown_away_comes_back_within_thirty_days(
    ctx: Ctx, simulated: clock.SimulatedClock
) -> None:
    ids = [await planned(ctx, "A"), await planned(ctx, "B")]
    thrown = await trash_entries(ctx, Ids(entry_ids=ids))
    assert (await find_entries(ctx, Search())).items == []
    assert len((await list_trash(ctx, Nothing())).items) == 2
    with pytest.raises(NoSuchEntry):
        await edited(ctx, ids[0], title="x")
    await restore_entries(ctx, Ids(entry_ids=ids[:1]))
    with pytest.raises(ChangedSince):
        await undone(ctx, thrown)
    simulated.move_to(ctx.at + timedelta(days=31))
    with pytest.raises(TooLateToRestore):
        await restore_entries(ctx, Ids(entry_ids=ids[1:]))
    assert (await list_trash(ctx, Nothing())).items == []


async def test_a_status_for_many_is_undone_for_all(ctx: Ctx) -> None:
    ids = [await planned(ctx, "A"), await planned(ctx, "B", status="review")]
    change = await restatus_entries(ctx, Restatus(entry_ids=ids, status="published"))
    assert {(await opened(ctx, one)).status for one in ids} == {"published"}
    await undone(ctx, change)
    assert [(await opened(ctx, one)).status for one in ids] == ["idea", "review"]


async def test_a_copy_has_no_utm_no_address_and_no_results(ctx: Ctx) -> None:
    one = await planned(
        ctx, utm_source="x", utm_medium="y", utm_campaign="z", status="published",
        seo=Seo(primary_keyword="drift", url_slug="drift"), plans=(Plan(channel="email"),),
    )  # fmt: skip
    made = await duplicate_entry(ctx, Copy(entry_id=one, publish_on=DAY + timedelta(days=1)))
    copy = await opened(ctx, made.items[0].id)
    assert (copy.title, copy.status, copy.utm_source, copy.seo.url_slug, copy.review_on) == (
        "Why gauges drift (copy)", "idea", None, None, None,
    )  # fmt: skip
    assert (copy.seo.primary_keyword, [plan.channel for plan in copy.plans]) == ("drift", ["email"])
    await undone(ctx, made)
    assert [line.id for line in (await find_entries(ctx, Search())).items] == [one]


async def test_a_verdict_of_the_review_can_be_taken_back(ctx: Ctx) -> None:
    one = await planned(ctx, status="published")
    change = await review_entry(ctx, Review(entry_id=one, verdict="worked"))
    assert (await opened(ctx, one)).review_verdict == "worked"
    await undone(ctx, change)
    assert (await opened(ctx, one)).reviewed_at is None


async def test_a_new_entry_needs_a_title_and_is_categorised(ctx: Ctx) -> None:
    with pytest.raises(ValidationError):
        NewEntry(title="", artifact_type="email")
    await planned(ctx)
    assert await queue.waiting(ctx) == 1


async def test_a_suggestion_is_answered_not_edited(ctx: Ctx) -> None:
    (ghost,) = await shown(ctx, "g1")
    for act in (trash_entries(ctx, Ids(entry_ids=[ghost])), edited(ctx, ghost, title="Mine")):
        with pytest.raises(StillSuggested):
            await act


async def test_an_import_over_an_edit_is_a_version_of_its_own(ctx: Ctx) -> None:
    row = CalendarRow(id="a1", title="First", artifact_type="email")
    await save_entries(ctx, Entries(entries=[row]))
    (line,) = (await find_entries(ctx, Search())).items
    await save_entries(ctx, Entries(entries=[row.model_copy(update={"title": "Second"})]))
    stale = Edit(entry_id=line.id, version=line.version, changes=EntryChanges(title="Mine"))
    with pytest.raises(EditedMeanwhile):
        await edit_entry(ctx, stale)


async def test_an_evaluator_changes_nothing(ctx: Ctx) -> None:
    stranger = Ctx(Actor("evaluator", business_id=ctx.business_id), ctx.db)
    with pytest.raises(ScopeMissing, match="calendar:write"):
        await trash_entries(stranger, Ids(entry_ids=[new_id()]))
