"""Every night: what is older than its window loses its words; what was removed is told in numbers.

Vents, answers and notes lose words and names and stay counted; archives, recordings and chats go.
"""

from datetime import timedelta

from cdt import erasing
from domain.retention import Kind
from domain.work import RemoveOldWords
from memory import blobs, exports, retention
from memory.ctx import Ctx

SAID: dict[Kind, str] = {"vents": "vent", "answers": "answer", "transcripts": "activity"}


async def run(ctx: Ctx, work: RemoveOldWords) -> None:
    """Remove what its window has passed; a second run finds nothing more."""
    rules = await retention.rules(ctx)
    for kind, source in SAID.items():
        if (days := rules[kind]) is not None:
            before = ctx.at - timedelta(days=days)
            old = await retention.old_inputs(ctx, source, before)
            for each in old:
                await erasing.erase_input(ctx, source, each, "anonymise")
            await retention.tell(ctx, kind, "window", len(old))
    if (days := rules["chats"]) is not None:
        gone = await retention.drop_chats(ctx, ctx.at - timedelta(days=days))
        await retention.tell(ctx, "chats", "window", gone)
    if (days := rules["pulls"]) is not None:
        gone = await retention.drop_pulls(ctx, ctx.at - timedelta(days=days))
        await retention.tell(ctx, "pulls", "window", gone)
    gone = await retention.drop_mail(ctx, ctx.at - timedelta(days=rules["mail"] or 0))
    await retention.tell(ctx, "mail", "window", gone)
    await _drop_audio(ctx, rules["audio"] or 0)
    await _drop_exports(ctx)


async def _drop_audio(ctx: Ctx, days: int) -> None:
    """A recording goes once it has its transcript (product X9)."""
    old = await retention.audio_of(ctx, ctx.at - timedelta(days=days))
    for row in old:
        await blobs.forget(ctx, row.blob)
        await retention.drop_audio(ctx, row.id)
    await retention.tell(ctx, "audio", "window", len(old))


async def _drop_exports(ctx: Ctx) -> None:
    ended = [row for row in await exports.listed(ctx, "ready") if row.expires_at <= ctx.at]
    for row in ended:
        await blobs.forget(ctx, row.blob)
        await exports.change(ctx, row.id, status="expired", blob=None)
    await retention.tell(ctx, "exports", "window", len(ended))
