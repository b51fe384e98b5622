"""Beliefs of a CDT and the evidence that moved each.

Nothing is deleted, a belief only changes status.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Float, Integer, Text, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from domain.beliefs import Belief, Burst, Scope
from memory.ctx import Ctx
from memory.tables import document, moment, tenant_table, unique

cdt_beliefs = tenant_table(
    "cdt_beliefs",
    Column("cdt_version", Integer),
    Column("belief_category", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("segment", Text, nullable=False, server_default=""),
    Column("belief_text", Text, nullable=False),
    Column("alpha", Float, nullable=False),
    Column("beta", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence_count", Integer, nullable=False, server_default="0"),
    Column("counter_count", Integer, nullable=False, server_default="0"),
    moment("first_observed"),
    moment("last_reinforced"),
    Column("status", Text, nullable=False),
    Column("low_cycles", Integer, nullable=False, server_default="0"),
    Column("verdict", Text),
    moment("judged_at"),
    document("state"),
    moment("as_of", nullable=False),
    moment("valid_from"),
    moment("valid_to"),
    unique("belief_category", "subject", "segment"),
)

belief_evidence = tenant_table(
    "belief_evidence",
    Column("key", Text, nullable=False),
    Column("source_kind", Text, nullable=False),
    Column("supports", Boolean, nullable=False),
    Column("alignment", Float, nullable=False),
    Column("weight", Float, nullable=False),
    Column("confidence_after", Float, nullable=False),
    moment("at", nullable=False),
    unique("belief_id", "key"),
    refers={"belief_id": "cdt_beliefs"},
)


_ALL = select(cdt_beliefs).order_by(
    cdt_beliefs.c.belief_category, cdt_beliefs.c.subject, cdt_beliefs.c.segment
)


async def one_at_a_time(ctx: Ctx) -> None:
    """Wait until no other transaction weighs evidence of this business."""
    key = func.hashtextextended(f"beliefs:{ctx.business_id}", 0)
    await ctx.db.execute(select(func.pg_advisory_xact_lock(key)))


async def moved_by(ctx: Ctx, key: str) -> list[UUID]:
    """Ids of the beliefs that a piece of evidence moved."""
    table = belief_evidence
    query = select(table.c.belief_id).where(table.c.key == key).order_by(table.c.belief_id)
    return [row.belief_id for row in await ctx.rows(query)]


async def evidence_of(ctx: Ctx, belief_id: UUID) -> list[Any]:
    """What moved a belief, as rows, oldest first."""
    table = belief_evidence
    query = select(table).where(table.c.belief_id == belief_id)
    return await ctx.rows(query.order_by(table.c.at, table.c.key))


async def forget_evidence(ctx: Ctx, belief_id: UUID) -> None:
    """Delete all evidence of a belief; it is weighed anew without what was taken back."""
    table = belief_evidence
    await ctx.db.execute(delete(table).where(table.c.belief_id == belief_id))


async def drop_opinion(ctx: Ctx, belief_id: UUID) -> None:
    """Delete the piece of evidence that its owner's word was."""
    table = belief_evidence
    ours = table.c.belief_id == belief_id, table.c.source_kind == "owner"
    await ctx.db.execute(delete(table).where(*ours))


async def evidence_since(ctx: Ctx, since: datetime) -> list[Any]:
    """What moved beliefs and happened after a time, as rows, oldest first."""
    table = belief_evidence
    query = select(table).where(table.c.at > since)
    return await ctx.rows(query.order_by(table.c.at, table.c.key))


async def forget(ctx: Ctx, belief_id: UUID) -> None:
    """Delete a belief that nothing speaks for or against any more."""
    await ctx.db.execute(delete(cdt_beliefs).where(cdt_beliefs.c.id == belief_id))


