"""A thread belongs to one business, is found by its key and closed for good."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from core.ids import new_id
from memory import checkpoints, threads
from memory.ctx import Ctx
from memory.threads import Saying
from tests.memory.rows import as_actor, founder_of


async def test_the_same_key_finds_the_same_thread(ctx: Ctx) -> None:
    first = await threads.start(ctx, "onboarding", "first")
    assert await threads.start(ctx, "onboarding", "first") == first
    assert await threads.start(ctx, "onboarding", "second") != first
    assert await threads.start(ctx, "chat") != await threads.start(ctx, "chat")


async def test_a_thread_is_closed_for_good(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, "onboarding")
    assert (await threads.thread(ctx, thread_id)).status == "open"
    await threads.close(ctx, thread_id)
    assert (await threads.thread(ctx, thread_id)).status == "closed"


async def test_nobody_finds_the_thread_of_another_business(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, "onboarding", "first")
    async with as_actor(ctx, founder_of(new_id())) as other:
        assert await threads.thread(other, thread_id) is None
        assert checkpoints.key_of(other, thread_id) != checkpoints.key_of(ctx, thread_id)


async def said(ctx: Ctx, thread_id: UUID, text: str, parent: UUID | None, **more: Any) -> UUID:
    """A message of the person's."""
    return await threads.say(ctx, thread_id, Saying("user", {"text": text}, parent, **more))


async def texts(ctx: Ctx, end: UUID | None) -> list[str]:
    """The words of a branch."""
    return [row.content["text"] for row in await threads.branch(ctx, end)]


async def test_an_edit_branches_and_the_branch_shown_ends_at_the_head(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, threads.CHAT)
    first = await said(ctx, thread_id, "one", None)
    old = await said(ctx, thread_id, "two", first)
    new = await said(ctx, thread_id, "three", first, turns=True)
    row = await threads.chat(ctx, thread_id)
    assert await texts(ctx, row.head_id) == ["one", "three"]
    assert await texts(ctx, old) == ["one", "two"]
    assert {*(await threads.siblings(ctx, thread_id))[first]} == {old, new}


async def test_a_message_on_another_branch_does_not_change_what_is_shown(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, threads.CHAT)
    first = await said(ctx, thread_id, "one", None)
    shown = await said(ctx, thread_id, "two", first)
    await said(ctx, thread_id, "beside", first)
    assert (await threads.chat(ctx, thread_id)).head_id == shown


async def test_a_message_with_an_id_is_written_once(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, threads.CHAT)
    one = new_id()
    for text in ("first", "second"):
        await said(ctx, thread_id, text, None, id=one)
    assert await texts(ctx, one) == ["first"]


async def test_a_chat_is_its_persons_own(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, threads.CHAT)
    message_id = await said(ctx, thread_id, "mine", None)
    colleague = replace(ctx.actor, role="team", user_id=new_id())
    async with as_actor(ctx, colleague) as other:
        assert await threads.chat(other, thread_id) is None
        assert await threads.message(other, message_id) is None
        assert await threads.written(other) == []
        assert await threads.chats_after(other, None, 10, status="open") == []
    assert await threads.count(ctx) == 1
