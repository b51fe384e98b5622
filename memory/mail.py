"""Mail that waits, was sent or failed: a row first, then a job sends it.

A mail goes to a person, who may belong to no business: its words are sealed by a key of the
installation, and are forgotten when it was sent or its link has ended.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    Text,
    Uuid,
    insert,
    select,
    update,
)

from core import security
from core.ids import new_id
from domain.work import SendMail
from memory import queue
from memory.ctx import Ctx
from memory.tables import created, global_table, moment

mail = global_table(
    "mail",
    "a mail goes to a person, who may belong to no business; sealed by the installation's key",
    Column("id", Uuid, primary_key=True),
    Column("business_id", Uuid, ForeignKey("businesses.id", ondelete="CASCADE")),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE")),
    Column("kind", Text, nullable=False),
    Column("words", LargeBinary),
    Column("status", Text, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    moment("expires_at"),
    moment("sent_at"),
    created(),
)

WAITS = ("waiting", "kept", "failed")
"""States in which a mail may still be sent: new, in the outbox, given up by its job."""


@dataclass(frozen=True)
class Draft:
    """What is to be said to whom; `user_id` is None for somebody without an account."""

    kind: str
    to: str
    language: str = "en"
    values: dict[str, str] = field(default_factory=dict)
    link: str = ""
    user_id: UUID | None = None
    expires_at: datetime | None = None


async def write(ctx: Ctx, draft: Draft) -> UUID:
    """Keep a mail and the job that sends it, in the caller's transaction; returns its id."""
    mail_id = new_id(ctx.at)
    words = {name: getattr(draft, name) for name in ("to", "language", "values", "link")}
    row = {
        "id": mail_id,
        "business_id": ctx.actor.business_id,
        "user_id": draft.user_id,
        "kind": draft.kind,
        "words": security.seal(_key(), json.dumps(words).encode(), _place(mail_id)),
        "expires_at": draft.expires_at,
        "created_at": ctx.at,
    }
    await ctx.db.execute(insert(mail).values(row))
    owner = ctx.actor.business_id or queue.NOBODYS
    await queue.enqueue_for(ctx, owner, SendMail(mail_id=mail_id))
    return mail_id


async def one(ctx: Ctx, mail_id: UUID) -> Row[Any] | None:
    """A mail, or None; locked where something may be written."""
    query = select(mail).where(mail.c.id == mail_id)
    return await ctx.row(query if ctx.read_only else query.with_for_update())


def draft_of(row: Any) -> Draft | None:
    """What a mail says; None when its words were forgotten."""
    if row.words is None:
        return None
    words = json.loads(security.unseal(_key(), row.words, _place(row.id)))
    return Draft(row.kind, **words, user_id=row.user_id, expires_at=row.expires_at)


async def mark(ctx: Ctx, mail_id: UUID, **values: Any) -> None:
    """Write the state of a mail."""
    await ctx.db.execute(update(mail).where(mail.c.id == mail_id).values(**values))


async def forget_expired(ctx: Ctx) -> None:
    """Forget the words of mails whose links have ended."""
    over = (mail.c.expires_at <= ctx.at, mail.c.words.is_not(None))
    await ctx.db.execute(update(mail).where(*over).values(words=None, status="expired"))


async def newest(ctx: Ctx, most: int) -> list[Row[Any]]:
    """The newest mails that whoever runs the installation may see."""
    return await ctx.rows(select(mail).order_by(mail.c.created_at.desc(), mail.c.id).limit(most))


def _key() -> bytes:
    return security.installation_key("mail")


def _place(mail_id: UUID) -> str:
    return f"mail.words:{mail_id}"
