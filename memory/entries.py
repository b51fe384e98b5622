"""Entries one by one: found by what is asked for, opened whole, and every change with its undo."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Table,
    Text,
    Uuid,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from core.ids import derived_id, new_id
from domain.calendar import REVIEW_AFTER
from domain.entries import Filters
from memory.calendar import (
    calendar_entries,
    campaigns,
    distribution_plans,
    keywords,
    named,
    seo_metadata,
    taken,
)
from memory.ctx import Ctx
from memory.performance import credits, performance_records, touchpoints
from memory.plans import map_artifacts
from memory.tables import among, document, moment, tenant_table

SEO_FIELDS = tuple(
    column.name for column in seo_metadata.c
    if column.name not in ("id", "business_id", "created_at", "calendar_entry_id", "keyword_id")
)  # fmt: skip
PLAN_FIELDS = ("channel", "parameters", "schedule", "paid_budget_cents", "repurposing")
MOST_TRASHED = 500

calendar_changes = tenant_table(
    "calendar_changes",
    Column("verb", Text, nullable=False),
    Column("actor_id", Uuid),
    document("edits", default="[]"),
    moment("at", nullable=False),
    moment("undone_at"),
)


async def find(
    ctx: Ctx,
    wanted: Filters,
    days: tuple[date | None, date | None],
    after: UUID | None = None,
    most: int = 200,
) -> list[Any] | None:
    """Entries in the order of publication, those without a day last; None: no entry `after`.

    Open suggestions are among them; what lies in the trash is not.
    """
    table = calendar_entries
    day = func.coalesce(table.c.publish_on, date.max)
    query = _lines().where(*_asked(wanted), *_within(days), table.c.deleted_at.is_(None))
    if after is not None:
        known = await ctx.row(select(table.c.publish_on).where(table.c.id == after))
        if known is None:
            return None
        query = query.where(tuple_(day, table.c.id) > tuple_(known.publish_on or date.max, after))
    return await ctx.rows(query.order_by(day, table.c.id).limit(most))


async def drawn(ctx: Ctx, wanted: Filters, days: tuple[date, date], each: int) -> list[Any]:
    """The first entries of each day, at most `each`, and with them how many the day has (`of`)."""
    table = calendar_entries
    query = _lines().where(*_asked(wanted), *_within(days), table.c.deleted_at.is_(None))
    return await _first_of_each(ctx, query, table.c.publish_on, each)


async def trashed(ctx: Ctx) -> list[Any]:
    """What lies in the trash, last thrown away first."""
    table = calendar_entries
    query = _lines().where(table.c.deleted_at.is_not(None))
    return await ctx.rows(query.order_by(table.c.deleted_at.desc(), table.c.id).limit(MOST_TRASHED))


async def facets(ctx: Ctx, most: int = 100) -> dict[str, list[str]]:
    """The channels, segments, owners and campaigns in use, for filters to choose from."""
    table, names = calendar_entries, ("channel", "segment", "owner", "artifact_type")
    used = select(*(table.c[name] for name in names)).where(table.c.deleted_at.is_(None))
    rows = await ctx.rows(used.distinct())
    found = {name: sorted({getattr(row, name) for row in rows} - {None})[:most] for name in names}
    query = select(campaigns.c.name).order_by(campaigns.c.name).limit(most)
    return {**found, "campaign": [row[0] for row in await ctx.rows(query)]}


async def whole(ctx: Ctx, ids: Sequence[UUID], *, lock: bool = False) -> dict[UUID, Any]:
    """Rows of entries by id, with the campaign's name, the trash and suggestions included.

    `lock` keeps everybody else from writing them until the transaction ends.
    """
    table = calendar_entries
    same = and_(
        campaigns.c.business_id == table.c.business_id, campaigns.c.id == table.c.campaign_id
    )
    query = select(table, campaigns.c.name.label("campaign")).outerjoin(campaigns, same)
    query = query.where(among(table.c.id, ids)).order_by(table.c.id)
    rows = await ctx.rows(query.with_for_update(of=table) if lock else query)
    return {row.id: row for row in rows}


async def seo_of(ctx: Ctx, entry: UUID) -> dict[str, Any] | None:
    """The SEO fields of an entry, or None where it has none."""
    columns = [seo_metadata.c[name] for name in SEO_FIELDS]
    row = await ctx.row(select(*columns).where(seo_metadata.c.calendar_entry_id == entry))
    return dict(row._mapping) if row else None


async def plans_of(ctx: Ctx, entry: UUID) -> list[dict[str, Any]]:
    """Where an entry is distributed."""
    table = distribution_plans
    columns = [table.c[name] for name in PLAN_FIELDS]
    query = select(*columns).where(table.c.calendar_entry_id == entry).order_by(table.c.channel)
    return [dict(row._mapping) for row in await ctx.rows(query)]


async def keywords_in_use(ctx: Ctx, but: UUID) -> dict[str, str]:
    """Entry id → keyword of all other entries that are planned or out."""
    table, seo = calendar_entries, seo_metadata
    query = (
        select(table.c.id, seo.c.primary_keyword)
        .join(seo, and_(seo.c.business_id == table.c.business_id,
                        seo.c.calendar_entry_id == table.c.id))
        .where(table.c.id != but, table.c.status != "dropped", table.c.deleted_at.is_(None),
               seo.c.primary_keyword.is_not(None), taken())
    )  # fmt: skip
    return {str(row.id): row.primary_keyword for row in await ctx.rows(query)}


async def add(ctx: Ctx, entry: UUID, values: dict[str, Any]) -> None:
    """Write a new entry."""
    row = {
        "id": entry, "business_id": ctx.business_id, "external_id": str(entry), **values,
        "changed_at": ctx.at, "changed_by": ctx.actor.user_id, "status_changed_at": ctx.at,
    }  # fmt: skip
    await ctx.db.execute(insert(calendar_entries).values(row))


async def write(ctx: Ctx, entry: UUID, values: dict[str, Any]) -> int:
    """Write fields of an entry; returns its new version."""
    table = calendar_entries
    stamp = {"version": table.c.version + 1, "changed_at": ctx.at,
             "changed_by": ctx.actor.user_id}  # fmt: skip
    query = update(table).where(table.c.id == entry).values(**values, **stamp)
    return int(await ctx.value(query.returning(table.c.version)))


async def write_seo(ctx: Ctx, entry: UUID, fields: dict[str, Any] | None) -> None:
    """Put these SEO fields in the place of those before; None: none at all."""
    table = seo_metadata
    await ctx.db.execute(delete(table).where(table.c.calendar_entry_id == entry))
    if fields is None:
        return
    keyword = fields.get("primary_keyword")
    ids = await named(ctx, keywords, "keyword", {keyword})
    row = {
        "id": derived_id(ctx.business_id, "seo", entry), "business_id": ctx.business_id,
        "calendar_entry_id": entry, "keyword_id": ids.get(keyword or ""), **fields,
    }  # fmt: skip
    await ctx.db.execute(insert(table).values(row))


async def write_plans(ctx: Ctx, entry: UUID, plans: Sequence[dict[str, Any]]) -> None:
    """Put these distribution plans in the place of those before; of two for a channel the later."""
    table = distribution_plans
    await ctx.db.execute(delete(table).where(table.c.calendar_entry_id == entry))
    rows = [
        {"id": derived_id(ctx.business_id, "plan", entry, plan["channel"]),
         "business_id": ctx.business_id, "calendar_entry_id": entry, **plan}
        for plan in {plan["channel"]: plan for plan in plans}.values()
    ]  # fmt: skip
    if rows:
        await ctx.db.execute(insert(table), rows)


async def campaign_id(ctx: Ctx, name: str | None) -> UUID | None:
    """The id of a campaign by its name; it is made if there is none."""
    return (await named(ctx, campaigns, "name", {name})).get(name or "")


async def one_utm_at_a_time(ctx: Ctx) -> None:
    """Wait until no other transaction gives out UTM values of this business."""
    key = func.hashtextextended(f"utm:{ctx.business_id}", 0)
    await ctx.db.execute(select(func.pg_advisory_xact_lock(key)))


async def utms_like(ctx: Ctx, content: str | None) -> list[Any]:
    """The UTM triple of every entry with this `utm_content`: (external_id, id, the three)."""
    table = calendar_entries
    columns = (table.c.id, table.c.title, table.c.utm_source, table.c.utm_medium,
               table.c.utm_campaign)  # fmt: skip
    same = func.coalesce(table.c.utm_content, "") == (content or "")
    return await ctx.rows(select(*columns).where(same, table.c.utm_campaign.is_not(None)))


async def note_change(ctx: Ctx, verb: str, edits: Sequence[dict[str, Any]]) -> UUID:
    """Keep what a change did, so that it can be undone; returns its id.

    An edit is `{"entry", "version", "before": {field: value}}`, with `seo` and `plans` of before
    where they were written.
    """
    change_id = new_id()
    plain = [{name: _plain(value) for name, value in edit.items()} for edit in edits]
    row = {"id": change_id, "business_id": ctx.business_id, "verb": verb, "edits": plain,
           "actor_id": ctx.actor.user_id, "at": ctx.at}  # fmt: skip
    await ctx.db.execute(insert(calendar_changes).values(row))
    return change_id


async def change(ctx: Ctx, change_id: UUID) -> Any:
    """One change, locked until the transaction ends, or None."""
    table = calendar_changes
    return await ctx.row(select(table).where(table.c.id == change_id).with_for_update())


async def mark_undone(ctx: Ctx, change_id: UUID) -> None:
    """Say that a change was undone."""
    table = calendar_changes
    await ctx.db.execute(update(table).where(table.c.id == change_id).values(undone_at=ctx.at))


def as_columns(before: dict[str, Any]) -> dict[str, Any]:
    """Kept fields of an entry as the columns take them again."""
    return {name: _typed(calendar_entries, name, value) for name, value in before.items()}


async def measured(ctx: Ctx, entry: UUID) -> list[Any]:
    """Sum of each metric of an entry with its unit and last day."""
    table = performance_records
    query = (
        select(table.c.metric, table.c.unit, func.sum(table.c.value).label("value"),
               func.max(table.c.date).label("last"))
        .where(table.c.calendar_entry_id == entry)
        .group_by(table.c.metric, table.c.unit).order_by(table.c.metric)
    )  # fmt: skip
    return await ctx.rows(query)


async def earned(ctx: Ctx, entry: UUID) -> list[Any]:
    """Cents that each model of attribution credits to an entry."""
    table = credits
    query = (
        select(table.c.model, table.c.currency, func.sum(table.c.amount_cents).label("cents"))
        .where(table.c.calendar_entry_id == entry)
        .group_by(table.c.model, table.c.currency).order_by(table.c.model)
    )  # fmt: skip
    return await ctx.rows(query)


async def due_for_review(ctx: Ctx, days: tuple[date, date], each: int) -> list[Any]:
    """Published entries whose review falls into these days and was not made.

    At most `each` of a day, and with them how many the day has (`of`).
    """
    table = calendar_entries
    query = _lines().where(
        table.c.review_on.between(*days), table.c.reviewed_at.is_(None),
        table.c.status == "published", table.c.deleted_at.is_(None),
    )  # fmt: skip
    return await _first_of_each(ctx, query, table.c.review_on, each)


async def _first_of_each(ctx: Ctx, query: Any, day: Any, each: int) -> list[Any]:
    """The first rows of each day in the order of ids, with the number of all (`of`)."""
    order = calendar_entries.c.id
    rank = func.row_number().over(partition_by=day, order_by=order).label("rank")
    lines = query.add_columns(rank, func.count().over(partition_by=day).label("of")).subquery()
    first = select(lines).where(lines.c.rank <= each)
    return await ctx.rows(first.order_by(lines.c[day.name], lines.c.id))


async def await_reviews(ctx: Ctx, ids: Sequence[UUID], today: date) -> None:
    """Set the day of the review of those among `ids` that went out in the last 30 days."""
    table = calendar_entries
    await ctx.db.execute(
        update(table)
        .where(among(table.c.id, ids), table.c.status == "published", table.c.review_on.is_(None),
               table.c.publish_on > today - REVIEW_AFTER)
        .values(review_on=table.c.publish_on + REVIEW_AFTER.days)
    )  # fmt: skip


async def empty_trash(ctx: Ctx, before: datetime) -> int:
    """Erase what was thrown away before a time and nothing rests on; returns how many.

    What was measured or paid for stays in the trash's ground, so that no figure is lost.
    """
    table = calendar_entries
    rests = [
        exists().where(other.c.business_id == table.c.business_id,
                       other.c.calendar_entry_id == table.c.id)
        for other in (performance_records, touchpoints, credits, map_artifacts)
    ]  # fmt: skip
    gone = delete(table).where(table.c.deleted_at < before, ~or_(*rests)).returning(table.c.id)
    return len(await ctx.rows(gone))


def _lines() -> Any:
    table = calendar_entries
    columns = [table.c[name] for name in (
        "id", "external_id", "title", "artifact_type", "status", "publish_on", "publish_at",
        "timezone", "channel", "funnel_stage", "segment", "owner", "angle", "tags", "suggested_by",
        "version", "changed_at", "review_on", "deleted_at",
    )]  # fmt: skip
    same = and_(
        campaigns.c.business_id == table.c.business_id, campaigns.c.id == table.c.campaign_id
    )
    return select(*columns, campaigns.c.name.label("campaign")).outerjoin(campaigns, same)


def _asked(wanted: Filters) -> list[Any]:
    """Conditions of the filters; suggestions that were refused are never asked for."""
    table = calendar_entries
    found = [or_(taken(), table.c.status == "idea")]
    lists = {
        table.c.channel: wanted.channels, table.c.funnel_stage: wanted.stages,
        table.c.status: wanted.statuses, table.c.segment: wanted.segments,
        table.c.owner: wanted.owners, campaigns.c.name: wanted.campaigns,
    }  # fmt: skip
    found += [column.in_(values) for column, values in lists.items() if values]
    if wanted.text.strip():
        found.append(table.c.title.icontains(wanted.text.strip(), autoescape=True))
    return found


def _within(days: tuple[date | None, date | None]) -> list[Any]:
    first, last = days
    column = calendar_entries.c.publish_on
    return [column.between(first or date.min, last or date.max)] if first or last else []


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type.python_type
    if not isinstance(value, str) or kind is str:
        return value
    return UUID(value) if kind is UUID else kind.fromisoformat(value)
