"""β through its tool: parts with their condition, items with their sources, all in the budget."""

from datetime import date, timedelta

import pytest

from core.ids import new_id
from domain.access import Actor
from domain.packing import tokens
from memory.ctx import Ctx, acting
from tests import worlds
from tools.beta import About, NotYetADay, compose_context
from tools.receipts import OneId, read_receipt


async def test_what_is_known_comes_in_parts_with_sources(worker: Ctx) -> None:
    await worlds.told(worker)
    known = await compose_context(worker, About(question="pricing page", budget=3000))
    by_part = {one.part: one for one in known.parts}
    assert len(by_part) == 10
    assert by_part["stated"].layer == "static"
    assert by_part["said"].layer == "dynamic"
    assert by_part["beliefs"].layer == "derived"
    said = by_part["said"].items
    assert "pricing page" in said[0].text
    assert said[0].why
    assert by_part["said"].verdict == "fresh"
    assert known.tokens_packed == tokens(known.text) <= 3000
    assert known.ratio == pytest.approx(known.tokens_all / known.tokens_packed, abs=0.06)
    for part in known.parts:
        for one in part.items[:2]:
            assert (await read_receipt(worker, OneId(id=one.id))).id == one.id


async def test_an_empty_business_has_every_part_missing(ctx: Ctx) -> None:
    known = await compose_context(ctx, About())
    assert {one.verdict for one in known.parts} == {"missing"}
    assert (known.text, known.tokens_all, known.tokens_packed) == ("", 0, 0)
    assert len(known.parts[0].wanting) == 35


async def test_a_day_to_come_is_refused(ctx: Ctx) -> None:
    with pytest.raises(NotYetADay, match="none for now"):
        await compose_context(ctx, About(as_of=ctx.at.date() + timedelta(days=2)))
    assert (await compose_context(ctx, About(as_of=date(2020, 1, 1)))).day == date(2020, 1, 1)


async def test_a_colleague_does_not_get_the_private_words_that_a_theme_rests_on(
    worker: Ctx,
) -> None:
    await worlds.told(worker)
    mine = await compose_context(worker, About())
    other = Actor("team", user_id=new_id(), business_id=worker.business_id)
    async with acting(worker.db, other) as colleague:
        theirs = await compose_context(colleague, About())
    assert {one.part for one in theirs.parts} == {one.part for one in mine.parts}
    assert theirs.tokens_all <= mine.tokens_all
