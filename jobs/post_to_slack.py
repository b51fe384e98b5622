"""Post one thing of the outbox: intent, effect, record. No transaction is open while Slack answers.

A process that is killed between the effect and the record posts it a second time: better twice than
never.
"""

from typing import Any

from connectors import slack as border
from domain.access import Actor
from domain.work import PostToSlack
from memory import locks, slack
from memory.ctx import Ctx, open_ctx


async def run(actor: Actor, work: PostToSlack) -> None:
    """Post it, unless that was done, dropped or overtaken. Raises `SlackAway` to be tried again."""
    async with locks.alone("slack_post", work.post_id) as alone:
        if not alone:
            raise locks.HeldElsewhere(f"{work.post_id}.")
        async with open_ctx(actor, read_only=True) as ctx:
            post, place = await _intent(ctx, work)
        if post is None or place is None:
            return
        try:
            said = await _effect(post.payload, place.bot_token)
        except (border.SlackRefused, border.OffTheList) as wrong:
            async with open_ctx(actor) as ctx:
                await _refused(ctx, post, wrong.fields.get("error", wrong.name))
            return
        async with open_ctx(actor) as ctx:
            await slack.posted(ctx, post.id, said.get("channel") or "", said.get("ts") or "")


async def given_up(actor: Actor, work: PostToSlack, why: str) -> None:
    """It was tried too often: its words go."""
    async with open_ctx(actor) as ctx:
        await slack.not_posted(ctx, work.post_id, why)


async def _intent(ctx: Ctx, work: PostToSlack) -> tuple[Any, Any]:
    post = await slack.post(ctx, work.post_id)
    if post is None or post.payload is None:
        return None, None
    place = await slack.installation(ctx, post.installation_id)
    return post, place if place.revoked_at is None and place.bot_token else None


async def _effect(payload: dict[str, Any], token: str) -> dict[str, Any]:
    if payload["method"] == "answer":
        await border.answer(payload["address"], payload["args"])
        return {}
    return await border.call(payload["method"], token, payload["args"])


async def _refused(ctx: Ctx, post: Any, error: str) -> None:
    """Slack will not post it; where the token is none any more, nothing can be posted there."""
    await slack.not_posted(ctx, post.id, error)
    if error in border.TOKEN_GONE:
        await slack.revoke(ctx, post.installation_id, f"Slack said {error}")
        await slack.forget_token(ctx, post.installation_id)
