"""Hand one mail to the mail server: no transaction is open while the server speaks."""

from connectors import mail as post
from connectors.mail import Letter, MailRefused
from core.settings import settings
from domain.access import Actor
from domain.work import SendMail
from memory import mail
from memory.ctx import open_ctx
from memory.mail import WAITS


async def run(actor: Actor, work: SendMail) -> None:
    """Send a mail that still waits. Without a mail server it stays in the outbox.

    A server that refuses it for good ends it; one that is away is asked again by the queue.
    """
    async with open_ctx(actor) as ctx:
        await mail.forget_expired(ctx)
        row = await mail.one(ctx, work.mail_id)
        draft = mail.draft_of(row) if row else None
        if row is None or draft is None or row.status not in WAITS:
            return
        if not settings().smtp_url.get_secret_value():
            await mail.mark(ctx, work.mail_id, status="kept")
            return
        await mail.mark(ctx, work.mail_id, status="waiting", attempts=row.attempts + 1)
    letter = Letter(draft.kind, draft.to, draft.language, draft.values, draft.link)
    try:
        await post.send(post.message(letter, f"{work.mail_id}"))
    except MailRefused as wrong:
        async with open_ctx(actor) as ctx:
            await mail.mark(ctx, work.mail_id, status="refused", error=wrong.detail, words=None)
        return
    async with open_ctx(actor) as ctx:
        sent = {"status": "sent", "sent_at": ctx.at, "words": None, "error": None}
        await mail.mark(ctx, work.mail_id, **sent)


async def given_up(actor: Actor, work: SendMail, why: str) -> None:
    """The job is put aside: the mail failed, and is sent when somebody replays the job."""
    async with open_ctx(actor) as ctx:
        await mail.mark(ctx, work.mail_id, status="failed", error=why)
