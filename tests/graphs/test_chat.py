"""A question is answered step by step, each told once; it waits for people and survives a kill."""

from domain.access import Actor
from jobs import worker
from memory import runs
from memory.ctx import open_ctx
from tests.chats import VENTS, asked, kinds, log_of, member, told
from tools.chats import ThreadId, read_thread

WHOLE = [
    "RUN_STARTED", "STEP_STARTED", "STEP_FINISHED", "STEP_STARTED", "TEXT_MESSAGE_START",
    "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "audit", "STEP_FINISHED", "MESSAGES_SNAPSHOT",
    "RUN_FINISHED",
]  # fmt: skip


async def test_a_question_is_answered_and_every_step_told_in_order(lasting: Actor) -> None:
    await told(await member(lasting))
    begun = await asked(lasting, "Why do customers cancel?")
    await worker.drain()
    events = await log_of(lasting, begun.thread_id)
    assert [each for each in kinds(events) if not each.startswith("TOOL_CALL")] == WHOLE
    async with open_ctx(lasting, read_only=True) as ctx:
        chat = await read_thread(ctx, ThreadId(thread_id=begun.thread_id))
        assert (await runs.run(ctx, begun.run_id)).status == "done"
    question, answer = chat.messages
    assert (question.role, answer.role, chat.title) == ("user", "assistant", question.text)
    assert VENTS[0] in answer.text
    assert answer.more["citations"][0]["kind"] == "vent"
