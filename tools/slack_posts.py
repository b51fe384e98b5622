"""What the app says in Slack goes through an outbox: written with its cause, posted by a job."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.slack_blocks import Block
from domain.slack_cards import Card
from domain.work import PostToSlack
from memory import queue, slack
from memory.ctx import Ctx

_BARE = {"unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True)
class To:
    """Whom something is said to: an installation and a Slack account there."""

    place: Any
    user: str


async def say(ctx: Ctx, to: To, kind: str, about: UUID, card: Card, *, channel: str = "") -> bool:
    """Say something to one person, in the talk between them and the app; once per kind and subject.

    `channel` may name that talk. False when it was said before.
    """
    args = {"channel": channel or to.user, **shown(card), **_BARE}
    return await _put(ctx, to, (kind, about), {"method": "chat.postMessage", "args": args})


async def whisper(ctx: Ctx, to: To, about: UUID, card: Card, channel: str) -> bool:
    """Say something in a channel that only one person sees."""
    args = {"channel": channel, "user": to.user, **shown(card)}
    return await _put(ctx, to, ("whisper", about), {"method": "chat.postEphemeral", "args": args})


async def instead(ctx: Ctx, to: To, kind: str, about: UUID, card: Card, *, of: Any) -> bool:
    """Say something in place of an earlier post; one that was not posted yet never will be."""
    if of is not None and of.posted_at is not None and of.ts:
        args = {"channel": of.channel, "ts": of.ts, **shown(card)}
        return await _put(ctx, to, (kind, about), {"method": "chat.update", "args": args})
    if of is not None and of.payload is not None:
        await slack.not_posted(ctx, of.id, "overtaken")
    return await say(ctx, to, kind, about, card)


async def reply(ctx: Ctx, to: To, about: UUID, card: Card, address: str) -> bool:
    """Answer a button at the address that came with it, in place of the message it stood in."""
    args = {"replace_original": True, **shown(card)}
    payload = {"method": "answer", "address": address, "args": args}
    return await _put(ctx, to, ("reply", about), payload)


async def show_home(ctx: Ctx, to: To, about: UUID, view: Block) -> bool:
    """Show somebody their Home tab."""
    payload = {"method": "views.publish", "args": {"user_id": to.user, "view": view}}
    return await _put(ctx, to, ("home", about), payload)


def shown(card: Card) -> dict[str, Any]:
    """A card as Slack takes it."""
    return {"text": card.text, "blocks": list(card.blocks)}


async def _put(ctx: Ctx, to: To, what: tuple[str, UUID], payload: dict[str, Any]) -> bool:
    kind, about = what
    row = {"kind": kind, "about": about, "slack_user_id": to.user, "payload": payload,
           "installation_id": to.place.id}  # fmt: skip
    post_id = await slack.keep_post(ctx, row)
    if post_id is None:
        return False
    await queue.enqueue(ctx, [PostToSlack(post_id=post_id)])
    return True
