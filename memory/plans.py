"""What the CDT proposes: execution maps, their artifacts, creators' briefs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    Text,
    Uuid,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from memory.ctx import Ctx
from memory.tables import among, moment, sealed, tenant_table, unique

execution_maps = tenant_table(
    "execution_maps",
    Column("guard", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="proposed"),
    Column("segment", Text),
    Column("cost_low_cents", BigInteger, nullable=False, server_default="0"),
    Column("cost_high_cents", BigInteger, nullable=False, server_default="0"),
    Column("currency", Text, nullable=False, server_default="USD"),
    Column("cdt_version", Integer),
    sealed("payload", nullable=False),
    moment("decided_at"),
    moment("purchased_at"),
    Column("version", Integer, nullable=False, server_default="1"),
    moment("approved_at"),
    Column("approved_by", Uuid),
    Column("premium", Boolean, nullable=False, server_default="false"),
    unique("guard"),
)

map_artifacts = tenant_table(
    "map_artifacts",
    Column("position", Integer, nullable=False),
    Column("artifact_type", Text, nullable=False),
    Column("channel", Text),
    Column("title", Text, nullable=False),
    Column("due_on", Date),
    Column("price_cents", BigInteger, nullable=False, server_default="0"),
    sealed("outline", nullable=False),
    unique("map_id", "position"),
    refers={"map_id": "execution_maps", "calendar_entry_id": "calendar_entries"},
)

creator_briefs = tenant_table(
    "creator_briefs",
    Column("status", Text, nullable=False, server_default="ready"),
    Column("artifact_type", Text, nullable=False),
    Column("specialization", Text, nullable=False, server_default=""),
    Column("fee_cents", BigInteger, nullable=False),
    Column("bonus_cents", BigInteger, nullable=False, server_default="0"),
    Column("score", Float),
    Column("leaks", Integer, nullable=False, server_default="0"),
    sealed("payload", nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    unique("artifact_id"),
    refers={"artifact_id": "map_artifacts"},
)


_OLDEST_BRIEF = (creator_briefs.c.created_at, creator_briefs.c.id)
_OLDEST_MAP = (execution_maps.c.created_at, execution_maps.c.id)


async def keep_map(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep a proposed map; False when the same proposal was made before."""
    made = insert(execution_maps).values(business_id=ctx.business_id, **row)
    kept = made.on_conflict_do_nothing().returning(execution_maps.c.id)
    return (await ctx.value(kept)) is not None


