"""Who said that what may be used for training; the newest word counts, and each may be taken
back."""

from uuid import UUID

from sqlalchemy import Boolean, Column, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from domain.consent import Decisions, Source
from memory.ctx import Ctx
from memory.tables import moment, tenant_table, unique

consents = tenant_table(
    "consents",
    Column("source", Text, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("decided_by", Uuid),
    moment("decided_at", nullable=False),
    unique("source", "person_id"),
)
"""`person_id` is the business's own id where the business as a whole decides."""


async def keep(ctx: Ctx, source: Source, person: UUID | None, allowed: bool) -> None:
    """Write a decision over the earlier one."""
    who = person or ctx.business_id
    row = {
        "id": derived_id(ctx.business_id, "consent", source, who),
        "business_id": ctx.business_id, "source": source, "person_id": who, "allowed": allowed,
        "decided_by": ctx.actor.user_id, "decided_at": ctx.at,
    }  # fmt: skip
    write = insert(consents).values(row)
    changed = {name: write.excluded[name] for name in ("allowed", "decided_by", "decided_at")}
    await ctx.db.execute(
        write.on_conflict_do_update(
            index_elements=["business_id", "source", "person_id"], set_=changed
        )
    )


async def decisions(ctx: Ctx) -> Decisions:
    """All decisions that stand."""
    return {
        (row.source, None if row.person_id == ctx.business_id else row.person_id): row.allowed
        for row in await ctx.rows(select(consents))
    }