async def load(ctx: Ctx) -> list[Belief]:
    """All beliefs with the ids of the evidence that counted, in a fixed order."""
    counted: dict[UUID, list[str]] = {}
    evidence = belief_evidence
    for row in await ctx.rows(select(evidence.c.belief_id, evidence.c.key).order_by(evidence.c.at)):
        counted.setdefault(row.belief_id, []).append(row.key)
    return [_belief(row, counted.get(row.id, [])) for row in await ctx.rows(_ALL)]


async def held(ctx: Ctx) -> list[Belief]:
    """As `load`, without the ids of the evidence: for who reads beliefs and weighs nothing."""
    return [_belief(row, ()) for row in await ctx.rows(_ALL)]


async def one(ctx: Ctx, belief_id: UUID) -> Belief | None:
    """A belief with the ids of its evidence, or None."""
    row = await ctx.row(select(cdt_beliefs).where(cdt_beliefs.c.id == belief_id))
    if row is None:
        return None
    return _belief(row, [each.key for each in await evidence_of(ctx, belief_id)])


async def keep(ctx: Ctx, beliefs: Sequence[Belief]) -> None:
    """Write beliefs as they stand; a belief is found again by what it is about."""
    if not beliefs:
        return
    write = insert(cdt_beliefs)
    rows = [_row(ctx, belief) for belief in beliefs]
    changed = {name: write.excluded[name] for name in rows[0] if name not in ("id", "business_id")}
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["id"], set_=changed), rows)


async def keep_evidence(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> None:
    """Write what moved a belief; the same evidence twice is once."""
    if rows:
        full = [
            {
                "id": derived_id(ctx.business_id, row["belief_id"], row["key"]),
                "business_id": ctx.business_id,
                **row,
            }
            for row in rows
        ]
        await ctx.db.execute(insert(belief_evidence).on_conflict_do_nothing(), full)


def belief_id(ctx: Ctx, scope: Scope) -> UUID:
    """Id of the belief about a scope; the same for ever."""
    return derived_id(ctx.business_id, "belief", scope.category, scope.subject, scope.segment)


def _belief(row: Any, evidence_ids: Sequence[str]) -> Belief:
    scope = Scope(category=row.belief_category, subject=row.subject, segment=row.segment)
    state = row.state
    return Belief(
        id=str(row.id), scope=scope, claim=row.belief_text, direction=state["direction"],
        alpha=row.alpha, beta=row.beta, heaviest_vent=state["heaviest_vent"], as_of=row.as_of,
        evidence_ids=tuple(evidence_ids), bursts=tuple(Burst(**each) for each in state["bursts"]),
        evidence_count=row.evidence_count, counter_count=row.counter_count,
        first_observed=row.first_observed, last_reinforced=row.last_reinforced, status=row.status,
        low_cycles=row.low_cycles, last_cycle=state["last_cycle"],
        owner_verdict=row.verdict or "none", judged_at=row.judged_at,
        unjudged=state.get("unjudged"), valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip


def _row(ctx: Ctx, belief: Belief) -> dict[str, Any]:
    state = {
        "direction": belief.direction,
        "heaviest_vent": belief.heaviest_vent,
        "bursts": [each.model_dump(mode="json") for each in belief.bursts],
        "last_cycle": belief.last_cycle,
        "unjudged": belief.unjudged,
    }
    return {
        "id": UUID(belief.id), "business_id": ctx.business_id, "state": state,
        "belief_category": belief.scope.category, "subject": belief.scope.subject,
        "segment": belief.scope.segment, "belief_text": belief.claim, "alpha": belief.alpha,
        "beta": belief.beta, "confidence": belief.confidence, "as_of": belief.as_of,
        "evidence_count": belief.evidence_count, "counter_count": belief.counter_count,
        "first_observed": belief.first_observed, "last_reinforced": belief.last_reinforced,
        "status": belief.status, "low_cycles": belief.low_cycles, "verdict": belief.owner_verdict,
        "judged_at": belief.judged_at, "valid_from": belief.valid_from,
        "valid_to": belief.valid_to,
    }  # fmt: skip
