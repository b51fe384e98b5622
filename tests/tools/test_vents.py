"""What a founder says is kept once, sealed, and read later."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.clock import SimulatedClock
from core.errors import BadInput, TooLarge
from core.ids import new_id
from core.text import clean_text
from domain.access import Actor, ScopeMissing
from domain.work import ExtractContext
from jobs import extract_context
from memory import context, inputs, outcomes, queue
from memory.ctx import Ctx
from tools.base import Nothing
from tools.vents import (
    RESTORE_WINDOW,
    Listing,
    NoSuchVent,
    Vent,
    VentBatch,
    VentChange,
    VentGone,
    VentId,
    edit_vent,
    list_vents,
    list_withdrawn_vents,
    purge,
    restore_vent,
    submit_vent,
    submit_vents,
    withdraw_vent,
)


async def test_a_vent_comes_back_as_it_was_said(ctx: Ctx) -> None:
    kept = await submit_vent(ctx, Vent(text="Nobody answers our cold mails.", tags=["email"]))
    page = await list_vents(ctx, Listing())
    assert kept.new
    assert [(line.text, line.tags) for line in page.items] == [
        ("Nobody answers our cold mails.", ["email"])
    ]


async def test_the_same_vent_twice_is_kept_once(ctx: Ctx) -> None:
    vent = Vent(text="Churn again.", at=ctx.at)
    assert (await submit_vent(ctx, vent)).new
    assert not (await submit_vent(ctx, vent)).new
    assert await queue.waiting(ctx) == 1


async def test_off_the_record_is_kept_for_its_author_and_used_for_nothing(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text="I want to quit.", visibility="off_record"))
    assert await queue.waiting(ctx) == 0
    assert await outcomes.fates(ctx) == {("vent", "set_aside"): 1}


async def test_words_are_stored_sealed(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text="A very secret worry."))
    raw = await ctx.value(text("select text from vent_entries"))
    assert b"secret" not in bytes(raw)


@pytest.mark.parametrize("words", ["", "   \n", "\x00"])
async def test_nothing_said_is_refused(ctx: Ctx, words: str) -> None:
    with pytest.raises(BadInput, match="empty"):
        await submit_vent(ctx, Vent(text=words))


async def test_ten_megabytes_are_refused_with_the_limit(ctx: Ctx) -> None:
    with pytest.raises(TooLarge, match="2,000,000"):
        await submit_vent(ctx, Vent(text="a" * 10_000_000))


async def test_an_evaluator_may_not_vent(ctx: Ctx) -> None:
    stranger = Ctx(Actor("evaluator", business_id=ctx.business_id), ctx.db)
    with pytest.raises(ScopeMissing, match="inputs:write"):
        await submit_vent(stranger, Vent(text="hello"))


async def test_a_page_ends_where_the_next_begins(ctx: Ctx) -> None:
    vents = [Vent(text=f"Thought {n}", id=str(n)) for n in range(5)]
    await submit_vents(ctx, VentBatch(vents=vents))
    first = await list_vents(ctx, Listing(limit=3))
    second = await list_vents(ctx, Listing(limit=3, after=first.next))
    assert len(first.items) == 3
    assert len(second.items) == 2
    assert second.next is None


async def heard(worker: Ctx, text: str = "Churn went up because onboarding drags on.") -> UUID:
    """A vent of the worker's business that was read; returns its id."""
    vent = await submit_vent(worker, Vent(text=text))
    await _read(worker, vent.id)
    return vent.id


async def _read(worker: Ctx, vent_id: UUID) -> None:
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent_id,)))


async def test_what_was_taken_back_lies_in_the_trash_and_nothing_is_read_from_it(
    worker: Ctx,
) -> None:
    vent = await heard(worker)
    gone = await withdraw_vent(worker, VentId(id=vent))
    await _read(worker, vent)
    assert gone.restore_until == worker.at + RESTORE_WINDOW
    assert (await list_vents(worker, Listing())).items == []
    assert [line.id for line in (await list_withdrawn_vents(worker, Nothing())).items] == [vent]
    assert await context.extractions(worker) == []
    assert await outcomes.fates(worker) == {("vent", "set_aside"): 1}
    assert await withdraw_vent(worker, VentId(id=vent)) == gone


