"""A delivery is handled once, whatever happens in between."""

from sqlalchemy import select

from domain.access import worker_for
from domain.work import HandleSlackEvent
from jobs import handle_slack_event
from memory import slack
from memory.ctx import open_ctx
from tests.slacks import Workspace


async def test_a_delivery_that_was_handled_is_left_alone(place: Workspace) -> None:
    await place.send(place.message("churn again"))
    await place.work()
    async with place.open() as ctx:
        (row,) = await ctx.rows(select(slack.slack_inbox))
    async with open_ctx(worker_for(row.business_id)) as ctx:
        await handle_slack_event.run(ctx, HandleSlackEvent(delivery_id=row.id))
    await place.work()
    assert len(await place.vents()) == 1
