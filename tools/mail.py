"""Mail: what left, what waits, what failed; and the outbox, where no mail server is set.

The outbox holds links that open accounts, so it is shown on the embedded default alone, and never
in production.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from core.settings import settings
from memory import mail
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool


class NoOutboxHere(NotFound):
    """Mail is not shown on this installation."""


class Newest(Ask):
    """At most how many."""

    limit: int = Field(default=50, ge=1, le=200)


class MailLine(Answer):
    """A mail: `to`, `link` and `values` are gone once it was sent or its link has ended."""

    id: UUID
    kind: str
    status: str
    attempts: int
    error: str | None
    created_at: datetime
    to: str = ""
    language: str = "en"
    values: dict[str, str] = {}
    link: str = ""


class Outbox(Answer):
    """The newest mails; `sends` says whether a mail server is set."""

    items: list[MailLine]
    sends: bool


def shown_here() -> bool:
    """Whether this installation may show its mail: on one machine, and not in production."""
    return settings().embedded and settings().environment == "local"


def keeps_mail() -> bool:
    """Whether mail stays in an outbox that may be looked at, since no mail server is set."""
    return shown_here() and not settings().smtp_url.get_secret_value()


@tool("operations:read")
async def list_mail(ctx: Ctx, ask: Newest) -> Outbox:
    """List the newest mails with their links, on the embedded default alone."""
    if not shown_here():
        raise NoOutboxHere(remedy="Read the mail server's own log.")
    lines = [_line(row) for row in await mail.newest(ctx, ask.limit)]
    return Outbox(items=lines, sends=bool(settings().smtp_url.get_secret_value()))


def _line(row: Any) -> MailLine:
    draft = mail.draft_of(row)
    line = MailLine(
        id=row.id, kind=row.kind, status=row.status, attempts=row.attempts, error=row.error,
        created_at=row.created_at,
    )  # fmt: skip
    if draft is None:
        return line
    words = {name: getattr(draft, name) for name in ("to", "language", "values", "link")}
    return line.model_copy(update=words)
