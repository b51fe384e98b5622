"""The marketing calendar: entries with their SEO fields, distribution plans, campaigns and
keywords."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    Table,
    Text,
    Time,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import among, document, moment, tenant_table, texts, unique

_NEVER = date.max  # a day for entries without one, so that they come last

campaigns = tenant_table("campaigns", Column("name", Text, nullable=False), unique("name"))

keywords = tenant_table(
    "keywords",
    Column("keyword", Text, nullable=False),
    Column("cluster", Text),
    unique("keyword"),
)

calendar_entries = tenant_table(
    "calendar_entries",
    Column("external_id", Text, nullable=False),
    Column("artifact_type", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="idea"),
    Column("owner", Text),
    Column("publish_on", Date),
    Column("publish_at", Time),
    Column("timezone", Text),
    Column("channel", Text),
    Column("funnel_stage", Text),
    Column("segment", Text),
    Column("persona", Text),
    Column("angle", Text),
    Column("strategic_intent", Text),
    Column("competitive_context", Text),
    Column("utm_source", Text),
    Column("utm_medium", Text),
    Column("utm_campaign", Text),
    Column("utm_content", Text),
    Column("primary_kpi", Text),
    Column("conversion_event", Text),
    Column("attribution_model", Text),
    Column("ltv_tag", Text),
    Column("review_on", Date),
    Column("cost_cents", BigInteger, nullable=False, server_default="0"),
    Column("suggested_by", Uuid),
    texts("tags"),
    document("categories"),
    document("custom"),
    moment("status_changed_at"),
    moment("published_at"),
    moment("indexed_at"),
    moment("reviewed_at"),
    Column("review_verdict", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    moment("changed_at"),
    Column("changed_by", Uuid),
    moment("deleted_at"),
    unique("external_id"),
    unique("utm_source", "utm_medium", "utm_campaign", "utm_content"),
    refers={"campaign_id": "campaigns"},
)
Index(
    "ix_calendar_entries_publish_on", calendar_entries.c.business_id, calendar_entries.c.publish_on
)
Index(
    "ix_calendar_entries_ghosts", calendar_entries.c.business_id, calendar_entries.c.publish_on,
    postgresql_where=and_(
        calendar_entries.c.suggested_by.is_not(None), calendar_entries.c.status == "idea",
        calendar_entries.c.deleted_at.is_(None),
    ),
)  # fmt: skip
Index(
    "ix_calendar_entries_review_on", calendar_entries.c.business_id, calendar_entries.c.review_on,
    postgresql_where=and_(
        calendar_entries.c.status == "published", calendar_entries.c.reviewed_at.is_(None),
        calendar_entries.c.deleted_at.is_(None),
    ),
)  # fmt: skip
Index(
    "ix_calendar_entries_cost", calendar_entries.c.business_id, calendar_entries.c.channel,
    calendar_entries.c.publish_on, calendar_entries.c.cost_cents,
    postgresql_where=calendar_entries.c.status == "published",
)  # fmt: skip

seo_metadata = tenant_table(
    "seo_metadata",
    Column("primary_keyword", Text),
    texts("secondary_keywords"),
    Column("search_intent", Text),
    Column("keyword_difficulty", Float),
    Column("search_volume", Integer),
    Column("ranking_position", Float),
    texts("serp_features"),
    Column("keyword_cluster", Text),
    texts("internal_link_targets"),
    Column("featured_snippet", Boolean),
    Column("url_slug", Text),
    Column("meta_title", Text),
    Column("meta_description", Text),
    document("header_structure", default="[]"),
    Column("schema_markup", Text),
    Column("canonical_url", Text),
    Column("index_status", Text),
    document("web_vitals_targets"),
    Column("mobile_rendering", Text),
    document("image_alt_inventory", default="[]"),
    document("anchor_text_plan", default="[]"),
    texts("crawl_directives"),
    unique("calendar_entry_id"),
    refers={"calendar_entry_id": "calendar_entries", "keyword_id": "keywords"},
)

distribution_plans = tenant_table(
    "distribution_plans",
    Column("channel", Text, nullable=False),
    document("parameters"),
    document("schedule", default="[]"),
    Column("paid_budget_cents", BigInteger, nullable=False, server_default="0"),
    Column("repurposing", Text),
    unique("calendar_entry_id", "channel"),
    refers={"calendar_entry_id": "calendar_entries"},
)


async def keep_entries(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> list[UUID]:
    """Write calendar entries by their own id; returns the ids that are new or changed."""
    campaign_ids = await named(ctx, campaigns, "name", {row.get("campaign") for row in rows})
    keyword_ids = await named(ctx, keywords, "keyword", {r.get("primary_keyword") for r in rows})
    full = [_entry(ctx, row, campaign_ids) for row in rows]
    write = insert(calendar_entries)
    names = [name for name in full[0] if name not in ("id", "business_id", "external_id")]
    changed = {name: write.excluded[name] for name in names}
    changed |= {"version": calendar_entries.c.version + 1, "changed_at": ctx.at}
    differs = [calendar_entries.c[name].is_distinct_from(write.excluded[name]) for name in names]
    statement = write.on_conflict_do_update(
        index_elements=["business_id", "external_id"], set_=changed, where=or_(*differs)
    ).returning(calendar_entries.c.id)
    written = [*(await ctx.db.scalars(statement, full))]
    seo = [_seo(ctx, row, keyword_ids) for row in rows if row.get("primary_keyword")]
    if seo:
        await ctx.db.execute(insert(seo_metadata).on_conflict_do_nothing(), seo)
    plans = [_plan(ctx, row) for row in rows if row.get("channel")]
    if plans:
        await ctx.db.execute(insert(distribution_plans).on_conflict_do_nothing(), plans)
    return written


async def entries(
    ctx: Ctx,
    ids: Sequence[UUID] | None = None,
    *,
    since: date | None = None,
    ghosts: bool = False,
    trashed: bool = False,
) -> list[Any]:
    """Calendar entries with their keyword, by day of publication; all, or those with `ids`.

    `since` leaves out what was to be published before.

    Suggestions that nobody took (yet) are left out unless `ghosts` is set, what lies in the trash
    unless `trashed` is.
    """
    table, seo = calendar_entries, seo_metadata
    # the tenant in the condition lets Postgres look each one up by its unique key
    same = and_(seo.c.business_id == table.c.business_id, seo.c.calendar_entry_id == table.c.id)
    joined = table.outerjoin(seo, same)
    query = select(table, seo.c.primary_keyword).select_from(joined)
    if not ghosts:
        query = query.where(taken())
    if not trashed:
        query = query.where(table.c.deleted_at.is_(None))
    if ids is not None:
        query = query.where(among(table.c.id, ids))
    if since is not None:
        query = query.where(table.c.publish_on >= since)
    return await ctx.rows(query.order_by(table.c.publish_on, table.c.external_id))


async def entries_after(
    ctx: Ctx, days: tuple[date | None, date | None], after: UUID | None, most: int
) -> list[Any] | None:
    """Entries of a period in the order of publication, those without a day last.

    None when there is no entry `after`.
    """
    table, (first, last) = calendar_entries, days
    day = func.coalesce(table.c.publish_on, _NEVER)
    query = select(table).where(taken(), table.c.deleted_at.is_(None))
    query = query.order_by(day, table.c.id).limit(most)
    if first or last:
        query = query.where(table.c.publish_on.between(first or date.min, last or _NEVER))
    if after is not None:
        known = await ctx.row(select(table.c.publish_on).where(table.c.id == after))
        if known is None:
            return None
        query = query.where(tuple_(day, table.c.id) > tuple_(known.publish_on or _NEVER, after))
    return await ctx.rows(query)


def taken() -> Any:
    """Not a suggestion that nobody took (yet)."""
    table = calendar_entries
    untaken = table.c.status.in_(("idea", "dropped"))
    return or_(table.c.suggested_by.is_(None), ~untaken)


async def ghosts(ctx: Ctx) -> list[Any]:
    """Suggested entries that wait for an answer, by day."""
    table = calendar_entries
    query = select(table).where(
        table.c.suggested_by.is_not(None), table.c.status == "idea", table.c.deleted_at.is_(None)
    )
    return await ctx.rows(query.order_by(table.c.publish_on, table.c.id))


async def change_entry(ctx: Ctx, entry: UUID, **values: Any) -> None:
    """Write fields of one entry, which is a new version of it from then on."""
    table = calendar_entries
    stamp = {"version": table.c.version + 1, "changed_at": ctx.at}
    await ctx.db.execute(
        update(table)
        .where(table.c.id == entry)
        .values(**values, **stamp, changed_by=ctx.actor.user_id)
    )


async def mark_categorized(ctx: Ctx, tagged: Sequence[tuple[UUID, list[str], Any]]) -> None:
    """Keep what entries were tagged with: (entry id, tags, groups) of each."""
    table = calendar_entries
    statement = (
        update(table)
        .where(table.c.id == bindparam("entry"))
        .values(tags=bindparam("names"), categories=bindparam("groups"), indexed_at=ctx.at)
    )
    rows = [{"entry": entry, "names": names, "groups": groups} for entry, names, groups in tagged]
    if rows:
        await ctx.db.execute(statement, rows)


async def entry_ids(ctx: Ctx) -> dict[str, UUID]:
    """The customer's own id of each entry, to ours."""
    table = calendar_entries
    return {
        row.external_id: row.id for row in await ctx.rows(select(table.c.external_id, table.c.id))
    }