async def test_a_restored_vent_is_read_again(worker: Ctx) -> None:
    vent = await heard(worker)
    before = await context.extractions(worker)
    await withdraw_vent(worker, VentId(id=vent))
    assert (await restore_vent(worker, VentId(id=vent))).id == vent
    assert await outcomes.fates(worker) == {("vent", "waiting"): 1}
    await _read(worker, vent)
    assert await context.extractions(worker) == before
    assert (await list_withdrawn_vents(worker, Nothing())).items == []


async def test_other_words_are_read_in_place_of_the_old(worker: Ctx) -> None:
    vent = await heard(worker)
    change = VentChange(id=vent, text="Our prices confuse everybody who asks.", tags=["pricing"])
    line = await edit_vent(worker, change)
    assert (line.text, line.tags) == (change.text, ["pricing"])
    assert await context.extractions(worker) == []
    await _read(worker, vent)
    (row,) = await context.extractions(worker)
    assert "pricing" in row.topics


async def test_an_edit_while_the_old_words_are_read_leaves_nothing_of_them(worker: Ctx) -> None:
    vent = await heard(worker)
    row = await inputs.words_of(worker, "vent", vent)
    await edit_vent(worker, VentChange(id=vent, text="Something else."))
    assert await inputs.moved_on(worker, {vent: row.text}) == {vent}
    assert await inputs.moved_on(worker, {vent: "Something else."}) == set()


async def test_off_the_record_is_unlearned_and_back_on_it_is_read(worker: Ctx) -> None:
    vent = await heard(worker)
    await edit_vent(worker, VentChange(id=vent, visibility="off_record"))
    assert await context.extractions(worker) == []
    assert await outcomes.fates(worker) == {("vent", "set_aside"): 1}
    await edit_vent(worker, VentChange(id=vent, visibility="team"))
    await _read(worker, vent)
    assert len(await context.extractions(worker)) == 1


async def test_a_change_of_tags_alone_unlearns_nothing(worker: Ctx) -> None:
    vent = await heard(worker)
    await edit_vent(worker, VentChange(id=vent, tags=["x"], visibility="team"))
    assert len(await context.extractions(worker)) == 1


async def test_only_its_author_takes_a_vent_back_or_changes_it(ctx: Ctx) -> None:
    vent = await submit_vent(ctx, Vent(text="Mine.", visibility="team"))
    partner = Ctx(Actor("founder", user_id=new_id(), business_id=ctx.business_id), ctx.db)
    for act, ask in (
        (withdraw_vent, VentId(id=vent.id)),
        (restore_vent, VentId(id=vent.id)),
        (edit_vent, VentChange(id=vent.id, text="Yours.")),
        (withdraw_vent, VentId(id=new_id())),
    ):
        with pytest.raises(NoSuchVent):
            await act(partner, ask)


async def test_after_thirty_days_the_words_are_forgotten(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    vent = await heard(worker)
    await withdraw_vent(worker, VentId(id=vent))
    assert not await purge(worker, vent)
    simulated.move_to(worker.at + RESTORE_WINDOW)
    assert await purge(worker, vent)
    assert (await inputs.vent(worker, vent)).text == ""
    with pytest.raises(VentGone):
        await restore_vent(worker, VentId(id=vent))


async def test_saying_it_again_the_same_day_brings_it_back(ctx: Ctx) -> None:
    vent = Vent(text="Nobody answers.")
    kept = await submit_vent(ctx, vent)
    await withdraw_vent(ctx, VentId(id=kept.id))
    await submit_vent(ctx, vent)
    assert [line.id for line in (await list_vents(ctx, Listing())).items] == [kept.id]


async def test_a_delivery_under_its_own_key_does_not_bring_it_back(ctx: Ctx) -> None:
    vent = Vent(text="Nobody answers.", id="slack:1")
    kept = await submit_vent(ctx, vent)
    await withdraw_vent(ctx, VentId(id=kept.id))
    await submit_vent(ctx, vent)
    assert (await list_vents(ctx, Listing())).items == []


@given(st.text(st.characters(), max_size=200))
def test_cleaning_is_stable_and_always_storable(words: str) -> None:
    cleaned = clean_text(words)
    assert clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")
