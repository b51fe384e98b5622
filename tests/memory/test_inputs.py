"""What people put in is kept as it was said, once, and read back by kind."""

from typing import Any

import pytest

from core.ids import new_id
from memory import inputs
from memory.ctx import Ctx


def vent(ctx: Ctx, words: str, **changes: Any) -> dict[str, Any]:
    """A row for a vent."""
    return {"id": new_id(), "text": words, "at": ctx.at, "content_hash": words, **changes}


async def test_the_same_words_are_kept_once(ctx: Ctx) -> None:
    first = vent(ctx, "Nobody answers.")
    assert await inputs.keep_vents(ctx, [first]) == [first["id"]]
    again, new = vent(ctx, "Nobody answers."), vent(ctx, "Churn.")
    assert await inputs.keep_vents(ctx, [again, new]) == [new["id"]]
    assert await inputs.keep_vents(ctx, []) == []


async def test_a_vent_that_was_taken_back_is_not_listed(ctx: Ctx) -> None:
    rows = [vent(ctx, "stays"), vent(ctx, "goes", deleted_at=ctx.at)]
    await inputs.keep_vents(ctx, [rows[0]])
    await inputs.keep_vents(ctx, [rows[1]])
    assert [row.text for row in await inputs.vents(ctx)] == ["stays"]


@pytest.mark.parametrize("words", ["🙂 مرحبا", 'quote " and \\', "a\nb\tc", "x" * 100_000])
async def test_words_come_back_as_they_were_said(ctx: Ctx, words: str) -> None:
    row = vent(ctx, words, author_id=ctx.actor.user_id, visibility="team")
    await inputs.keep_vents(ctx, [row])
    found = await inputs.words_of(ctx, "vent", row["id"])
    assert found is not None
    assert (found.text, found.author_id, found.visibility) == (words, ctx.actor.user_id, "team")


async def test_notes_of_an_activity_are_the_teams(ctx: Ctx) -> None:
    row = {"id": new_id(), "kind": "rant_round", "at": ctx.at, "notes": "We all hate the CRM.",
           "content_hash": "a1"}  # fmt: skip
    assert await inputs.keep_activity(ctx, row) == [row["id"]]
    assert await inputs.keep_activity(ctx, {**row, "id": new_id()}) == []
    found = await inputs.words_of(ctx, "activity", row["id"])
    assert found is not None
    assert (found.text, found.visibility) == ("We all hate the CRM.", "team")


async def test_answers_stand_in_the_order_of_the_interview(ctx: Ctx) -> None:
    thread = new_id()
    for turn, answer in enumerate(["Quillmark", None, "Twelve people"]):
        row = {"id": new_id(), "thread_id": thread, "turn": turn, "question": f"Q{turn}",
               "answer": answer, "at": ctx.at}  # fmt: skip
        assert await inputs.keep_answer(ctx, row) == [row["id"]]
    answers = await inputs.answers(ctx)
    assert [row.answer for row in answers] == ["Quillmark", None, "Twelve people"]
    found = await inputs.words_of(ctx, "answer", answers[0].id)
    assert found is not None
    assert found.visibility == "private"


async def test_an_unknown_input_has_no_words(ctx: Ctx) -> None:
    assert await inputs.words_of(ctx, "vent", new_id()) is None
