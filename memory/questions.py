"""Questions that creators ask about a brief, and the answers that later creators see too."""

from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert

from memory.ctx import Ctx
from memory.tables import moment, sealed, tenant_table

brief_questions = tenant_table(
    "brief_questions",
    Column("creator_id", Uuid, nullable=False),
    sealed("text", nullable=False),
    Column("shared", Boolean, nullable=False, server_default="false"),
    moment("asked_at", nullable=False),
    moment("answer_by", nullable=False),
    sealed("answer"),
    moment("answered_at"),
    Column("answered_by", Uuid),
    refers={"assignment_id": "assignments", "brief_id": "creator_briefs"},
)


async def keep(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep a question; False when it was asked before in the same words."""
    made = insert(brief_questions).values(business_id=ctx.business_id, **row)
    kept = made.on_conflict_do_nothing().returning(brief_questions.c.id)
    return (await ctx.value(kept)) is not None


async def question(ctx: Ctx, one: UUID) -> Any:
    """One question, or None."""
    return await ctx.row(select(brief_questions).where(brief_questions.c.id == one))


async def question_alone(ctx: Ctx, one: UUID) -> Any:
    """One question or None, locked so that it is answered once; for those who may answer."""
    query = select(brief_questions).where(brief_questions.c.id == one)
    return await ctx.row(query.with_for_update())


async def of_brief(ctx: Ctx, brief_id: UUID) -> list[Any]:
    """The questions on a brief that `ctx` may see, oldest first.

    A creator sees their own, and of others' those that were answered.
    """
    table = brief_questions
    query = select(table).where(table.c.brief_id == brief_id)
    return await ctx.rows(query.order_by(table.c.asked_at, table.c.id))


async def every(ctx: Ctx) -> list[Any]:
    """Every question to this business, oldest first."""
    return await ctx.rows(
        select(brief_questions).order_by(brief_questions.c.asked_at, brief_questions.c.id)
    )


async def unanswered(ctx: Ctx) -> list[Any]:
    """Id and brief of each question that waits for an answer."""
    table = brief_questions
    query = select(table.c.id, table.c.brief_id)
    return await ctx.rows(query.where(table.c.answered_at.is_(None)))


async def answer(ctx: Ctx, one: UUID, text: str) -> None:
    """Write the answer to a question."""
    table = brief_questions
    values = {"answer": text, "answered_at": ctx.at, "answered_by": ctx.actor.user_id}
    await ctx.db.execute(update(table).where(table.c.id == one).values(**values))
