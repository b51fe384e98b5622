"""A token is handed back before it is forgotten; a living one is left alone."""

from domain.access import worker_for
from domain.work import DropSlackToken
from jobs import drop_slack_token
from memory import slack
from tests.slacks import Workspace


async def test_a_token_goes_with_its_workspace_alone(place: Workspace) -> None:
    assert place.founder.business_id
    actor, work = (
        worker_for(place.founder.business_id),
        DropSlackToken(installation_id=place.installation_id),
    )
    await drop_slack_token.run(actor, work)
    assert place.fake.of("auth.revoke") == []
    async with place.open() as ctx:
        await slack.revoke(ctx, place.installation_id, "disconnected here")
    for _ in range(2):
        await drop_slack_token.run(actor, work)
    assert [call.token for call in place.fake.of("auth.revoke")] == ["xoxb-T1"]
    async with place.open() as ctx:
        assert (await slack.installation(ctx, place.installation_id)).bot_token is None
