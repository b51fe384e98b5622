"""Entries as a page needs them: found by filters, opened whole, with a free UTM to take."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from pydantic import Field

from domain.calendar import Entry, EntryStatus, FunnelStage, Utm, suggested_utm
from domain.entries import Filters, Plan, clock_note, local_moment, restorable_until
from domain.seo import Fault, Seo, competing, faults
from memory import entries, events, outcomes, receipts
from memory.ctx import Ctx
from tools.base import Answer, Ask, NoSuchCursor, Nothing, tool
from tools.calendar import EntryId, NoSuchEntry, is_ghost
from tools.suggestions import KIND, made_of

MOST_KEPT = 64
_choices: OrderedDict[tuple[UUID, int], "Choices"] = OrderedDict()
"""What filters offer, by business and its newest event: counted anew after anything happened."""


class Search(Ask):
    """Which entries: from `start` to `end` (both included), by filters, those after `after`."""

    start: date | None = None
    end: date | None = None
    filters: Filters = Filters()
    after: UUID | None = None
    limit: int = Field(default=200, ge=1, le=1000)


class FoundEntry(Answer):
    """An entry as a line of the calendar; `ghost` is a suggestion that nobody answered yet."""

    id: UUID
    title: str
    artifact_type: str
    status: EntryStatus
    publish_on: date | None
    publish_at: time | None
    timezone: str | None
    channel: str | None
    funnel_stage: FunnelStage | None
    segment: str | None
    owner: str | None
    angle: str | None
    campaign: str | None
    tags: list[str]
    version: int
    review_on: date | None
    ghost: bool


class FoundPage(Answer):
    """Entries by day; `next` is what to pass as `after`."""

    items: list[FoundEntry]
    next: UUID | None


class Choices(Answer):
    """What filters can choose from."""

    channel: list[str]
    segment: list[str]
    owner: list[str]
    artifact_type: list[str]
    campaign: list[str]


class TrashedEntry(FoundEntry):
    """An entry in the trash, and until when it can be taken out."""

    deleted_at: datetime
    restorable_until: datetime


class Trash(Answer):
    """What was thrown away, last first."""

    items: list[TrashedEntry]


class Measured(Answer):
    """The sum of one metric of an entry and the last day that it counts."""

    metric: str
    value: float
    unit: str
    last: date


class Earned(Answer):
    """What one model of attribution credits to an entry."""

    model: str
    cents: int
    currency: str


class Related(Answer):
    """Something that an entry rests on, or that rests on it."""

    kind: str
    id: UUID
    text: str
    why: str


class WholeEntry(Answer):
    """All that is known of one entry. `moment` is its hour in UTC; `faults` are warnings."""

    id: UUID
    external_id: str
    version: int
    title: str
    artifact_type: str
    status: EntryStatus
    owner: str | None
    publish_on: date | None
    publish_at: time | None
    timezone: str | None
    moment: datetime | None
    channel: str | None
    campaign: str | None
    funnel_stage: FunnelStage | None
    segment: str | None
    persona: str | None
    angle: str | None
    strategic_intent: str | None
    competitive_context: str | None
    utm_source: str | None
    utm_medium: str | None
    utm_campaign: str | None
    utm_content: str | None
    primary_kpi: str | None
    conversion_event: str | None
    attribution_model: str | None
    ltv_tag: str | None
    review_on: date | None
    reviewed_at: datetime | None
    review_verdict: str | None
    cost_cents: int
    tags: list[str]
    custom: dict[str, str]
    published_at: datetime | None
    changed_at: datetime | None
    deleted_at: datetime | None
    restorable_until: datetime | None
    ghost: bool
    why: str
    idea: bool
    disclosure: str
    seo: Seo
    plans: list[Plan]
    faults: list[Fault]
    measured: list[Measured]
    earned: list[Earned]
    rests_on: list[Related]
    led_to: list[Related]


class FreeUtm(Answer):
    """A complete UTM triple that no other artifact carries."""

    utm_source: str
    utm_medium: str
    utm_campaign: str


class Days(Ask):
    """From one day to another, both included; at most `each` entries of one day."""

    start: date
    end: date
    each: int = Field(default=50, ge=1, le=500)


class Drawing(Days):
    """As `Days`, of the entries that filters ask for."""

    filters: Filters = Filters()


class DrawnDays(Answer):
    """The first entries of each day, and how many each day has in all."""

    items: list[FoundEntry]
    of: dict[date, int]


class ReviewList(DrawnDays):
    """Published entries to look at again, by the day on which they are due."""


@tool("calendar:read")
async def find_entries(ctx: Ctx, ask: Search) -> FoundPage:
    """Entries and open suggestions of some days, as filters ask for them."""
    rows = await entries.find(ctx, ask.filters, (ask.start, ask.end), ask.after, ask.limit + 1)
    if rows is None:
        raise NoSuchCursor(f"{ask.after}", field="after", value=str(ask.after))
    page = [found_entry(row) for row in rows[: ask.limit]]
    return FoundPage(items=page, next=page[-1].id if len(rows) > ask.limit else None)


@tool("calendar:read")
async def list_choices(ctx: Ctx, ask: Nothing) -> Choices:
    """The channels, segments, owners, types and campaigns in use."""
    key = (ctx.business_id, await events.newest(ctx))
    if key not in _choices:
        _choices[key] = Choices(**await entries.facets(ctx))
        while len(_choices) > MOST_KEPT:
            _choices.popitem(last=False)
    return _choices[key]


@tool("calendar:read")
async def list_trash(ctx: Ctx, ask: Nothing) -> Trash:
    """Entries that were thrown away, each with the day until which it can be taken out."""
    rows = await entries.trashed(ctx)
    items = [
        TrashedEntry(**found_entry(row).model_dump(), deleted_at=row.deleted_at,
                     restorable_until=restorable_until(row.deleted_at))
        for row in rows
        if restorable_until(row.deleted_at) > ctx.at
    ]  # fmt: skip
    return Trash(items=items)


@tool("calendar:read")
async def list_reviews(ctx: Ctx, ask: Days) -> ReviewList:
    """Published entries whose review, 30 days after going out, falls into these days."""
    rows = await entries.due_for_review(ctx, (ask.start, ask.end), ask.each)
    return ReviewList(items=[found_entry(row) for row in rows], of=_counts(rows, "review_on"))


@tool("calendar:read")
async def draw_days(ctx: Ctx, ask: Drawing) -> DrawnDays:
    """The first entries of each of some days and how many there are, as filters ask for them."""
    rows = await entries.drawn(ctx, ask.filters, (ask.start, ask.end), ask.each)
    return DrawnDays(items=[found_entry(row) for row in rows], of=_counts(rows, "publish_on"))


@tool("calendar:read")
async def read_entry(ctx: Ctx, ask: EntryId) -> WholeEntry:
    """One entry with its SEO fields, distribution, results, and what it rests on and led to."""
    row = (await entries.whole(ctx, [ask.entry_id])).get(ask.entry_id)
    if row is None:
        raise NoSuchEntry(f"{ask.entry_id}.", field="entry_id", value=str(ask.entry_id))
    seo = Seo(**(await entries.seo_of(ctx, row.id) or {}))
    same = {name: getattr(row, name) for name in WholeEntry.model_fields if name in row._mapping}
    return WholeEntry(
        **same,
        moment=_moment(row),
        restorable_until=restorable_until(row.deleted_at) if row.deleted_at else None,
        ghost=_open(row),
        **(await _suggested(ctx, row.id) if row.suggested_by else NOT_SUGGESTED),
        seo=seo,
        plans=[Plan(**plan) for plan in await entries.plans_of(ctx, row.id)],
        faults=await warnings(ctx, row, seo),
        measured=[Measured(**one._mapping) for one in await entries.measured(ctx, row.id)],
        earned=[Earned(**one._mapping) for one in await entries.earned(ctx, row.id)],
        rests_on=await _related(ctx, row.id, back=True),
        led_to=await _related(ctx, row.id, back=False),
    )


@tool("calendar:read")
async def suggest_utm(ctx: Ctx, ask: EntryId) -> FreeUtm:
    """A complete UTM triple for an entry that no other artifact carries."""
    row = (await entries.whole(ctx, [ask.entry_id])).get(ask.entry_id)
    if row is None:
        raise NoSuchEntry(f"{ask.entry_id}.", field="entry_id", value=str(ask.entry_id))
    entry = Entry(
        id=str(row.id), type=row.artifact_type, title=row.title, campaign=row.campaign or "",
        channels=(row.channel,) if row.channel else (),
    )  # fmt: skip
    free = suggested_utm(entry, await utms_in_use(ctx, row.utm_content, but=row.id))
    return FreeUtm(utm_source=free.source, utm_medium=free.medium, utm_campaign=free.campaign)


async def utms_in_use(ctx: Ctx, content: str | None, *, but: UUID) -> dict[Utm, str]:
    """The triples that other entries carry with this `utm_content`, each to a title."""
    return {
        Utm(source=row.utm_source or "", medium=row.utm_medium or "", campaign=row.utm_campaign):
        f"“{row.title}”"
        for row in await entries.utms_like(ctx, content)
        if row.id != but
    }  # fmt: skip


def found_entry(row: Any) -> FoundEntry:
    """A row of the calendar as a line."""
    same = {name: getattr(row, name) for name in FoundEntry.model_fields if name != "ghost"}
    return FoundEntry(**same, ghost=_open(row))


async def warnings(ctx: Ctx, row: Any, seo: Seo) -> list[Fault]:
    """What is wrong with an entry and does not keep it from being saved."""
    found = faults(seo)
    if seo.primary_keyword:
        others = await entries.keywords_in_use(ctx, row.id)
        near = [UUID(one) for one in competing(seo.primary_keyword, others)][:3]
        titles = await entries.whole(ctx, near)
        found += [
            Fault(field="primary_keyword", weight="warning",
                  said=f"“{titles[one].title}” targets “{others[str(one)]}” too.",
                  remedy="Give each its own keyword, or make one of them.")
            for one in near
        ]  # fmt: skip
    note = clock_note(row.publish_on, row.publish_at, row.timezone) if _dated(row) else ""
    if note:
        said = {
            "skipped": "The clocks leap over this hour on that day.",
            "twice": "The clocks show this hour twice on that day; the first is meant.",
        }
        found.append(Fault(field="publish_at", weight="warning", said=said[note],
                           remedy="Take another hour to be sure."))  # fmt: skip
    return found


def _counts(rows: Sequence[Any], day: str) -> dict[date, int]:
    return {getattr(row, day): row.of for row in rows}


def _open(row: Any) -> bool:
    return is_ghost(row) and row.status == "idea"


def _dated(row: Any) -> bool:
    return row.publish_on is not None and row.publish_at is not None


def _moment(row: Any) -> datetime | None:
    return local_moment(row.publish_on, row.publish_at, row.timezone)


NOT_SUGGESTED: dict[str, Any] = {"why": "", "idea": False, "disclosure": ""}


async def _suggested(ctx: Ctx, entry: UUID) -> dict[str, Any]:
    """Why an entry was suggested, whether as an idea to test, and how that came about."""
    found = await outcomes.recommendation(ctx, KIND, entry)
    if found is None:
        return NOT_SUGGESTED
    made, why = made_of(found), found.recommendation_content.get("why", "")
    return {"why": why, "idea": made.idea, "disclosure": made.disclosure}


async def _related(ctx: Ctx, entry: UUID, *, back: bool) -> list[Related]:
    """What an entry rests on, or what rests on it; at most twelve of them."""
    if back:
        rows = await receipts.links_from(ctx, [entry])
        pairs = [(row.to_kind, row.to_id, row.why) for row in rows]
    else:
        rows = await receipts.links_to(ctx, entry)
        pairs = [(row.from_kind, row.from_id, row.why) for row in rows]
    found = []
    for kind, one, why in pairs[:12]:
        for row in await receipts.of_kind(ctx, kind, [one]):
            hidden = row.private and row.author not in (None, ctx.actor.user_id)
            text = "a private note" if hidden else row.text
            found.append(Related(kind=kind, id=one, text=text, why=why))
    return found
