"""A workspace was disconnected: its token is handed back to Slack and forgotten."""

from contextlib import suppress

from connectors import slack as border
from domain.access import Actor
from domain.work import DropSlackToken
from memory import slack
from memory.ctx import open_ctx


async def run(actor: Actor, work: DropSlackToken) -> None:
    """Revoke the token with Slack, then forget it; one that is gone already changes nothing."""
    async with open_ctx(actor, read_only=True) as ctx:
        place = await slack.installation(ctx, work.installation_id)
    if place is None or place.bot_token is None or place.revoked_at is None:
        return
    with suppress(border.SlackRefused):
        await border.call("auth.revoke", place.bot_token, {})
    await given_up(actor, work, "")


async def given_up(actor: Actor, work: DropSlackToken, why: str) -> None:
    """Slack was not told; the token is forgotten here all the same."""
    async with open_ctx(actor) as ctx:
        await slack.forget_token(ctx, work.installation_id)
