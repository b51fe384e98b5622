"""Chats are begun, named, put away, branched and searched, each by its own person alone."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.errors import NotFound
from core.ids import new_id
from memory import runs
from memory.ctx import Ctx
from tests.memory.rows import as_actor
from tools.chats import (
    BranchEnd,
    NewThread,
    Shelf,
    Sought,
    ThreadAway,
    ThreadId,
    ThreadName,
    archive_thread,
    list_threads,
    read_thread,
    rename_thread,
    search_threads,
    show_branch,
    start_thread,
)
from tools.runs import Edited, NewQuestion, RunId, ask_question, edit_question, stop_run


async def test_a_chat_takes_its_title_from_its_first_question(ctx: Ctx) -> None:
    thread = await start_thread(ctx, NewThread())
    await ask_question(ctx, NewQuestion(thread_id=thread.id, text="Why do  customers\nleave?"))
    assert (await read_thread(ctx, ThreadId(thread_id=thread.id))).title == (
        "Why do customers leave?"
    )
    named = await rename_thread(ctx, ThreadName(thread_id=thread.id, title="Churn"))
    assert named.title == "Churn"


async def test_chats_are_listed_newest_first_and_put_away(ctx: Ctx) -> None:
    ids = [(await start_thread(ctx, NewThread(title=f"{n}"))).id for n in range(3)]
    ids.sort(reverse=True)
    first = await list_threads(ctx, Shelf(limit=2))
    assert [one.id for one in first.items] == ids[:2]
    rest = await list_threads(ctx, Shelf(after=first.next))
    assert ([one.id for one in rest.items], rest.next) == (ids[2:], None)
    await archive_thread(ctx, ThreadAway(thread_id=ids[0]))
    assert [one.id for one in (await list_threads(ctx, Shelf())).items] == ids[1:]
    assert [one.id for one in (await list_threads(ctx, Shelf(archived=True))).items] == ids[:1]


async def test_the_old_branch_of_an_edited_question_is_shown_again(ctx: Ctx) -> None:
    thread = await start_thread(ctx, NewThread())
    first = await ask_question(ctx, NewQuestion(thread_id=thread.id, text="one"))
    await stop_run(ctx, RunId(run_id=first.run_id))
    await _end(ctx, first.run_id)
    second = await edit_question(ctx, Edited(message_id=first.question_id, text="two"))
    talk = await read_thread(ctx, ThreadId(thread_id=thread.id))
    assert [one.text for one in talk.messages] == ["two"]
    assert {*talk.messages[0].beside} == {first.question_id, second.question_id}
    await show_branch(ctx, BranchEnd(thread_id=thread.id, message_id=first.question_id))
    talk = await read_thread(ctx, ThreadId(thread_id=thread.id))
    assert [one.text for one in talk.messages] == ["one"]


async def test_words_are_found_in_ones_own_chats_alone(ctx: Ctx) -> None:
    thread = await start_thread(ctx, NewThread())
    await ask_question(ctx, NewQuestion(thread_id=thread.id, text="Why did the WEBINAR cost so?"))
    (hit,) = (await search_threads(ctx, Sought(query="cost webinar"))).items
    assert (hit.thread_id, hit.role) == (thread.id, "user")
    assert "WEBINAR" in hit.excerpt
    assert (await search_threads(ctx, Sought(query="webinar podcast"))).items == []
    async with as_actor(ctx, replace(ctx.actor, user_id=new_id())) as other:
        assert (await search_threads(other, Sought(query="webinar"))).items == []
        with pytest.raises(NotFound):
            await read_thread(other, ThreadId(thread_id=thread.id))


async def _end(ctx: Ctx, run_id: UUID) -> None:
    await runs.change(ctx, run_id, status="stopped")
