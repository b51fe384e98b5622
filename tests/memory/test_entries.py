"""Entries are found by what is asked for, opened whole, and erased only where nothing is lost."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from core.ids import new_id
from domain.entries import Filters
from domain.imports import PerformanceRow
from domain.work import MapPerformance
from jobs import map_performance
from memory import calendar, entries
from memory.ctx import Ctx
from tools.performance import Figures, import_performance

FIRST = date(2026, 11, 3)


async def planned(ctx: Ctx, name: str, **more: Any) -> UUID:
    """A new entry; returns its id."""
    one = new_id()
    fields = {"title": name, "artifact_type": "email", "publish_on": FIRST, **more}
    await entries.add(ctx, one, fields)
    return one


async def titles(
    ctx: Ctx, days: tuple[date | None, date | None] = (None, None), **asked: Any
) -> list[str]:
    """The titles that filters find."""
    rows = await entries.find(ctx, Filters(**asked), days)
    assert rows is not None
    return [row.title for row in rows]


async def test_each_filter_leaves_out_what_is_not_asked_for(ctx: Ctx) -> None:
    await planned(ctx, "Mail", channel="email", funnel_stage="tofu", owner="Ada",
                  campaign_id=await entries.campaign_id(ctx, "Drift"))  # fmt: skip
    await planned(ctx, "Post 100% true", channel="linkedin", segment="shop", status="review",
                  publish_on=FIRST + timedelta(days=9))  # fmt: skip
    await planned(ctx, "No day", publish_on=None)
    assert await titles(ctx) == ["Mail", "Post 100% true", "No day"]
    assert await titles(ctx, (FIRST, FIRST)) == ["Mail"]
    for asked in ({"channels": ("email",)}, {"stages": ("tofu",)}, {"owners": ("Ada",)},
                  {"campaigns": ("Drift",)}):  # fmt: skip
        assert await titles(ctx, **asked) == ["Mail"], asked
    for asked in ({"statuses": ("review",)}, {"segments": ("shop",)}, {"text": "100%"}):
        assert await titles(ctx, **asked) == ["Post 100% true"], asked
    assert await titles(ctx, text="100_") == []
    assert await titles(ctx, channels=("email", "linkedin")) == ["Mail", "Post 100% true"]


async def test_pages_follow_each_other_without_gaps(ctx: Ctx) -> None:
    for number in range(7):
        await planned(ctx, f"E{number}", publish_on=FIRST if number % 2 else None)
    seen, after = [], None
    while rows := await entries.find(ctx, Filters(), (None, None), after, 2):
        seen += [row.title for row in rows]
        after = rows[-1].id
    assert sorted(seen) == [f"E{number}" for number in range(7)]
    assert await entries.find(ctx, Filters(), (None, None), new_id()) is None


async def test_what_is_in_the_trash_is_found_nowhere_else(ctx: Ctx) -> None:
    one = await planned(ctx, "Gone")
    assert await entries.write(ctx, one, {"deleted_at": ctx.at}) == 2
    assert await titles(ctx) == []
    assert await calendar.entries(ctx) == []
    assert [row.title for row in await entries.trashed(ctx)] == ["Gone"]
    assert [row.id for row in await calendar.entries(ctx, trashed=True)] == [one]


async def test_seo_and_plans_are_put_in_the_place_of_those_before(ctx: Ctx) -> None:
    one = await planned(ctx, "Page")
    assert (await entries.seo_of(ctx, one), await entries.plans_of(ctx, one)) == (None, [])
    await entries.write_seo(ctx, one, {"primary_keyword": "drift", "url_slug": "a"})
    await entries.write_seo(ctx, one, {"primary_keyword": "drift"})
    await entries.write_plans(ctx, one, [{"channel": "email"}, {"channel": "email"}])
    found = await entries.seo_of(ctx, one)
    assert found is not None
    assert (found["primary_keyword"], found["url_slug"]) == ("drift", None)
    assert [plan["channel"] for plan in await entries.plans_of(ctx, one)] == ["email"]
    other = await planned(ctx, "Other")
    assert await entries.keywords_in_use(ctx, other) == {str(one): "drift"}
    await entries.write_seo(ctx, one, None)
    assert await entries.seo_of(ctx, one) is None


async def test_a_change_keeps_dates_hours_and_ids_as_they_were(ctx: Ctx) -> None:
    before = {"publish_on": FIRST, "publish_at": time(9, 30), "changed_at": ctx.at,
              "changed_by": new_id(), "title": "2026-01-01", "cost_cents": 5, "owner": None,
              "custom": {"a": "b"}}  # fmt: skip
    change_id = await entries.note_change(ctx, "edited", [{"entry": new_id(), "before": before}])
    kept = await entries.change(ctx, change_id)
    assert entries.as_columns(kept.edits[0]["before"]) == before
    await entries.mark_undone(ctx, change_id)
    assert (await entries.change(ctx, change_id)).undone_at == ctx.at


async def test_filters_choose_from_what_is_in_use(ctx: Ctx) -> None:
    await planned(ctx, "Mail", channel="email", owner="Ada")
    found = await entries.facets(ctx)
    assert (found["channel"], found["owner"], found["segment"]) == (["email"], ["Ada"], [])


async def test_what_was_measured_outlives_the_trash(ctx: Ctx) -> None:
    await calendar.keep_entries(ctx, [
        {"id": name, "title": name, "artifact_type": "email"} for name in ("bare", "measured")
    ])  # fmt: skip
    figure = PerformanceRow(date=FIRST, artifact_id="measured", metric="clicks", value=4)
    await import_performance(ctx, Figures(rows=[figure]))
    await map_performance.run(ctx, MapPerformance(batch="b"))
    ids = await calendar.entry_ids(ctx)
    for one in ids.values():
        await entries.write(ctx, one, {"deleted_at": ctx.at})
    assert await entries.empty_trash(ctx, ctx.at) == 0
    assert await entries.empty_trash(ctx, ctx.at + timedelta(days=1)) == 1
    assert await entries.empty_trash(ctx, ctx.at + timedelta(days=1)) == 0
    assert [row.value for row in await entries.measured(ctx, ids["measured"])] == [4]
    assert await entries.earned(ctx, ids["measured"]) == []


async def test_only_what_went_out_lately_waits_for_its_review(ctx: Ctx) -> None:
    today = ctx.at.date()
    new = await planned(ctx, "New", status="published", publish_on=today - timedelta(days=29))
    old = await planned(ctx, "Old", status="published", publish_on=today - timedelta(days=90))
    await entries.await_reviews(ctx, [new, old], today)
    due = await entries.due_for_review(ctx, (today, today + timedelta(days=7)), 50)
    assert [(row.id, row.review_on) for row in due] == [(new, today + timedelta(days=1))]


async def test_a_utm_is_known_by_its_content(ctx: Ctx) -> None:
    await planned(ctx, "A", utm_source="x", utm_medium="y", utm_campaign="z", utm_content="one")
    await entries.one_utm_at_a_time(ctx)
    assert [row.title for row in await entries.utms_like(ctx, "one")] == ["A"]
    assert await entries.utms_like(ctx, None) == []
