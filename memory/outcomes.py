"""Lineage: every recommendation with what became of it, every input's fate, every claim's
receipt."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import document, moment, sealed, tenant_table, unique

recommendation_outcomes = tenant_table(
    "recommendation_outcomes",
    Column("recommendation_type", Text, nullable=False),
    Column("recommendation_id", Uuid, nullable=False),
    sealed("recommendation_content", nullable=False),
    moment("recommended_at", nullable=False),
    Column("user_action", Text),
    moment("action_timestamp"),
    document("context_extracted"),
    Column("context_quality_score", Float),
    document("downstream_impact"),
    Column("recommendation_model_version", Integer),
    Column("propensity", Float),
    Column("shown_position", Integer),
    Column("policy_version", Integer, nullable=False, server_default="1"),
    unique("recommendation_type", "recommendation_id"),
)

policy_versions = tenant_table(
    "policy_versions",
    Column("version", Integer, nullable=False),
    Column("month", Text, nullable=False),
    document("weights"),
    document("answers"),
    unique("version"),
    unique("month"),
)

input_ledger = tenant_table(
    "input_ledger",
    Column("input_kind", Text, nullable=False),
    Column("input_id", Uuid, nullable=False),
    Column("fate", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    moment("at", nullable=False),
    unique("input_kind", "input_id"),
)

evidence_links = tenant_table(
    "evidence_links",
    Column("from_kind", Text, nullable=False),
    Column("from_id", Uuid, nullable=False),
    Column("to_kind", Text, nullable=False),
    Column("to_id", Uuid, nullable=False),
    Column("why", Text, nullable=False),
    unique("from_kind", "from_id", "to_kind", "to_id"),
)
Index("ix_evidence_links_from", evidence_links.c.business_id, evidence_links.c.from_id)
Index("ix_evidence_links_to", evidence_links.c.business_id, evidence_links.c.to_id)


Link = tuple[str, UUID, str, UUID, str]
"""A claim's kind and id, the evidence's kind and id, and why the one rests on the other."""


async def link(
    ctx: Ctx, kind: str, subject: UUID, evidence: Iterable[tuple[str, UUID, str]]
) -> None:
    """Say what `subject` rests on: (kind, id, why) of each piece of evidence. Twice is once."""
    await link_all(ctx, [(kind, subject, *piece) for piece in evidence])


async def link_all(ctx: Ctx, links: Iterable[Link]) -> None:
    """Write links of several claims at once. Twice is once."""
    rows = [
        {
            "id": derived_id(ctx.business_id, kind, subject, to_kind, to_id),
            "business_id": ctx.business_id,
            "from_kind": kind,
            "from_id": subject,
            "to_kind": to_kind,
            "to_id": to_id,
            "why": why,
        }
        for kind, subject, to_kind, to_id, why in links
    ]
    if rows:
        await ctx.db.execute(insert(evidence_links).on_conflict_do_nothing(), rows)


async def unlink(ctx: Ctx, subject: UUID, evidence: UUID) -> None:
    """Say no longer that `subject` rests on `evidence`: it was moved elsewhere."""
    await unlink_all(ctx, [(subject, evidence)])


async def unlink_all(ctx: Ctx, pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """As `unlink`, of several pairs at once."""
    table = evidence_links
    gone = [{"subject": subject, "evidence": evidence} for subject, evidence in pairs]
    if gone:
        ours = (table.c.from_id == bindparam("subject"), table.c.to_id == bindparam("evidence"))
        await ctx.db.execute(delete(table).where(*ours), gone)


async def repoint(ctx: Ctx, old: UUID, kind: str, new: UUID, *, drop: Iterable[str]) -> None:
    """Let what rests on `old` rest on `new`, save claims of the kinds in `drop`, which let go."""
    table = evidence_links
    doubled = table.alias()
    held = select(doubled.c.id).where(
        doubled.c.from_kind == table.c.from_kind,
        doubled.c.from_id == table.c.from_id,
        doubled.c.to_id == new,
    )
    gone = or_(table.c.from_kind.in_([*drop]), held.exists())
    await ctx.db.execute(delete(table).where(table.c.to_id == old, gone))
    moved = update(table).where(table.c.to_id == old).values(to_kind=kind, to_id=new)
    await ctx.db.execute(moved)
    await ctx.db.execute(delete(table).where(table.c.from_id == old))


async def rests_on(ctx: Ctx, one: UUID) -> bool:
    """Whether anything rests on a row."""
    query = select(evidence_links.c.id).where(evidence_links.c.to_id == one).limit(1)
    return await ctx.value(query) is not None


async def rests_on_beliefs(ctx: Ctx, one: UUID) -> list[UUID]:
    """The beliefs that a row cites, in the order of their ids."""
    table = evidence_links
    query = select(table.c.to_id).where(table.c.from_id == one, table.c.to_kind == "belief")
    return [row.to_id for row in await ctx.rows(query.order_by(table.c.to_id))]


async def let_go(ctx: Ctx, one: UUID) -> None:
    """Forget what a row rested on; the row goes too."""
    await ctx.db.execute(delete(evidence_links).where(evidence_links.c.from_id == one))


async def account_for(
    ctx: Ctx, kind: str, ids: Iterable[UUID], fate: str = "waiting", reason: str = ""
) -> None:
    """Write into the input ledger what became of inputs: `waiting`, `used` or `set_aside` (D8).

    `used` is final; `waiting` never overwrites anything.
    """
    rows = [
        {
            "id": derived_id(ctx.business_id, "input", kind, each),
            "business_id": ctx.business_id,
            "input_kind": kind,
            "input_id": each,
            "fate": fate,
            "reason": reason,
            "at": ctx.at,
        }
        for each in ids
    ]
    if not rows:
        return
    write = insert(input_ledger)
    if fate == "waiting":
        write = write.on_conflict_do_nothing()
    else:
        write = write.on_conflict_do_update(
            index_elements=["business_id", "input_kind", "input_id"],
            set_={
                "fate": write.excluded.fate,
                "reason": write.excluded.reason,
                "at": write.excluded.at,
            },
            where=input_ledger.c.fate != "used",
        )
    await ctx.db.execute(write, rows)


async def account_anew(ctx: Ctx, kind: str, one: UUID, fate: str, reason: str = "") -> None:
    """Write what became of an input that was taken back or changed, whatever stood there."""
    table = input_ledger
    await ctx.db.execute(
        update(table)
        .where(table.c.input_kind == kind, table.c.input_id == one)
        .values(fate=fate, reason=reason, at=ctx.at)
    )


async def fates(ctx: Ctx) -> dict[tuple[str, str], int]:
    """How many inputs of each kind met each fate."""
    table = input_ledger
    query = select(table.c.input_kind, table.c.fate, func.count()).group_by(
        table.c.input_kind, table.c.fate
    )
    return {(row[0], row[1]): row[2] for row in await ctx.rows(query)}


async def any_input(ctx: Ctx) -> bool:
    """Whether anything was ever put in."""
    return await ctx.value(select(input_ledger.c.id).limit(1)) is not None


async def fate_of(ctx: Ctx, one: UUID) -> Any:
    """What became of one input, or None where it is none."""
    return await ctx.row(select(input_ledger).where(input_ledger.c.input_id == one))


async def reasons(ctx: Ctx) -> list[Any]:
    """How many inputs of each kind met each fate for which reason, the commonest first."""
    table = input_ledger
    what = (table.c.input_kind, table.c.fate, table.c.reason)
    query = select(*what, func.count().label("n"), func.max(table.c.at).label("last"))
    return await ctx.rows(query.group_by(*what).order_by(func.count().desc(), *what))


async def inputs_by_fate(ctx: Ctx, kind: str, fate: str, limit: int) -> list[Any]:
    """Inputs of a kind that met a fate, newest first."""
    table = input_ledger
    query = select(table).where(table.c.input_kind == kind, table.c.fate == fate)
    return await ctx.rows(query.order_by(table.c.at.desc(), table.c.id).limit(limit))


async def settle(ctx: Ctx, kind: str, reason: str) -> None:
    """Mark every waiting input of a kind as used."""
    table = input_ledger
    await ctx.db.execute(
        update(table)
        .where(table.c.input_kind == kind, table.c.fate == "waiting")
        .values(fate="used", reason=reason, at=ctx.at)
    )


async def recommend(ctx: Ctx, kind: str, shown: dict[str, Any]) -> None:
    """Log a recommendation: `id`, `content`, CDT `version`, `position` it was shown at."""
    row = {
        "id": derived_id(ctx.business_id, "recommendation", kind, shown["id"]),
        "business_id": ctx.business_id,
        "recommendation_type": kind,
        "recommendation_id": shown["id"],
        "recommendation_content": shown["content"],
        "recommended_at": ctx.at,
        "recommendation_model_version": shown["version"],
        "propensity": shown.get("propensity", 1.0),
        "shown_position": shown["position"],
    }
    await ctx.db.execute(insert(recommendation_outcomes).values(row).on_conflict_do_nothing())


async def answer(
    ctx: Ctx, kind: str, recommendation_id: UUID, action: str, told: dict[str, Any] | None = None
) -> None:
    """What the founder did with a recommendation, and what they `told` by it (a reason, what they
    changed); the first answer stays."""
    table = recommendation_outcomes
    await ctx.db.execute(
        update(table)
        .where(
            table.c.recommendation_type == kind,
            table.c.recommendation_id == recommendation_id,
            table.c.user_action.is_(None),
        )
        .values(user_action=action, action_timestamp=ctx.at, context_extracted=told or {})
    )


async def take_answer_back(ctx: Ctx, kind: str, recommendation_id: UUID) -> None:
    """A recommendation was not answered after all."""
    table = recommendation_outcomes
    await ctx.db.execute(
        update(table)
        .where(
            table.c.recommendation_type == kind, table.c.recommendation_id == recommendation_id
        )
        .values(user_action=None, action_timestamp=None, context_extracted={})
    )  # fmt: skip


async def impact(ctx: Ctx, kind: str, recommendation_id: UUID, found: dict[str, Any]) -> None:
    """What a recommendation led to, as far as it was measured; a later figure joins the earlier."""
    table = recommendation_outcomes
    await ctx.db.execute(
        update(table)
        .where(
            table.c.recommendation_type == kind,
            table.c.recommendation_id == recommendation_id,
        )
        .values(downstream_impact=table.c.downstream_impact.concat(found))
    )


async def recommendation(ctx: Ctx, kind: str, recommendation_id: UUID) -> Any:
    """One recommendation with what became of it, or None."""
    table = recommendation_outcomes
    return await ctx.row(
        select(table).where(
            table.c.recommendation_type == kind, table.c.recommendation_id == recommendation_id
        )
    )


async def recommendations(ctx: Ctx) -> list[Any]:
    """Every recommendation with what became of it, oldest first."""
    table = recommendation_outcomes
    return await ctx.rows(select(table).order_by(table.c.recommended_at, table.c.id))


async def policies(ctx: Ctx) -> list[Any]:
    """Every version of the recommendation policy, oldest first."""
    return await ctx.rows(select(policy_versions).order_by(policy_versions.c.version))


async def keep_policy(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Write the policy of a month; False when that month has its policy."""
    values = {
        "id": derived_id(ctx.business_id, "policy", row["month"]),
        "business_id": ctx.business_id,
        **row,
    }
    made = insert(policy_versions).values(values).on_conflict_do_nothing()
    return (await ctx.value(made.returning(policy_versions.c.id))) is not None
