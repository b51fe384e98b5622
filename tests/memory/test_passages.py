"""What may be looked up: everything said, planned and believed; nothing off the record."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from core.ids import new_id
from domain.access import Actor
from memory import inputs, passages
from memory.ctx import Ctx, acting

AT = datetime(2026, 10, 7, tzinfo=UTC)


async def noted(ctx: Ctx, text: str, visibility: str = "team") -> UUID:
    """A note of the person of `ctx`; returns its id."""
    row: dict[str, Any] = {
        "id": new_id(), "text": text, "at": AT, "author_id": ctx.actor.user_id,
        "visibility": visibility, "content_hash": text,
    }  # fmt: skip
    await inputs.keep_vents(ctx, [row])
    return row["id"]


async def test_notes_and_answers_are_passages_and_off_the_record_is_none(ctx: Ctx) -> None:
    await noted(ctx, "Ads again.")
    await noted(ctx, "What if Theo leaves.", "off_record")
    answer = {
        "id": new_id(), "thread_id": new_id(), "turn": 0, "question": "And the prices?",
        "answer": "Crib is $349.", "author_id": ctx.actor.user_id, "at": AT,
    }  # fmt: skip
    await inputs.keep_answer(ctx, answer)
    found = [(one.kind, one.text, one.about) for one in await passages.load(ctx)]
    assert found == [("vent", "Ads again.", ""), ("answer", "Crib is $349.", "And the prices?")]


async def test_the_state_changes_with_every_new_note_and_with_nothing_else(ctx: Ctx) -> None:
    before = await passages.state(ctx)
    assert await passages.state(ctx) == before
    await noted(ctx, "Ads again.")
    assert await passages.state(ctx) != before


async def test_a_private_note_is_readable_by_its_author_alone(ctx: Ctx) -> None:
    await noted(ctx, "I am tired.", "private")
    [one] = await passages.load(ctx)
    assert passages.readable(ctx, one)
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        assert not passages.readable(colleague, one)


async def test_a_long_note_is_cut_and_keeps_all_its_words(ctx: Ctx) -> None:
    await noted(ctx, "The invoice came again and again. " * 60)
    found = await passages.load(ctx)
    assert len(found) > 1
    assert [one.position for one in found] == [*range(len(found))]
    assert all(one.text in one.whole for one in found)


async def test_what_was_taken_back_stands_no_longer(ctx: Ctx) -> None:
    kept, gone = await noted(ctx, "Ads again."), await noted(ctx, "Ads, taken back.")
    await inputs.change_vent(ctx, gone, deleted_at=ctx.at)
    sources = {("vent", kept), ("vent", gone), ("belief", new_id()), ("entry", new_id())}
    assert await passages.standing(ctx, sources) == {("vent", kept)}
