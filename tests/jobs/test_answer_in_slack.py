"""What was heard is told once for each wording of a note, and not of one that is gone."""

from core.ids import new_id
from domain.access import worker_for
from domain.work import AnswerInSlack
from jobs import answer_in_slack
from memory.ctx import open_ctx
from tests.slacks import Workspace


async def test_an_answer_is_given_once(place: Workspace) -> None:
    await place.send(place.message("churn again"))
    await place.work()
    (vent,) = await place.vents()
    for vent_id in (vent.id, new_id()):
        async with open_ctx(worker_for(vent.business_id)) as ctx:
            await answer_in_slack.run(ctx, AnswerInSlack(vent_id=vent_id))
        await place.work()
    said = place.fake.of("chat.update", "chat.postMessage")
    assert sum("what I heard" in call.args["text"] for call in said) == 1
