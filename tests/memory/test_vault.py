"""Words that were opened are at hand; what was taken back is handed to nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from core.ids import new_id
from memory import generations, keys, vault, vectors
from memory.ctx import Ctx, acting
from tests.memory.test_vectors import a_chunk


class Fetching:
    """What is read from Postgres, and how often."""

    def __init__(self) -> None:
        self.asked: list[UUID] = []

    async def __call__(self, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
        self.asked += ids
        return {one: f"words of {one}" for one in ids}


async def test_the_second_look_up_asks_postgres_for_nothing(ctx: Ctx) -> None:
    fetch, one, before = Fetching(), new_id(), replace(vault.tally)
    for _ in range(2):
        assert await vault.look_up(ctx, {one: "1"}, fetch) == {one: f"words of {one}"}
    assert fetch.asked == [one]
    assert (vault.tally.asked, vault.tally.at_hand) == (before.asked + 2, before.at_hand + 1)


async def test_another_version_of_a_row_is_read_anew(ctx: Ctx) -> None:
    fetch, one = Fetching(), new_id()
    await vault.look_up(ctx, {one: "1"}, fetch)
    await vault.look_up(ctx, {one: "2"}, fetch)
    assert fetch.asked == [one, one]


async def test_a_new_key_starts_an_empty_shelf(ctx: Ctx) -> None:
    fetch, one = Fetching(), new_id()
    await vault.look_up(ctx, {one: "1"}, fetch)
    await keys.change(ctx.db, ctx.business_id)
    async with acting(ctx.db, ctx.actor) as later:
        await vault.look_up(later, {one: "1"}, fetch)
    assert fetch.asked == [one, one]


async def test_the_shelf_is_bounded_and_can_be_emptied(ctx: Ctx) -> None:
    fetch, ids = Fetching(), [new_id() for _ in range(vault.MOST_PASSAGES + 1)]
    await vault.look_up(ctx, dict.fromkeys(ids, "1"), fetch)
    await vault.look_up(ctx, {ids[0]: "1"}, fetch)
    assert len(fetch.asked) == len(ids) + 1
    vault.forget(ctx.business_id)
    await vault.look_up(ctx, {ids[-1]: "1"}, fetch)
    assert len(fetch.asked) == len(ids) + 2
    assert await vault.look_up(ctx, {}, fetch) == {}


async def test_words_that_were_taken_back_are_not_handed_out(ctx: Ctx) -> None:
    row = a_chunk(ctx, 0)
    await vectors.put(ctx, [row])
    (one,) = await vectors.ids_of(ctx, await generations.live(ctx))
    assert (await vectors.look_up(ctx, [one]))[one].text_chunk == "passage 0"
    await vectors.forget(ctx, "vent", [row["source_id"]])
    assert await vectors.look_up(ctx, [one]) == {}


async def test_what_is_noted_stands_beside_what_was_noted(ctx: Ctx) -> None:
    await vault.note(ctx, seals=7)
    await vault.note(ctx, resealed=3)
    row = await vault.noted(ctx)
    assert (row.seals, row.resealed, row.checked_at) == (7, 3, None)
