"""Which models a business may ask, what that may cost, and what each call did cost.

Amounts are micro-dollars (a millionth of a US dollar): one call may cost less than a cent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
    Uuid,
    case,
    delete,
    func,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import moment, sealed, tenant_table, unique

model_routes = tenant_table(
    "model_routes",
    Column("rank", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("api_base", Text, nullable=False, server_default=""),
    sealed("api_key"),
    Column("enabled", Boolean, nullable=False, server_default="true"),
    unique("rank"),
)

model_limits = tenant_table(
    "model_limits",
    Column("usd_micros_per_day", BigInteger),
    Column("tokens_per_day", BigInteger),
    Column("paused", Boolean, nullable=False, server_default="false"),
    moment("updated_at"),
    unique(),
)

model_calls = tenant_table(
    "model_calls",
    Column("day", Date, nullable=False),
    moment("at", nullable=False),
    Column("action_id", Uuid),
    Column("run_id", Uuid),
    Column("prompt_id", Text, nullable=False),
    Column("prompt_version", Integer, nullable=False),
    Column("prompt_hash", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("adapter", Text, nullable=False, server_default="none"),
    Column("outcome", Text, nullable=False),
    Column("settled", Boolean, nullable=False, server_default="false"),
    Column("tokens_in", Integer, nullable=False, server_default="0"),
    Column("tokens_out", Integer, nullable=False, server_default="0"),
    Column("tokens_estimated", Integer, nullable=False, server_default="0"),
    Column("usd_micros_estimated", BigInteger),
    Column("usd_micros", BigInteger),
    Column("seconds", Float, nullable=False, server_default="0"),
    Column("retries", Integer, nullable=False, server_default="0"),
    Column("cdt_version", Integer),
)
"""One row a call, written before it (with the estimate) and settled by what the provider counted.

