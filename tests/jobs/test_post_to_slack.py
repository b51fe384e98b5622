"""The outbox: what may pass is tried again, what will not be posted loses its words, a dead token
ends the workspace."""

from uuid import UUID

import pytest

from core.ids import new_id
from domain.slack_cards import note
from memory import slack
from tests.slacks import USER, Workspace
from tools.slack_posts import To, say


async def said(place: Workspace) -> UUID:
    """Something in the outbox; what it is about."""
    about = new_id()
    async with place.open() as ctx:
        to = To(await slack.installation(ctx, place.installation_id), USER)
        await say(ctx, to, "told", about, note("Hello."))
    return about


async def test_a_pause_that_slack_asks_for_is_survived(place: Workspace) -> None:
    limited = (429, {"ok": False, "error": "ratelimited"})
    place.fake.fails["chat.postMessage"] = [limited, limited]
    await said(place)
    await place.work()
    assert len(place.fake.of("chat.postMessage")) == 3


@pytest.mark.parametrize(
    ("error", "lives"), [("channel_not_found", True), ("token_revoked", False)]
)
async def test_what_slack_will_not_post_is_dropped(
    place: Workspace, error: str, lives: bool
) -> None:
    place.fake.fails["chat.postMessage"] = [(200, {"ok": False, "error": error})]
    about = await said(place)
    await place.work()
    async with place.open() as ctx:
        row = await slack.post_about(ctx, "told", about, USER)
        installation = await slack.installation(ctx, place.installation_id)
    assert (row.payload, row.posted_at) == (None, None)
    assert error in row.failed
    assert (installation.bot_token is not None) == lives
