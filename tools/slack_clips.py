"""Voice clips in Slack: fetched with the workspace's token and written down where somebody can.

Where nobody can, the sound is kept sealed until its speaker has typed what was said.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from cdt import hearing
from connectors import slack as border
from core.errors import BadInput, Unavailable
from domain import slack_cards
from domain.access import Actor
from domain.files import ENDINGS, audio_of
from domain.slack_events import Delivery, read
from memory import blobs, slack
from memory.ctx import Ctx, open_ctx
from tools import slack_posts as posts
from tools.slack import actor_of
from tools.slack_notes import Case, keep_note, message_id


async def fetch(worker: Actor, delivery_id: UUID) -> None:
    """Fetch the clip of a delivery and keep it; no transaction is open while Slack answers.

    Raises `SlackAway` where another try may help.
    """
    async with open_ctx(worker) as ctx:
        case = await _case(ctx, delivery_id)
    if case is None:
        return
    clip = case.it.clips[0]
    try:
        if clip.size > border.MOST_BYTES:
            raise border.SlackRefused("The clip is larger than 25 MB.", error="too_large")
        data = await border.fetch(clip.url, case.place.bot_token)
    except (border.SlackRefused, border.OffTheList) as wrong:
        await give_up(worker, delivery_id, f"Your voice clip could not be fetched. {wrong.detail}")
        return
    words = await _written_down(case.place.business_id, data)
    async with open_ctx(worker) as ctx:
        await _keep(ctx, delivery_id, data, words)


async def give_up(worker: Actor, delivery_id: UUID, why: str) -> None:
    """The clip cannot be had: its author is told, and what they wrote beside it is kept."""
    async with open_ctx(worker) as ctx:
        case = await _case(ctx, delivery_id)
        if case is None:
            return
        if case.it.words:
            await keep_note(ctx, case, case.it.words)
        await posts.say(ctx, case.to, "sorry", case.id, slack_cards.note(why))
        await slack.handled(ctx, delivery_id)


async def typed(ctx: Ctx, case: Case, clip_of: UUID) -> None:
    """What was said in a clip, typed by who said it: a note like any other; the sound goes."""
    known = await slack.message(ctx, clip_of)
    if known is None or known.slack_user_id != case.it.user or known.vent_id is not None:
        return
    said: Delivery = replace(
        case.it, kind="note", team=case.place.workspace, channel=known.channel, ts=known.ts
    )
    await keep_note(ctx, replace(case, it=said), case.it.words)
    await forget(ctx, known)


async def forget(ctx: Ctx, message: Any) -> None:
    """Delete the sound of a message."""
    if message.clip:
        await blobs.forget(ctx, message.clip)
        await slack.change_message(ctx, message.id, clip=None)


async def _written_down(business_id: UUID, data: bytes) -> str:
    """What is said in a clip; nothing where nobody can hear it just now."""
    try:
        media = audio_of(data)
        words, _ = await hearing.heard(business_id, (f"clip{ENDINGS[media]}", data, media))
    except (Unavailable, BadInput):
        return ""
    return words.strip()


async def _keep(ctx: Ctx, delivery_id: UUID, data: bytes, words: str) -> None:
    case = await _case(ctx, delivery_id)
    if case is None:
        return
    if words:
        await keep_note(ctx, case, f"{case.it.words}\n{words}".strip())
        await slack.handled(ctx, delivery_id)
        return
    it, about = case.it, message_id(ctx, case.it)
    name = await blobs.put(ctx, about.bytes + data)
    await slack.keep_message(
        ctx, about, installation_id=case.place.id, slack_user_id=it.user, channel=it.channel,
        ts=it.ts, direct=True, clip=name,
    )  # fmt: skip
    await posts.say(ctx, case.to, "clip", about, slack_cards.type_it(f"{about}"))
    await slack.handled(ctx, delivery_id)


async def _case(ctx: Ctx, delivery_id: UUID) -> Case | None:
    """The delivery with its person; None where it is done with, or nobody is there any more."""
    row = await slack.delivery(ctx, delivery_id)
    if row is None:
        return None
    it, place = read(row.body), await slack.installation(ctx, row.installation_id)
    link = await slack.person(ctx, place.id, it.user)
    actor = link and await actor_of(ctx, link)
    if actor is None or place.bot_token is None:
        await slack.handled(ctx, delivery_id)
        return None
    return Case(delivery_id, it, place, link, actor)
