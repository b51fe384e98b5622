"""Nobody who said nothing hears of it."""

from domain.access import worker_for
from domain.work import SendSlackDigests
from jobs import send_slack_digests
from memory.ctx import open_ctx
from tests.slacks import USER, Workspace


async def test_a_silent_week_is_not_told(place: Workspace) -> None:
    assert place.founder.business_id
    async with open_ctx(worker_for(place.founder.business_id)) as ctx:
        await send_slack_digests.run(ctx, SendSlackDigests(week="2026-W44"))
    await place.work()
    assert place.fake.said_to(USER) == []
