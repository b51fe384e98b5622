"""What a founder says is kept once, sealed, and read later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.errors import BadInput, TooLarge
from core.text import clean_text
from domain.access import Actor, ScopeMissing
from memory import outcomes, queue
from memory.ctx import Ctx
from tools.vents import Listing, Vent, VentBatch, list_vents, submit_vent, submit_vents


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


@given(st.text(st.characters(), max_size=200))
def test_cleaning_is_stable_and_always_storable(words: str) -> None:
    cleaned = clean_text(words)
    assert clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")
