"""A question: asked, answered from what was told, and an act that the answer proposed approved."""

from uuid import UUID

from memory import people
from tests.chats import VENTS, kinds, log_of
from tests.walks.conftest import Walk
from tools.approvals import Decision, decide
from tools.base import Nothing
from tools.chats import NewThread, ThreadId, read_thread, start_thread
from tools.receipts import OneId, check_evidence, read_receipt
from tools.runs import Begun, NewQuestion, Pending, ask_question, list_approvals
from tools.vents import Listing, Vent, VentBatch, list_vents, submit_vents


async def asked(walk: Walk, text: str, thread_id: UUID | None = None) -> Begun:
    """A question in a chat, answered."""
    async with walk.open() as ctx:
        chosen = thread_id or (await start_thread(ctx, NewThread())).id
        begun = await ask_question(ctx, NewQuestion(thread_id=chosen, text=text))
    await walk.work()
    return begun


async def test_a_question_is_answered_from_evidence_and_its_act_approved(walk: Walk) -> None:
    user_id = UUID(str(walk.founder.user_id))
    async with walk.open() as ctx:
        await people.make_user(ctx, f"{user_id}@example.org", "Ada", "hash")
        await people.join(ctx, user_id, "founder")
        await submit_vents(ctx, VentBatch(vents=[Vent(text=text) for text in VENTS]))
    await walk.work()
    begun = await asked(walk, "Why do customers cancel?")
    async with walk.open() as ctx:
        talk = await read_thread(ctx, ThreadId(thread_id=begun.thread_id))
        receipt = await read_receipt(ctx, OneId(id=talk.messages[-1].id))
    answer = talk.messages[-1]
    assert "onboarding takes too long" in answer.text
    assert answer.more["by"] == ("model" if walk.refined else "draft")
    assert receipt.chain[-1].text == VENTS[0]

    await asked(walk, "Note that the invoice tool broke again.", begun.thread_id)
    async with walk.open() as ctx:
        (act,) = (await list_approvals(ctx, Pending(thread_id=begun.thread_id))).items
        await decide(ctx, act.id, Decision(action="accept"))
    await walk.work()
    async with walk.open() as ctx:
        notes = [one.text for one in (await list_vents(ctx, Listing())).items]
        talk = await read_thread(ctx, ThreadId(thread_id=begun.thread_id))
        health = await check_evidence(ctx, Nothing())
    assert len(notes) == len(VENTS) + 1
    assert talk.messages[-1].text.startswith("Done: ")
    assert health.total == health.resolved
    assert kinds(await log_of(walk.founder, begun.thread_id))[-1] == "RUN_FINISHED"
    assert {"QuestionAsked", "AnswerGiven", "ApprovalAnswered"} <= {
        name for name in ("QuestionAsked", "AnswerGiven", "ApprovalAnswered")
        if await walk.facts(name)
    }  # fmt: skip
