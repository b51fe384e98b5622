"""What happened: metrics per artifact and day, customer journeys, and the credit each touch
earned."""

from collections.abc import Sequence
from datetime import date, datetime
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
    Text,
    cast,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from core.ids import derived_id
from memory.calendar import calendar_entries, campaigns
from memory.ctx import Ctx
from memory.tables import among, moment, tenant_table, unique

performance_records = tenant_table(
    "performance_records",
    Column("artifact_ref", Text, nullable=False),
    Column("metric", Text, nullable=False),
    Column("date", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("value", Float, nullable=False),
    Column("unit", Text, nullable=False, server_default="count"),
    unique("artifact_ref", "metric", "date", "source"),
    refers={"calendar_entry_id": "calendar_entries"},
)

journeys = tenant_table(
    "journeys",
    Column("external_id", Text, nullable=False),
    moment("converted_at"),
    Column("value_cents", BigInteger, nullable=False, server_default="0"),
    Column("currency", Text, nullable=False, server_default="USD"),
    Column("attributed", Boolean, nullable=False, server_default="false"),
    unique("external_id"),
)

touchpoints = tenant_table(
    "touchpoints",
    Column("position", Integer, nullable=False),
    moment("touch_at", nullable=False),
    Column("channel", Text, nullable=False),
    Column("artifact_ref", Text, nullable=False, server_default=""),
    unique("journey_id", "position"),
    refers={"journey_id": "journeys", "calendar_entry_id": "calendar_entries"},
)

credits = tenant_table(
    "credits",
    Column("model", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("artifact_ref", Text, nullable=False, server_default=""),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    unique("touchpoint_id", "model"),
    refers={
        "journey_id": "journeys",
        "touchpoint_id": "touchpoints",
        "calendar_entry_id": "calendar_entries",
    },
)
Index("ix_credits_created_at", credits.c.business_id, credits.c.created_at)


async def keep_records(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> int:
    """Write measured figures; a later figure for the same artifact, metric and day replaces it.

    Returns how many rows are new or changed.
    """
    table = performance_records
    full = [
        {
            "id": derived_id(
                ctx.business_id, "record", r["artifact_ref"], r["metric"], r["date"], r["source"]
            ),
            "business_id": ctx.business_id,
            **r,
        }
        for r in rows
    ]
    write = insert(table)
    statement = write.on_conflict_do_update(
        index_elements=["business_id", "artifact_ref", "metric", "date", "source"],
        set_={"value": write.excluded.value},
        where=table.c.value != write.excluded.value,
    ).returning(table.c.id)
    return len([*(await ctx.db.scalars(statement, full))])


async def keep_journeys(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> int:
    """Write journeys with their touches (`touches`: list of rows); returns how many are new."""
    heads, touches = [], []
    for row in rows:
        journey_id = derived_id(ctx.business_id, "journey", row["external_id"])
        heads.append({"id": journey_id, "business_id": ctx.business_id, **row["head"]})
        touches.extend(
            {
                "id": derived_id(journey_id, position),
                "business_id": ctx.business_id,
                "journey_id": journey_id,
                "position": position,
                **touch,
            }
            for position, touch in enumerate(row["touches"])
        )
    made = insert(journeys).on_conflict_do_nothing().returning(journeys.c.id)
    new = [*(await ctx.db.scalars(made, heads))]
    await ctx.db.execute(insert(touchpoints).on_conflict_do_nothing(), touches)
    return len(new)


async def map_to_entries(ctx: Ctx, ids: dict[str, UUID]) -> tuple[int, int]:
    """Point records and touches at calendar entries by artifact id; returns (mapped, unmatched)."""
    for table in (performance_records, touchpoints):
        names = select(table.c.artifact_ref).where(table.c.calendar_entry_id.is_(None)).distinct()
        found = {r.artifact_ref for r in await ctx.rows(names)} & set(ids)
        for name in sorted(found):
            await ctx.db.execute(
                update(table)
                .where(table.c.artifact_ref == name, table.c.calendar_entry_id.is_(None))
                .values(calendar_entry_id=ids[name])
            )
    table = performance_records
    query = select(func.count(table.c.calendar_entry_id), func.count()).select_from(table)
    row = await ctx.row(query)
    return row[0], row[1] - row[0]


async def totals(ctx: Ctx) -> list[Any]:
    """Sum of each metric per artifact.

    (artifact_ref, calendar_entry_id, metric, value, last day).
    """
    table = performance_records
    query = (
        select(
            table.c.artifact_ref,
            table.c.calendar_entry_id,
            table.c.metric,
            func.sum(table.c.value).label("value"),
            func.max(table.c.date).label("last"),
        )
        .group_by(table.c.artifact_ref, table.c.calendar_entry_id, table.c.metric)
        .order_by(table.c.artifact_ref, table.c.metric)
    )
    return await ctx.rows(query)


async def of_entry(ctx: Ctx, entry_id: UUID, metric: str, days: tuple[date, date]) -> float | None:
    """Sum of one metric of an entry over days, the last included; None: it has no figures."""
    table = performance_records
    counted = func.sum(table.c.value).filter(table.c.metric == metric, table.c.date.between(*days))
    query = select(func.count().label("figures"), func.coalesce(counted, 0).label("total"))
    row = await ctx.row(query.where(table.c.calendar_entry_id == entry_id))
    return float(row.total) if row.figures else None


async def by_entry(ctx: Ctx, known_by: datetime | None = None) -> list[Any]:
    """Sum of each metric per calendar entry, with what the entry is and the measured days.

    `known_by` leaves out figures that came in later.
    """
    table, entry = performance_records, calendar_entries
    about = (
        entry.c.id, entry.c.title, entry.c.artifact_type, entry.c.channel, entry.c.segment,
        entry.c.angle, entry.c.funnel_stage, entry.c.publish_on, entry.c.cost_cents,
        campaigns.c.name.label("campaign"),
    )  # fmt: skip
    query = (
        select(
            *about,
            table.c.metric,
            func.sum(table.c.value).label("value"),
            func.max(table.c.created_at).label("learned"),
            func.max(table.c.unit).label("unit"),
        )
        .join(entry, entry.c.id == table.c.calendar_entry_id)
        .outerjoin(campaigns, campaigns.c.id == entry.c.campaign_id)
        .where(_known(known_by))
        .group_by(*about, table.c.metric)
        .order_by(entry.c.publish_on, entry.c.id, table.c.metric)
    )
    return await ctx.rows(query)


def _known(by: datetime | None) -> Any:
    return true() if by is None else performance_records.c.created_at <= by


async def by_month(ctx: Ctx, known_by: datetime | None = None) -> list[Any]:
    """Sum per month, channel, metric and unit, with the id of its largest record.

    `known_by` leaves out figures that came in later.

    Rows: (month, channel, metric, unit, value, top, first, last, learned); the channel is "" where
    none is known; `first` and `last` are the measured days.
    """
    table, entry = performance_records, calendar_entries
    month = func.to_char(table.c.date, "YYYY-MM").label("month")
    channel = func.coalesce(entry.c.channel, "").label("channel")
    largest = func.array_agg(aggregate_order_by(table.c.id, table.c.value.desc(), table.c.id))
    query = (
        select(
            month, channel, table.c.metric, table.c.unit,
            func.sum(table.c.value).label("value"), largest[1].label("top"),
            func.max(table.c.value).label("largest"),
            func.min(table.c.date).label("first"), func.max(table.c.date).label("last"),
            func.max(table.c.created_at).label("learned"),
        )
        .outerjoin(entry, entry.c.id == table.c.calendar_entry_id)
        .where(_known(known_by)).group_by(month, channel, table.c.metric, table.c.unit)
        .order_by(month, table.c.metric, channel)
    )  # fmt: skip
    return await ctx.rows(query)


async def paths(ctx: Ctx) -> list[Any]:
    """Every touch of every journey with its journey's end, journeys by time, touches in order."""
    query = (
        select(
            journeys.c.id, journeys.c.converted_at, journeys.c.value_cents, journeys.c.currency,
            touchpoints.c.touch_at, touchpoints.c.channel, touchpoints.c.calendar_entry_id,
        )
        .join(touchpoints, touchpoints.c.journey_id == journeys.c.id)
        .order_by(journeys.c.converted_at, journeys.c.id, touchpoints.c.position)
    )  # fmt: skip
    return await ctx.rows(query)


async def every_credit(ctx: Ctx) -> list[Any]:
    """Each credit with its title of the entry, largest first."""
    entry = calendar_entries
    query = (
        select(credits, entry.c.title)
        .outerjoin(entry, entry.c.id == credits.c.calendar_entry_id)
        .order_by(credits.c.amount_cents.desc(), credits.c.id)
    )
    return await ctx.rows(query)


async def open_journeys(ctx: Ctx) -> list[Any]:
    """Touches of converted journeys that have no credit yet, in order."""
    query = (
        select(journeys, touchpoints.c.id.label("touch_id"), touchpoints.c.position,
               touchpoints.c.touch_at, touchpoints.c.channel, touchpoints.c.artifact_ref,
               touchpoints.c.calendar_entry_id)
        .join(touchpoints, touchpoints.c.journey_id == journeys.c.id)
        .where(journeys.c.attributed.is_(False))
        .order_by(journeys.c.external_id, touchpoints.c.position)
    )  # fmt: skip
    return await ctx.rows(query)


async def keep_credits(ctx: Ctx, rows: Sequence[dict[str, Any]], done: Sequence[UUID]) -> None:
    """Write the credit of each touch and model, and mark the journeys done."""
    if rows:
        full = [
            {
                "id": credit_id(row),
                "business_id": ctx.business_id,
                **row,
            }
            for row in rows
        ]
        await ctx.db.execute(insert(credits).on_conflict_do_nothing(), full)
    if done:
        await ctx.db.execute(
            update(journeys).where(journeys.c.id.in_(done)).values(attributed=True)
        )


def credit_id(row: dict[str, Any]) -> UUID:
    """Our id of the credit that one touch earned by one model."""
    return derived_id(row["touchpoint_id"], row["model"])


async def credit_by_entry(ctx: Ctx) -> list[Any]:
    """Cents per model, artifact and entry over all journeys."""
    query = (
        select(
            credits.c.model,
            credits.c.artifact_ref,
            credits.c.calendar_entry_id,
            func.sum(credits.c.amount_cents).label("cents"),
        )
        .group_by(credits.c.model, credits.c.artifact_ref, credits.c.calendar_entry_id)
        .order_by(credits.c.model, credits.c.artifact_ref)
    )
    return await ctx.rows(query)


async def credit_by_channel(ctx: Ctx, model: str) -> list[Any]:
    """Cents per channel by one model over all journeys."""
    cents = func.sum(credits.c.amount_cents).label("cents")
    query = select(credits.c.channel, cents).where(credits.c.model == model)
    return await ctx.rows(query.group_by(credits.c.channel).order_by(credits.c.channel))


async def any_journey(ctx: Ctx) -> bool:
    """Whether a single journey is known."""
    return (await ctx.value(select(journeys.c.id).limit(1))) is not None


async def credited(ctx: Ctx, currency: str, since: date | None, until: date | None) -> list[Any]:
    """Cents per journey, model and channel of what was bought in that time, with the day.

    Rows: (journey_id, model, channel, cents, day); days are UTC, both ends count.
    """
    day = cast(journeys.c.converted_at, Date).label("day")
    cents = func.sum(credits.c.amount_cents).label("cents")
    query = select(credits.c.journey_id, credits.c.model, credits.c.channel, cents, day)
    query = _bought(query, currency, since, until)
    groups = (credits.c.journey_id, credits.c.model, credits.c.channel, day)
    return await ctx.rows(query.group_by(*groups).order_by(day, credits.c.journey_id))


async def credit_of_pieces(
    ctx: Ctx, currency: str, since: date | None, until: date | None, channel: str
) -> list[tuple[Any, ...]]:
    """Cents of each piece by each model, most by the position model first.

    Rows: (entry, ref, channel, <cents of each model>…); a piece without an entry has its name in
    `ref`. Revenue without a piece is left out.
    """
    table = credits
    by_model = [
        func.coalesce(func.sum(table.c.amount_cents).filter(table.c.model == name), 0)
        for name in ("first", "last", "linear", "time_decay", "position")
    ]
    about = (table.c.calendar_entry_id, table.c.artifact_ref)
    query = select(*about, func.max(table.c.channel), *by_model)
    query = _bought(query, currency, since, until).where(table.c.artifact_ref != "")
    if channel:
        query = query.where(table.c.channel == channel)
    query = query.group_by(*about).order_by(by_model[-1].desc(), table.c.artifact_ref)
    return [(*row[:3], *map(int, row[3:])) for row in await ctx.rows(query)]


async def pieces(ctx: Ctx, entries: Sequence[UUID]) -> dict[UUID, Any]:
    """Title, cost and channel of entries as they are now, by id."""
    entry = calendar_entries
    query = select(entry.c.id, entry.c.title, entry.c.cost_cents, entry.c.channel)
    return {row.id: row for row in await ctx.rows(query.where(among(entry.c.id, entries)))}


async def loose_ends(ctx: Ctx) -> tuple[int, int]:
    """How many measured pieces there are, and how many of them fit no calendar entry."""
    table = performance_records
    names = select(table.c.artifact_ref, func.bool_or(table.c.calendar_entry_id.is_(None)))
    rows = await ctx.rows(names.group_by(table.c.artifact_ref))
    return len(rows), sum(lost for _, lost in rows)


def _bought(query: Any, currency: str, since: date | None, until: date | None) -> Any:
    """Credits of journeys that ended in a purchase in that time, in one currency."""
    query = query.join(journeys, journeys.c.id == credits.c.journey_id)
    query = query.where(credits.c.currency == currency)
    day = cast(journeys.c.converted_at, Date)
    if since is not None:
        query = query.where(day >= since)
    return query.where(day <= until) if until is not None else query


async def credit_mark(ctx: Ctx) -> tuple[int, datetime | None]:
    """What changes whenever credit is given or taken back: how much there is, and the newest."""
    row = await ctx.row(select(func.count(), func.max(credits.c.created_at)))
    return row[0], row[1]


async def costs(ctx: Ctx, since: date | None, until: date | None) -> dict[str, int]:
    """What the published pieces of each channel cost, of those that went out in that time."""
    entry = calendar_entries
    query = select(entry.c.channel, func.sum(entry.c.cost_cents)).where(
        entry.c.status == "published", entry.c.channel.is_not(None)
    )
    if since is not None:
        query = query.where(entry.c.publish_on >= since)
    if until is not None:
        query = query.where(entry.c.publish_on <= until)
    rows = await ctx.rows(query.group_by(entry.c.channel))
    return {channel: int(cents) for channel, cents in rows}