Where `settled` is false (still open, killed, or never answered for) the estimate counts. An empty
`usd_micros` of a settled call says that no price is known; an empty estimate says the same.
`cdt_version` is the version of the business's CDT that answered for its subject; empty before the
first release."""

Index("ix_model_calls_day", model_calls.c.business_id, model_calls.c.day)

COUNTED_TOKENS = case(
    (model_calls.c.settled, model_calls.c.tokens_in + model_calls.c.tokens_out),
    else_=model_calls.c.tokens_estimated,
)
COUNTED_MICROS = func.coalesce(
    case(
        (model_calls.c.settled, model_calls.c.usd_micros), else_=model_calls.c.usd_micros_estimated
    ),
    0,
)


_SWIFTLY = func.set_config("synchronous_commit", "off", True)


@dataclass(frozen=True)
class Budget:
    """What a business used on one day, and its own limits (None: the deployment's alone)."""

    tokens: int = 0
    usd_micros: int = 0
    tokens_per_day: int | None = None
    usd_micros_per_day: int | None = None
    paused: bool = False


async def routes(ctx: Ctx) -> list[Any]:
    """The models that the business added, in the order in which they are asked."""
    return await ctx.rows(select(model_routes).order_by(model_routes.c.rank))


async def keep_route(ctx: Ctx, row: Mapping[str, Any]) -> None:
    """Write the model of a rank; what stood there before is replaced, its key too."""
    values = {
        "id": derived_id(ctx.business_id, "model route", row["rank"]),
        "business_id": ctx.business_id,
        "api_key": None,
        **row,
    }
    made = insert(model_routes).values(values)
    news = {name: made.excluded[name] for name in ("model", "api_base", "api_key", "enabled")}
    await ctx.db.execute(
        made.on_conflict_do_update(index_elements=["business_id", "rank"], set_=news)
    )


async def drop_route(ctx: Ctx, rank: int) -> bool:
    """Forget the model of a rank with its key; False where there is none."""
    query = delete(model_routes).where(model_routes.c.rank == rank).returning(model_routes.c.id)
    return await ctx.value(query) is not None


async def limits(ctx: Ctx) -> Any:
    """The business's own limits, or None."""
    return await ctx.row(select(model_limits))


async def keep_limits(ctx: Ctx, changes: Mapping[str, Any]) -> None:
    """Change the limits named in `changes`; the others stay."""
    values = {
        "id": derived_id(ctx.business_id, "model limits"),
        "business_id": ctx.business_id,
        "updated_at": ctx.at,
        **changes,
    }
    made = insert(model_limits).values(values)
    news = {"updated_at": ctx.at, **changes}
    await ctx.db.execute(made.on_conflict_do_update(index_elements=["business_id"], set_=news))


async def budget(ctx: Ctx, day: date) -> Budget:
    """What was used on a day (UTC), estimates of open calls included, and the limits."""
    limits = (
        select(
            func.max(model_limits.c.tokens_per_day).label("tokens_per_day"),
            func.max(model_limits.c.usd_micros_per_day).label("usd_micros_per_day"),
            func.coalesce(func.bool_or(model_limits.c.paused), False).label("paused"),
        )
        .where(model_limits.c.business_id == ctx.business_id)
        .subquery()
    )
    used = (
        select(
            func.coalesce(func.sum(COUNTED_TOKENS), 0).label("tokens"),
            func.coalesce(func.sum(COUNTED_MICROS), 0).label("usd_micros"),
        )
        .where(model_calls.c.business_id == ctx.business_id, model_calls.c.day == day)
        .subquery()
    )
    row = await ctx.row(select(used, limits).select_from(used.join(limits, true())))
    return Budget(
        int(row.tokens), int(row.usd_micros), row.tokens_per_day, row.usd_micros_per_day, row.paused
    )


async def hold_budget(ctx: Ctx) -> None:
    """Wait for whoever else reckons with this business's budget, up to the transaction's end.

    The transaction does not wait for the disk: somebody waits for the first word of an answer. Only
    a crash of Postgres itself can lose it, and then the last half second of it.
    """
    key = func.hashtextextended(f"models {ctx.business_id}", 0)
    await ctx.db.execute(select(_SWIFTLY, func.pg_advisory_xact_lock(key)))


async def keep_call(ctx: Ctx, row: Mapping[str, Any]) -> None:
    """Write a call before it is made."""
    await ctx.db.execute(insert(model_calls).values({"business_id": ctx.business_id, **row}))


async def settle_call(ctx: Ctx, call_id: Any, news: Mapping[str, Any]) -> None:
    """Write what became of a call; as swiftly as it was held."""
    await ctx.db.execute(select(_SWIFTLY))
    await ctx.db.execute(update(model_calls).where(model_calls.c.id == call_id).values(news))


async def costs(ctx: Ctx, since: date) -> list[Any]:
    """Calls from a day on, summed by day, prompt and model; the newest day first."""
    table = model_calls.c
    keys = (table.day, table.prompt_id, table.model, table.adapter)
    settled = case((table.settled, 1), else_=0)
    query = (
        select(
            *keys,
            func.count().label("calls"),
            func.sum(case((table.outcome == "unpaid", 1), else_=0)).label("refused"),
            func.sum(case((table.outcome == "answered", 1), else_=0)).label("answered"),
            func.sum(table.tokens_in).label("tokens_in"),
            func.sum(table.tokens_out).label("tokens_out"),
            func.sum(COUNTED_TOKENS).label("tokens"),
            func.sum(COUNTED_MICROS).label("usd_micros"),
            func.sum(table.tokens_estimated * settled).label("estimated"),
            func.sum((table.tokens_in + table.tokens_out) * settled).label("counted"),
            func.sum(case((table.usd_micros.is_(None), settled), else_=0)).label("unpriced"),
            func.sum(1 - settled).label("unsettled"),
        )
        .where(table.day >= since)
        .group_by(*keys)
        .order_by(table.day.desc(), table.prompt_id, table.model)
    )
    return await ctx.rows(query)


async def answered_since(ctx: Ctx, since: datetime | None) -> list[Any]:
    """The answered calls from a time on: seconds and cost of each; all there are without one."""
    table = model_calls.c
    query = select(table.at, table.seconds, table.usd_micros).where(table.outcome == "answered")
    if since is not None:
        query = query.where(table.at > since)
    return await ctx.rows(query.order_by(table.at, table.id))


async def calls_of(ctx: Ctx, action_id: UUID) -> list[Any]:
    """The calls that one action of a mind made, in order."""
    table = model_calls
    query = select(table).where(table.c.action_id == action_id)
    return await ctx.rows(query.order_by(table.c.at, table.c.id))


async def calls_before(ctx: Ctx, after: UUID | None, limit: int) -> list[Any] | None:
    """Calls, newest first, older than the call `after`; None where that is none of them."""
    table = model_calls.c
    query = select(model_calls).order_by(table.at.desc(), table.id.desc()).limit(limit)
    if after is not None:
        last = await ctx.row(select(table.at, table.id).where(table.id == after))
        if last is None:
            return None
        query = query.where(tuple_(table.at, table.id) < tuple_(last.at, last.id))
    return await ctx.rows(query)


async def last_outcomes(ctx: Ctx) -> dict[str, str]:
    """How the newest call of each model ended."""
    table = model_calls.c
    query = select(table.model, table.outcome).distinct(table.model)
    rows = await ctx.rows(query.order_by(table.model, table.at.desc()))
    return {row.model: row.outcome for row in rows}
