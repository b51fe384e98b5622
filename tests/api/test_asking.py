"""A command asks as the web does: thread, run and log are kept, and no job is left over."""

import psycopg
import pytest

from api import asking
from core.ids import new_id
from domain.access import Actor
from graphs import chat
from memory import db, queue
from memory.ctx import open_ctx
from memory.server import OWNER
from tests.chats import VENTS, kinds, log_of, member, told
from tools.approvals import NoSuchApproval
from tools.runs import Begun, RunId, read_run


@pytest.fixture
async def ada(lasting: Actor) -> Actor:
    """A founder of a business that something is known of."""
    await told(await member(lasting))
    return lasting


async def hear(actor: Actor, text: str) -> tuple[Begun, list[str]]:
    """A question asked here, and the kinds of events heard."""
    begun = await asking.begin(actor, text, "adaptive", None)
    return begun, kinds([event async for event in asking.heard(actor, begun)])


async def test_a_question_is_answered_here_and_leaves_no_job(ada: Actor) -> None:
    begun, heard = await hear(ada, "Why do customers cancel?")
    assert heard == kinds(await log_of(ada, begun.thread_id))
    found = await asking.document(ada, begun.run_id)
    assert VENTS[0] in found["answer"]
    assert (found["known"], found["by"], found["status"]) == (True, "draft", "done")
    async with open_ctx(ada) as ctx:
        assert await queue.waiting(ctx) == 0


async def test_an_error_that_ends_the_answer_is_raised_and_the_run_is_marked(ada: Actor) -> None:
    begun = await asking.begin(ada, "Why do customers cancel?", "adaptive", None)
    with psycopg.connect(db.dsn(OWNER), autocommit=True) as owner:
        owner.execute("delete from team_members where user_id = %s", (ada.user_id,))
    with pytest.raises(chat.NoLongerHere):
        _ = [event async for event in asking.heard(ada, begun)]
    log = await log_of(ada, begun.thread_id)
    assert (kinds(log), log[-1]["message"]) == (["RUN_ERROR"], asking.SORRY)
    async with open_ctx(ada) as ctx:
        assert (await read_run(ctx, RunId(run_id=begun.run_id))).status == "failed"
        assert await queue.waiting(ctx) == 0


async def test_an_act_is_decided_and_its_outcome_told(ada: Actor) -> None:
    begun, _ = await hear(ada, "Note that the invoice tool broke again.")
    (act,) = (await asking.document(ada, begun.run_id))["proposals"]
    decided = await asking.decide(act["id"], {"action": "accept"})
    assert decided["status"] == "accepted"
    assert decided["told"][0].startswith("Done: ")


async def test_words_in_answer_to_an_act_are_answered(ada: Actor) -> None:
    begun, _ = await hear(ada, "Note that the invoice tool broke again.")
    (act,) = (await asking.document(ada, begun.run_id))["proposals"]
    words = {"action": "respond", "words": "Why do customers cancel?"}
    decided = await asking.decide(act["id"], words)
    assert VENTS[0] in decided["next"]["answer"]


async def test_an_approval_that_is_nowhere_is_named(ada: Actor) -> None:
    with pytest.raises(NoSuchApproval):
        await asking.decide(new_id(), {"action": "accept"})


async def test_the_business_is_the_one_named_or_the_newest(ada: Actor) -> None:
    found, guessed = await asking.place(str(ada.business_id))
    assert (found.id, guessed) == (ada.business_id, False)
    newest, _ = await asking.place(None)
    assert newest.id is not None
