"""The board shows what was heard and what came back, to nobody more than they may read."""

from datetime import timedelta

import pytest

from core.ids import new_id
from domain.work import ReinforceBeliefs
from jobs import reinforce_beliefs
from memory import context, outcomes, queue
from memory.ctx import Ctx
from tests.memory.rows import as_actor, in_role
from tests.memory.test_board import ANGRY, GLAD, heard, read
from tools.base import NoSuchCursor, Nothing
from tools.board import (
    BoardAsk,
    Often,
    list_recurrences,
    list_tags,
    offer_care,
    read_as_usual,
    read_board,
    read_vent,
    read_vent_signals,
)
from tools.vents import (
    KeptApart,
    NoSuchVent,
    Vent,
    VentChange,
    VentId,
    edit_vent,
    submit_vent,
    withdraw_vent,
)

CRY = "Nothing works. I want to die."


async def test_a_note_is_being_read_and_then_was_heard(ctx: Ctx) -> None:
    kept = await submit_vent(ctx, Vent(text=ANGRY))
    assert (await read_vent(ctx, VentId(id=kept.id))).state == "reading"
    await read(ctx, kept.id)
    (line,) = (await read_board(ctx, BoardAsk())).items
    assert line.state == "heard"
    assert line.heard
    assert "pricing" in [topic.name for topic in line.heard.topics]
    assert all(topic.quote in ANGRY for topic in line.heard.topics)
    assert line.heard.mentions == 1


async def test_words_are_looked_for_in_sealed_notes(ctx: Ctx) -> None:
    for number in range(5):
        await submit_vent(ctx, Vent(text=f"Note {number} about Gauges.",
                                    at=ctx.at - timedelta(hours=number)))  # fmt: skip
    await submit_vent(ctx, Vent(text="Something else."))
    first = await read_board(ctx, BoardAsk(text="gauges", limit=3))
    second = await read_board(ctx, BoardAsk(text="gauges", limit=3, before=first.next))
    assert [len(first.items), len(second.items), second.next] == [3, 2, None]
    assert (await read_board(ctx, BoardAsk(text="nowhere"))).items == []
    with pytest.raises(NoSuchCursor):
        await read_board(ctx, BoardAsk(before=new_id()))


async def test_a_colleague_sees_no_private_note_nor_that_words_come_from_one(ctx: Ctx) -> None:
    for number in range(3):
        await heard(ctx, f"{ANGRY} Number {number}.", at=ctx.at - timedelta(days=number))
    shared = await heard(ctx, f"{ANGRY} For all.", visibility="team")
    (own,) = (await list_recurrences(ctx, Often())).items
    assert (own.count, own.hidden, own.earlier, len(own.quotes)) == (4, 0, 0, 4)
    (short,) = (await list_recurrences(ctx, Often(mentions=3))).items
    assert (short.earlier, short.quotes, short.label) == (1, own.quotes[1:], own.label)
    assert [one.at for one in own.quotes] == sorted(one.at for one in own.quotes)
    async with as_actor(ctx, in_role(ctx.actor, "team", user_id=new_id())) as other:
        (seen,) = (await list_recurrences(other, Often())).items
        assert (seen.count, seen.hidden) == (4, 3)
        assert [one.source_id for one in seen.quotes] == [shared]
        assert [line.id for line in (await read_board(other, BoardAsk())).items] == [shared]
        assert (await read_vent_signals(other, Nothing())).n == 1


async def test_a_point_that_came_back_leads_to_the_belief_it_moved(worker: Ctx) -> None:
    for number in range(5):
        await heard(worker, f"{ANGRY} Number {number}.", at=worker.at - timedelta(days=number))
    for row in await context.extractions(worker):
        work = ReinforceBeliefs(cause="vent", subject_ids=(str(row.id),))
        await reinforce_beliefs.run(worker, work)
    (card,) = (await list_recurrences(worker, Often())).items
    assert "belief" in {one.kind for one in card.followed}


async def test_a_note_that_nobody_may_read_is_as_if_it_was_not_there(ctx: Ctx) -> None:
    kept = await submit_vent(ctx, Vent(text=GLAD))
    async with as_actor(ctx, in_role(ctx.actor, "team", user_id=new_id())) as other:
        with pytest.raises(NoSuchVent):
            await read_vent(other, VentId(id=kept.id))
    await withdraw_vent(ctx, VentId(id=kept.id))
    assert (await read_vent(ctx, VentId(id=kept.id))).state == "taken_back"
    assert (await read_board(ctx, BoardAsk())).items == []


async def test_a_cry_for_help_is_its_authors_alone_and_used_for_nothing(ctx: Ctx) -> None:
    kept = await submit_vent(ctx, Vent(text=CRY, visibility="team"))
    assert kept.care
    line = await read_vent(ctx, VentId(id=kept.id))
    assert (line.state, line.visibility) == ("apart", "off_record")
    assert await queue.waiting(ctx) == 0
    assert await outcomes.fates(ctx) == {("vent", "set_aside"): 1}
    async with as_actor(ctx, in_role(ctx.actor, "team", user_id=new_id())) as other:
        assert (await read_board(other, BoardAsk())).items == []
    with pytest.raises(KeptApart):
        await edit_vent(ctx, VentChange(id=kept.id, visibility="team"))


async def test_care_is_offered_once(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text=CRY))
    first = await offer_care(ctx, Nothing())
    again = await offer_care(ctx, Nothing())
    assert first.care
    assert (again.care, again.vent_ids) == (None, [])


async def test_words_that_become_a_cry_for_help_are_unlearned(ctx: Ctx) -> None:
    vent = await heard(ctx, ANGRY, visibility="team")
    await edit_vent(ctx, VentChange(id=vent, text=CRY, visibility="team"))
    line = await read_vent(ctx, VentId(id=vent))
    assert (line.state, line.heard) == ("apart", None)


async def test_its_author_may_say_that_it_was_about_work(ctx: Ctx) -> None:
    kept = await submit_vent(ctx, Vent(text=CRY))
    line = await read_as_usual(ctx, VentId(id=kept.id))
    assert (line.state, line.visibility) == ("reading", "private")
    assert await queue.waiting(ctx) == 1
    await edit_vent(ctx, VentChange(id=kept.id, visibility="team"))
    async with as_actor(ctx, in_role(ctx.actor, "team", user_id=new_id())) as other:
        with pytest.raises(NoSuchVent):
            await read_as_usual(other, VentId(id=new_id()))


async def test_hours_moods_lengths_and_new_words_are_told(ctx: Ctx) -> None:
    for days in range(6):
        await heard(ctx, f"{ANGRY} Note {days}.", at=ctx.at - timedelta(days=100 + days))
    for days in range(3):
        await heard(
            ctx, f"The calibration fixtures broke. {days}", at=ctx.at - timedelta(days=days)
        )
    told = await read_vent_signals(ctx, Nothing())
    assert (told.n, sum(told.hours), told.hours[9]) == (9, 9, 9)
    assert {one.word for one in told.new_words} >= {"calibration", "fixtures"}
    assert sum(month.n for month in told.months) == 9
    assert told.mood.n + told.mood.abstained == 9
    assert told.lengths.n == 9


async def test_an_empty_board_has_nothing_to_tell(ctx: Ctx) -> None:
    told = await read_vent_signals(ctx, Nothing())
    assert (told.n, told.late_share, told.months, told.new_words) == (0, None, [], [])
    assert (await list_recurrences(ctx, Often())).items == []
    assert (await list_tags(ctx, Nothing())).tags == []