async def keep_artifacts(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> None:
    """Keep the artifacts of a map."""
    full = [{"business_id": ctx.business_id, **row} for row in rows]
    await ctx.db.execute(insert(map_artifacts).on_conflict_do_nothing(), full)


async def all_maps(ctx: Ctx, last: int | None = None) -> list[Any]:
    """Every map, or the `last` of each status; oldest first."""
    table, query = execution_maps, select(execution_maps)
    if last is not None:
        newest = (table.c.created_at.desc(), table.c.id.desc())
        rank = func.row_number().over(partition_by=table.c.status, order_by=newest).label("rank")
        ranked = select(table.c.id, rank).subquery()
        query = query.where(table.c.id.in_(select(ranked.c.id).where(ranked.c.rank <= last)))
    return await ctx.rows(query.order_by(*_OLDEST_MAP))


async def proposed_maps(ctx: Ctx) -> list[Any]:
    """Id and title of the maps that wait for a decision, oldest first."""
    query = select(execution_maps.c.id, execution_maps.c.title)
    proposed = execution_maps.c.status == "proposed"
    return await ctx.rows(query.where(proposed).order_by(*_OLDEST_MAP))


async def map_titles(ctx: Ctx) -> dict[UUID, str]:
    """What each map is called."""
    query = select(execution_maps.c.id, execution_maps.c.title)
    return {row.id: row.title for row in await ctx.rows(query)}


async def one_map(ctx: Ctx, map_id: UUID) -> Any:
    """One map or None; where something may be written, locked so that it is bought once."""
    query = select(execution_maps).where(execution_maps.c.id == map_id)
    return await ctx.row(query if ctx.read_only else query.with_for_update())


async def artifacts_of(ctx: Ctx, map_id: UUID) -> list[Any]:
    """The artifacts of a map in their order."""
    table = map_artifacts
    query = select(table).where(table.c.map_id == map_id).order_by(table.c.position)
    return await ctx.rows(query)


async def artifact(ctx: Ctx, artifact_id: UUID) -> Any:
    """One artifact, or None."""
    return await ctx.row(select(map_artifacts).where(map_artifacts.c.id == artifact_id))


async def publish_artifact(ctx: Ctx, artifact_id: UUID, entry_id: UUID) -> None:
    """Say which calendar entry an artifact became."""
    table = map_artifacts
    values = {"calendar_entry_id": entry_id}
    await ctx.db.execute(update(table).where(table.c.id == artifact_id).values(**values))


async def decide_map(ctx: Ctx, map_id: UUID, status: str) -> None:
    """The founder's answer to a map: `purchased`, `own` (the team makes it) or `declined`."""
    table = execution_maps
    values: dict[str, Any] = {"status": status, "decided_at": ctx.at}
    if status == "purchased":
        values["purchased_at"] = ctx.at
    await ctx.db.execute(update(table).where(table.c.id == map_id).values(**values))


async def change_map(ctx: Ctx, map_id: UUID, **values: Any) -> None:
    """Write fields of a map."""
    table = execution_maps
    await ctx.db.execute(update(table).where(table.c.id == map_id).values(**values))


async def change_artifact(ctx: Ctx, artifact_id: UUID, **values: Any) -> None:
    """Write fields of an artifact."""
    table = map_artifacts
    await ctx.db.execute(update(table).where(table.c.id == artifact_id).values(**values))


async def keep_brief(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep the brief of an artifact; False when it has one already."""
    made = insert(creator_briefs).values(business_id=ctx.business_id, **row)
    kept = made.on_conflict_do_nothing().returning(creator_briefs.c.id)
    return (await ctx.value(kept)) is not None


async def brief(ctx: Ctx, brief_id: UUID) -> Any:
    """One brief, or None."""
    return await ctx.row(select(creator_briefs).where(creator_briefs.c.id == brief_id))


async def brief_alone(ctx: Ctx, brief_id: UUID) -> Any:
    """One brief or None, locked: nobody else offers, changes or withdraws it meanwhile."""
    query = select(creator_briefs).where(creator_briefs.c.id == brief_id)
    return await ctx.row(query if ctx.read_only else query.with_for_update())


async def change_brief(ctx: Ctx, brief_id: UUID, **values: Any) -> None:
    """Write the new state of a brief."""
    table = creator_briefs
    await ctx.db.execute(update(table).where(table.c.id == brief_id).values(**values))


async def all_briefs(ctx: Ctx) -> list[Any]:
    """Every brief, oldest first."""
    return await ctx.rows(select(creator_briefs).order_by(*_OLDEST_BRIEF))


async def briefs(ctx: Ctx, ids: Sequence[UUID]) -> list[Any]:
    """Those of the briefs that are there, oldest first."""
    query = select(creator_briefs).where(among(creator_briefs.c.id, ids))
    return await ctx.rows(query.order_by(*_OLDEST_BRIEF)) if ids else []


async def briefs_of_map(ctx: Ctx, map_id: UUID) -> list[Any]:
    """The briefs of a map's artifacts, oldest first."""
    own = select(map_artifacts.c.id).where(map_artifacts.c.map_id == map_id)
    query = select(creator_briefs).where(creator_briefs.c.artifact_id.in_(own))
    return await ctx.rows(query.order_by(*_OLDEST_BRIEF))


async def briefs_that_are(ctx: Ctx, *states: str) -> list[Any]:
    """Briefs in one of these states, oldest first."""
    query = select(creator_briefs).where(among(creator_briefs.c.status, states))
    return await ctx.rows(query.order_by(*_OLDEST_BRIEF))