def _entry(ctx: Ctx, row: dict[str, Any], campaign_ids: dict[str, UUID]) -> dict[str, Any]:
    fields = {k: v for k, v in row.items() if k in calendar_entries.c and k not in ("id", "tags")}
    return {
        **fields,
        "id": entry_id(ctx, row["id"]),
        "business_id": ctx.business_id,
        "external_id": row["id"],
        "campaign_id": campaign_ids.get(row.get("campaign") or ""),
    }


def entry_id(ctx: Ctx, external_id: str) -> UUID:
    """Our id of the customer's entry; the same for ever."""
    return derived_id(ctx.business_id, "entry", external_id)


def _seo(ctx: Ctx, row: dict[str, Any], keyword_ids: dict[str, UUID]) -> dict[str, Any]:
    keyword = row["primary_keyword"]
    return {
        "id": derived_id(ctx.business_id, "seo", row["id"]),
        "business_id": ctx.business_id,
        "calendar_entry_id": entry_id(ctx, row["id"]),
        "primary_keyword": keyword,
        "keyword_id": keyword_ids[keyword],
    }


def _plan(ctx: Ctx, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": derived_id(ctx.business_id, "plan", row["id"], row["channel"]),
        "business_id": ctx.business_id,
        "calendar_entry_id": entry_id(ctx, row["id"]),
        "channel": row["channel"],
    }


async def named(ctx: Ctx, table: Table, column: str, names: set[str | None]) -> dict[str, UUID]:
    """Name → id of campaigns or keywords; those that are new are written."""
    found = sorted(name for name in names if name)
    ids = {name: derived_id(ctx.business_id, table.name, name) for name in found}
    if ids:
        rows = [{"id": i, "business_id": ctx.business_id, column: n} for n, i in ids.items()]
        await ctx.db.execute(insert(table).on_conflict_do_nothing(), rows)
    return ids


async def campaign_names(ctx: Ctx) -> dict[UUID, str]:
    """Campaign id → name."""
    return {row.id: row.name for row in await ctx.rows(select(campaigns.c.id, campaigns.c.name))}
