"""A mail server on loopback for tests: keeps what it is given, and refuses as often as it is told.

And the outbox: what was written to an address, as the mail would say it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope

from core import settings
from domain.access import Actor
from memory import mail
from memory.ctx import open_ctx
from memory.mail import Draft


class Box:
    """What arrived; `answers` are given first, one for each mail, before mails are taken."""

    def __init__(self, *answers: str) -> None:
        self.answers = [*answers]
        self.mails: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        """Take a mail, or say why not."""
        if self.answers:
            return self.answers.pop(0)
        self.envelopes.append(envelope)
        read = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
        self.mails.append(cast(EmailMessage, read))
        return "250 kept"


@asynccontextmanager
async def mail_server(*answers: str) -> AsyncIterator[Box]:
    """A server that the settings name while the block runs."""
    box = Box(*answers)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings.use(smtp_url=f"smtp://127.0.0.1:{port}")
    try:
        yield box
    finally:
        settings.use(smtp_url="")
        server.close()


async def letters_to(address: str) -> list[Draft]:
    """What was written to an address and is still in the outbox, newest first."""
    async with open_ctx(Actor("operator")) as ctx:
        drafts = [mail.draft_of(row) for row in await mail.newest(ctx, 100_000)]
    return [draft for draft in drafts if draft is not None and draft.to == address]


async def secret_to(address: str, kind: str) -> str:
    """The secret of the newest link of a kind that was mailed to an address."""
    (newest, *_) = [draft for draft in await letters_to(address) if draft.kind == kind]
    return newest.link.rpartition("/")[2]
