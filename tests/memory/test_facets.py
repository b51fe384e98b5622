"""Facets are stored blinded, differently for every business, and still filter."""

import pytest
from sqlalchemy import text

from core.ids import new_id
from core.keyring import of_one
from domain.facets import FACETS
from memory import facets, vectors
from memory.ctx import Ctx
from memory.tables import data_keys
from tests.memory.test_vectors import a_chunk

ALL = {
    "kind": ["vent"], "topic": ["pricing", "churn"], "month": ["2026-11"], "author": ["ruth"],
    "channel": ["LinkedIn"], "segment": ["agencies"], "sentiment": ["unhappy"],
    "visibility": ["team"],
}  # fmt: skip


def test_there_are_eight() -> None:
    assert set(ALL) == set(FACETS)
    assert len(FACETS) == 8


async def test_no_value_is_stored_in_the_clear(ctx: Ctx) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0, facets=ALL)])
    (row,) = await ctx.rows(text("select facets::text as kept from context_embeddings"))
    assert len(row.kept.split(",")) == 9
    assert [v for values in ALL.values() for v in values if v.casefold() in row.kept] == []


async def test_another_business_stores_the_same_value_differently(ctx: Ctx) -> None:
    mine = facets.blinded({"topic": ["pricing"]})
    token = data_keys.set(of_one(b"k" * 32))
    assert facets.blinded({"topic": ["pricing"]}) != mine
    data_keys.reset(token)
    assert facets.blinded({"topic": [" PRICING "]}) == mine
    assert facets.blinded({"segment": ["pricing"]}) != mine


@pytest.mark.parametrize("name", FACETS)
async def test_each_facet_filters_a_search(ctx: Ctx, name: str) -> None:
    others = {**ALL, name: ["something else"]}
    rows = [a_chunk(ctx, 0, facets=others), a_chunk(ctx, 1, facets=ALL), a_chunk(ctx, 2)]
    await vectors.put(ctx, rows)
    assert await vectors.matching(ctx, {name: ALL[name]}) == {("vent", rows[1]["source_id"])}
    fitting = await vectors.matching(ctx, {name: ["something else", "nothing"]})
    assert fitting == {("vent", rows[0]["source_id"])}


async def test_several_facets_have_to_fit_at_once(ctx: Ctx) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0, facets=ALL)])
    assert await vectors.matching(ctx, {"topic": ["churn"], "month": ["2026-11"]})
    assert not await vectors.matching(ctx, {"topic": ["churn"], "month": ["2026-12"]})
    assert not await vectors.matching(ctx, {"topic": []})


async def test_who_may_read_follows_the_source(ctx: Ctx) -> None:
    row = a_chunk(ctx, 0, facets=ALL)
    await vectors.put(ctx, [row, a_chunk(ctx, 1, facets=ALL)])
    await vectors.refacet(ctx, "vent", row["source_id"], "private")
    await vectors.refacet(ctx, "vent", new_id(), "private")
    assert await vectors.matching(ctx, {"visibility": ["private"]}) == {("vent", row["source_id"])}
    assert len(await vectors.matching(ctx, {"visibility": ["team"]})) == 1
    assert len(await vectors.matching(ctx, {"topic": ["churn"]})) == 2
