"""A form that was sent when the session had ended: kept for its person until it is shown again."""

import json
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, Uuid, delete
from sqlalchemy.dialects.postgresql import insert

from core import security
from memory.ctx import Ctx
from memory.tables import created, global_table

held_forms = global_table(
    "held_forms",
    "what somebody typed before it was known who they are; sealed by the installation's key",
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("words", LargeBinary, nullable=False),
    created(),
)


async def keep(ctx: Ctx, form: dict[str, Any]) -> None:
    """Keep a form for the person of `ctx`, in the place of one before it."""
    words = security.seal(_key(), json.dumps(form).encode(), _place(ctx))
    row = {"user_id": ctx.actor.user_id, "words": words, "created_at": ctx.at}
    write = insert(held_forms).values(row)
    changed = {"words": write.excluded.words, "created_at": write.excluded.created_at}
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["user_id"], set_=changed))


async def take(ctx: Ctx) -> dict[str, Any] | None:
    """The form that is kept for the person of `ctx`, once; None where there is none."""
    mine = delete(held_forms).where(held_forms.c.user_id == ctx.actor.user_id)
    words = await ctx.value(mine.returning(held_forms.c.words))
    return None if words is None else json.loads(security.unseal(_key(), words, _place(ctx)))


def _key() -> bytes:
    return security.installation_key("form")


def _place(ctx: Ctx) -> str:
    return f"held_forms.words:{ctx.actor.user_id}"
