"""What people shall label (cases, answers, drafts, pairs), and the labels that each person gave."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Text, Uuid, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import moment, sealed, tenant_table, texts, unique

annotation_items = tenant_table(
    "annotation_items",
    Column("kind", Text, nullable=False),
    Column("source_kind", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("version", Integer),
    sealed("shown", nullable=False),
    Column("added_by", Uuid),
    moment("at", nullable=False),
    moment("closed_at"),
    unique("kind", "source_kind", "source_id"),
)

annotations = tenant_table(
    "annotations",
    Column("user_id", Uuid, nullable=False),
    Column("who", Text, nullable=False, server_default=""),
    Column("role", Text, nullable=False),
    Column("label", Text, nullable=False),
    texts("reasons"),
    sealed("note"),
    Column("was_first", Text, nullable=False, server_default=""),
    moment("at", nullable=False),
    unique("item_id", "user_id"),
    refers={"item_id": "annotation_items"},
)
"""One label of a person for an item; a later one takes its place. `was_first` says, for a pair,
whose answer stood first when it was judged."""


async def add(ctx: Ctx, kind: str, source: tuple[str, UUID], shown: dict[str, Any], version: Any,
              ) -> tuple[UUID, bool]:  # fmt: skip
    """Put something into the queue; its id, and whether it is new there."""
    source_kind, source_id = source
    one = derived_id(ctx.business_id, "annotation", kind, source_kind, source_id)
    row = {
        "id": one, "business_id": ctx.business_id, "kind": kind, "source_kind": source_kind,
        "source_id": source_id, "shown": shown, "version": version,
        "added_by": ctx.actor.user_id, "at": ctx.at,
    }  # fmt: skip
    made = insert(annotation_items).values(row).on_conflict_do_nothing()
    return one, await ctx.value(made.returning(annotation_items.c.id)) is not None


async def items(ctx: Ctx) -> list[Any]:
    """Everything that is to be labelled, oldest first."""
    table = annotation_items
    query = select(table).where(table.c.closed_at.is_(None))
    return await ctx.rows(query.order_by(table.c.at, table.c.id))


async def item(ctx: Ctx, item_id: UUID) -> Any:
    """One of them, or None."""
    return await ctx.row(select(annotation_items).where(annotation_items.c.id == item_id))


async def keep(ctx: Ctx, item_id: UUID, row: dict[str, Any]) -> None:
    """Write a person's label; the one that they gave before is replaced."""
    values = {
        "id": derived_id(item_id, "label", row["user_id"]),
        "business_id": ctx.business_id, "item_id": item_id, "at": ctx.at, **row,
    }  # fmt: skip
    made = insert(annotations).values(values)
    news = {
        name: made.excluded[name]
        for name in ("label", "reasons", "note", "was_first", "role", "who", "at")
    }
    await ctx.db.execute(
        made.on_conflict_do_update(index_elements=["business_id", "item_id", "user_id"], set_=news)
    )


async def withdraw(ctx: Ctx, item_id: UUID, user_id: UUID) -> bool:
    """Take a person's label back; False where there is none."""
    table = annotations
    query = delete(table).where(table.c.item_id == item_id, table.c.user_id == user_id)
    return await ctx.value(query.returning(table.c.id)) is not None


async def labels(ctx: Ctx) -> list[Any]:
    """Every label of everybody, oldest first."""
    return await ctx.rows(select(annotations).order_by(annotations.c.at, annotations.c.id))
