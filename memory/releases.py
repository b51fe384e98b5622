"""Versions of a CDT and the training runs that made them; one row is live, none is ever deleted.

A version is a candidate, on trial (canary: a share of requests), live, or archived.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    Text,
    Uuid,
    and_,
    case,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory import adapters
from memory.ctx import Ctx
from memory.tables import document, moment, sealed, tenant_table, unique

cdt_training_runs = tenant_table(
    "cdt_training_runs",
    Column("month", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("data_hash", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    document("parameters"),
    document("metrics"),
    document("dataset"),
    moment("started_at", nullable=False),
    moment("finished_at"),
    unique("month"),
)

cdt_versions = tenant_table(
    "cdt_versions",
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("adapter", Text),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("live", Boolean, nullable=False, server_default="false"),
    Column("state", Text, nullable=False, server_default="candidate"),
    document("manifest"),
    document("evaluation"),
    moment("released_at"),
    moment("archived_at"),
    moment("canary_at"),
    unique("version"),
    refers={"run_id": "cdt_training_runs"},
)
Index(
    "uq_cdt_versions_one_live",
    cdt_versions.c.business_id,
    unique=True,
    postgresql_where=text("live"),
)

Index(
    "uq_cdt_versions_one_canary",
    cdt_versions.c.business_id,
    unique=True,
    postgresql_where=text("state = 'canary'"),
)

release_evidence = tenant_table(
    "release_evidence",
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("against", Integer, nullable=False),
    Column("look", Text, nullable=False),
    Column("artifact_id", Text, nullable=False),
    Column("outcome", Float, nullable=False),
    document("expected"),
    moment("at", nullable=False),
    unique("kind", "against", "artifact_id"),
)
"""Each measured artifact that was counted: by the gate against the version in use (`kind` gate,
`against` 0 before the first), or for a version on trial or live against the one before (live)."""

release_decisions = tenant_table(
    "release_decisions",
    Column("number", Integer, nullable=False),
    Column("act", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("gate_said", Text, nullable=False),
    Column("ruling", Text, nullable=False),
    sealed("reason", nullable=False),
    Column("live_before", Integer),
    Column("live_after", Integer),
    Column("user_id", Uuid),
    Column("who", Text, nullable=False),
    Column("role", Text, nullable=False),
    moment("at", nullable=False),
    Column("previous", Text, nullable=False, server_default=""),
    Column("signature", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    unique("number"),
)
"""Append-only: every release and way back, each row signed and chained to the one before."""


async def runs(ctx: Ctx) -> list[Any]:
    """All training runs, oldest month first."""
    return await ctx.rows(select(cdt_training_runs).order_by(cdt_training_runs.c.month))


async def run_of(ctx: Ctx, month: str) -> Any:
    """The training run of a month, or None."""
    return await ctx.row(select(cdt_training_runs).where(cdt_training_runs.c.month == month))


async def keep_run(ctx: Ctx, row: dict[str, Any]) -> UUID:
    """Write a finished training run; returns its id."""
    run_id = derived_id(ctx.business_id, "run", row["month"])
    values = {"id": run_id, "business_id": ctx.business_id, **row}
    await ctx.db.execute(insert(cdt_training_runs).values(values).on_conflict_do_nothing())
    return run_id


async def keep_version(ctx: Ctx, row: dict[str, Any]) -> UUID:
    """Write a version with its verdict; it is not live yet. Returns its id."""
    version_id = derived_id(ctx.business_id, "release", row["version"])
    values = {"id": version_id, "business_id": ctx.business_id, **row}
    await ctx.db.execute(insert(cdt_versions).values(values).on_conflict_do_nothing())
    return version_id


async def versions(ctx: Ctx) -> list[Any]:
    """All versions, oldest first."""
    return await ctx.rows(select(cdt_versions).order_by(cdt_versions.c.version))


async def heads(ctx: Ctx) -> list[Any]:
    """All versions without their manifest and evaluation, oldest first; of the manifest only its
    month and how many it held out."""
    table = cdt_versions
    large = (table.c.manifest, table.c.evaluation)
    query = select(
        *(column for column in table.c if column not in large),
        func.coalesce(table.c.manifest["month"].astext, "").label("month"),
        func.coalesce(func.jsonb_array_length(table.c.manifest["holdout"]), 0).label("held_out"),
    )
    return await ctx.rows(query.order_by(table.c.version))


async def newest(ctx: Ctx) -> Any:
    """Id, number, verdict, reason and time of the newest version, or None before the first."""
    table = cdt_versions
    query = select(table.c.id, table.c.version, table.c.verdict, table.c.reason, table.c.created_at)
    return await ctx.row(query.order_by(table.c.version.desc()).limit(1))


async def version(ctx: Ctx, number: int) -> Any:
    """One version, or None."""
    return await ctx.row(select(cdt_versions).where(cdt_versions.c.version == number))


async def live(ctx: Ctx) -> Any:
    """The version that answers for this business, or None before the first release."""
    return await ctx.row(select(cdt_versions).where(cdt_versions.c.live))


async def in_use(ctx: Ctx) -> list[Any]:
    """Number, name and adapter of the live version and of the one on trial, the live one first.

    An adapter that was withdrawn is none. Light enough for every question to a model.
    """
    table = cdt_versions
    stands = and_(adapters.cdt_adapters.c.name == table.c.adapter, adapters.withdrawn())
    gone = select(adapters.cdt_adapters.c.id).where(stands).exists()
    query = select(
        table.c.version, table.c.name, table.c.live, case((~gone, table.c.adapter)).label("adapter")
    ).where(or_(table.c.live, table.c.state == "canary"))
    return await ctx.rows(query.order_by(table.c.live.desc()))


async def make_live(ctx: Ctx, number: int) -> None:
    """Let one version answer from now on; the one before is archived, never deleted."""
    table = cdt_versions
    await ctx.db.execute(
        update(table)
        .where(table.c.live)
        .values(live=False, state="archived", archived_at=ctx.at, canary_at=None)
    )
    await ctx.db.execute(
        update(table)
        .where(table.c.version == number)
        .values(live=True, state="live", archived_at=None, released_at=ctx.at)
    )


async def make_canary(ctx: Ctx, number: int) -> None:
    """Let a version answer a share of requests; another that did so is archived."""
    await end_canary(ctx)
    await ctx.db.execute(
        update(cdt_versions)
        .where(cdt_versions.c.version == number)
        .values(state="canary", archived_at=None, canary_at=ctx.at)
    )


async def canary(ctx: Ctx) -> Any:
    """The version on trial, or None."""
    return await ctx.row(select(cdt_versions).where(cdt_versions.c.state == "canary"))


async def end_canary(ctx: Ctx) -> None:
    """Nobody is on trial any more."""
    table = cdt_versions
    await ctx.db.execute(
        update(table)
        .where(table.c.state == "canary")
        .values(state="archived", archived_at=ctx.at, canary_at=None)
    )


async def count(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> None:
    """Count artifacts, each once per kind and version that it is held against."""
    if not rows:
        return
    made = [
        {
            "id": derived_id(ctx.business_id, row["kind"], row["against"], row["artifact_id"]),
            "business_id": ctx.business_id, "at": ctx.at, **row,
        }
        for row in rows
    ]  # fmt: skip
    await ctx.db.execute(insert(release_evidence).values(made).on_conflict_do_nothing())


async def counted(ctx: Ctx, kind: str, against: int) -> list[Any]:
    """The artifacts counted so far, in the order of their looks."""
    table = release_evidence
    query = select(table).where(table.c.kind == kind, table.c.against == against)
    return await ctx.rows(query.order_by(table.c.at, table.c.look, table.c.artifact_id))


async def releases_since(ctx: Ctx, since: datetime) -> int:
    """How many versions the gate has released since then."""
    table = release_decisions
    query = select(func.count()).where(table.c.act == "release", table.c.at >= since)
    return (await ctx.db.execute(query)).scalar_one()


async def hold_decisions(ctx: Ctx) -> None:
    """Wait for whoever else decides over this business's versions, up to the transaction's end."""
    key = func.hashtextextended(f"decisions {ctx.business_id}", 0)
    await ctx.db.execute(select(func.pg_advisory_xact_lock(key)))


async def decisions(ctx: Ctx) -> list[Any]:
    """What was decided over versions, in the order of deciding."""
    return await ctx.rows(select(release_decisions).order_by(release_decisions.c.number))


async def keep_decision(ctx: Ctx, row: dict[str, Any]) -> UUID:
    """Append a signed decision; returns its id."""
    values = {
        "id": derived_id(ctx.business_id, "decision", row["number"]),
        "business_id": ctx.business_id,
        **row,
    }
    await ctx.db.execute(insert(release_decisions).values(values))
    return values["id"]
