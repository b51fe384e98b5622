"""Rows of Slack: a delivery once, an installation found by team or organisation, words that go."""

from datetime import timedelta
from uuid import UUID

from core.ids import new_id
from domain.access import Actor
from memory import slack
from memory.ctx import Ctx
from tests.memory.rows import as_actor


async def connected(ctx: Ctx, workspace: str, *, org_wide: bool = False) -> UUID:
    """A workspace that is connected."""
    return await slack.connect(
        ctx, workspace, org_wide=org_wide, name="One", bot_user_id="UB", bot_token="xoxb",
        scopes=[], installed_by=ctx.actor.user_id,
    )  # fmt: skip


async def test_a_team_of_its_own_comes_before_its_organisation(ctx: Ctx) -> None:
    org = await connected(ctx, "E1", org_wide=True)
    assert (await slack.installed(ctx, "T1", "E1")).id == org
    team = await connected(ctx, "T1")
    assert (await slack.installed(ctx, "T1", "E1")).id == team
    assert await slack.installed(ctx, "T2", "E2") is None
    async with as_actor(ctx, Actor("stranger")) as nobody:
        assert await slack.business_of(nobody, "T9", "E1") == ctx.business_id
        assert await slack.business_of(nobody, "E1", "") == ctx.business_id
        assert await slack.business_of(nobody, "", "T1") is None


async def test_a_revoked_workspace_is_found_no_more_and_can_come_back(ctx: Ctx) -> None:
    team = await connected(ctx, "T1")
    assert await slack.revoke(ctx, team, "uninstalled in Slack")
    assert not await slack.revoke(ctx, team, "again")
    await slack.forget_token(ctx, team)
    assert (await slack.installation(ctx, team)).bot_token is None
    assert await slack.business_of(ctx, "T1", "") is None
    assert await connected(ctx, "T1") == team
    assert (await slack.installation(ctx, team)).revoked_at is None


async def test_a_delivery_is_taken_in_once_and_loses_its_words(ctx: Ctx) -> None:
    team = await connected(ctx, "T1")
    one = await slack.take_in(ctx, team, "Ev1", {"text": "words"})
    assert one
    assert await slack.take_in(ctx, team, "Ev1", {"text": "words"}) is None
    assert (await slack.delivery(ctx, one)).body == {"text": "words"}
    await slack.handled(ctx, one)
    assert await slack.delivery(ctx, one) is None
    assert await slack.take_in(ctx, team, "Ev1", {"text": "words"}) is None


async def test_a_ticket_works_once_and_not_for_ever(ctx: Ctx) -> None:
    until = ctx.at + timedelta(minutes=1)
    await slack.give_ticket(ctx, "link", "hash", until, slack_user_id="U1")
    found = await slack.ticket(ctx, "link", "hash")
    assert await slack.ticket(ctx, "install", "hash") is None
    await slack.use_ticket(ctx, found.id)
    assert await slack.ticket(ctx, "link", "hash") is None
    await slack.give_ticket(ctx, "link", "old", ctx.at, slack_user_id="U1")
    assert await slack.ticket(ctx, "link", "old") is None


async def test_a_post_is_put_out_once(ctx: Ctx) -> None:
    team = await connected(ctx, "T1")
    row = {"kind": "told", "about": new_id(), "slack_user_id": "U1", "payload": {"a": 1},
           "installation_id": team}  # fmt: skip
    one = await slack.keep_post(ctx, row)
    assert one
    assert await slack.keep_post(ctx, row) is None
    await slack.posted(ctx, one, "D1", "1.2")
    kept = await slack.post(ctx, one)
    assert (kept.payload, kept.channel, kept.ts) == (None, "D1", "1.2")
