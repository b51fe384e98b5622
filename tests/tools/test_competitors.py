"""Competitors come up in own words; their moves and claims are quoted; the founder decides."""

from datetime import timedelta

import pytest

from core.ids import new_id
from domain.access import Actor
from domain.work import ExtractContext
from jobs import extract_context
from memory import inputs, people
from memory.ctx import Ctx, acting
from tools.base import Nothing
from tools.competitors import (
    CompetitorDecision,
    CompetitorId,
    CompetitorLine,
    CompetitorName,
    add_competitor,
    decide_on_competitor,
    known_rivals,
    list_competitors,
    read_competitor,
)
from tools.derived import derive
from tools.receipts import OneId, read_receipt
from tools.vents import Vent, submit_vent

SAID = (
    "We lost the deal to Brasswick again; they are cheaper than us.",
    "Brasswick raised its prices by a fifth.",
    "A buyer compared us to Brasswick and stayed.",
    "I had lunch with somebody from Brasswick.",
    "Compared to Fennmark we are slow.",
)


async def told(worker: Ctx, *texts: str) -> None:
    """Notes of several months that were read, and what is derived of them."""
    for month, words in enumerate(texts):
        at = worker.at - timedelta(days=30 * (len(texts) - month))
        vent = Vent.model_validate({"text": words, "at": at, "visibility": "team"})
        kept = await submit_vent(worker, vent)
        await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(kept.id,)))
    await derive(worker)


async def rivals(ctx: Ctx) -> dict[str, CompetitorLine]:
    """The competitors that count, by name."""
    return {one.name: one for one in (await list_competitors(ctx, Nothing())).items}


async def test_a_competitor_has_its_mentions_moves_and_claims_in_exact_quotes(worker: Ctx) -> None:
    await told(worker, *SAID)
    one = (await rivals(worker))["Brasswick"]
    assert (one.mentions, one.moves) == (4, {"raised_prices": 1})
    assert (one.voice.n, one.voice.of) == (4, 4)
    found = await read_competitor(worker, CompetitorId(competitor_id=one.id))
    assert [(q.quote, q.move) for q in found.moves] == [(SAID[1], "raised_prices")]
    assert {q.quote for q in found.claims} == {SAID[0], SAID[2]}
    assert [q.quote for q in found.named] == [SAID[3]]
    assert sum(month.n for month in found.months) == 4
    receipt = await read_receipt(worker, OneId(id=one.id))
    assert (receipt.kind, receipt.chain[-1].kind) == ("competitor", "sentence")


async def test_one_comparison_is_asked_about_and_an_answer_stands(worker: Ctx) -> None:
    await told(worker, *SAID)
    (asked,) = (await list_competitors(worker, Nothing())).possible
    assert (asked.name, asked.sure) == ("Fennmark", False)
    assert [one.name for one in await known_rivals(worker)] == ["Brasswick"]
    for action, shown in (("add", True), ("remove", False), ("hide", False), ("show", False)):
        ask = CompetitorDecision.model_validate({"competitor_id": asked.id, "action": action})
        await decide_on_competitor(worker, ask)
        await derive(worker)
        assert ("Fennmark" in await rivals(worker)) == shown
    hide = CompetitorDecision(competitor_id=asked.id, action="hide")
    assert (await decide_on_competitor(worker, hide)).hidden
    assert (await list_competitors(worker, Nothing())).possible == []


async def test_a_tone_is_told_only_where_the_reader_heard_one(worker: Ctx) -> None:
    await told(worker, *SAID)
    feels = (await rivals(worker))["Brasswick"].feelings
    assert feels.good + feels.bad + feels.even + feels.silent == 4


async def test_one_that_nobody_named_is_added_by_hand_and_then_found(worker: Ctx) -> None:
    made = await add_competitor(worker, CompetitorName(name="Plumbline"))
    assert (made.mentions, made.sure, made.stated) == (0, True, True)
    await told(worker, "Plumbline has no app for phones.")
    again = (await rivals(worker))["Plumbline"]
    assert (again.id, again.mentions) == (made.id, 1)
    assert (await add_competitor(worker, CompetitorName(name="PLUMBLINE"))).id == made.id


async def test_aliases_are_merged_and_taken_apart(worker: Ctx) -> None:
    await told(worker, *SAID, "Unlike Fennmark we answer the phone.")
    one, other = (await rivals(worker)).values()
    merge = CompetitorDecision(competitor_id=other.id, action="merge", into=one.id)
    both = await decide_on_competitor(worker, merge)
    assert (both.id, both.mentions) == (one.id, 6)
    assert {*both.names} >= {"Brasswick", "Fennmark"}
    await derive(worker)
    assert (await rivals(worker))["Brasswick"].mentions == 6
    part = CompetitorDecision(competitor_id=other.id, action="part")
    assert (await decide_on_competitor(worker, part)).mentions == 2
    assert len(await rivals(worker)) == 2


async def test_our_own_people_are_never_competitors(worker: Ctx) -> None:
    await people.change_business(worker, settings={"tenant": {"people": ["Brasswick Jones"]}})
    await told(worker, *SAID)
    assert "Brasswick" not in await rivals(worker)


async def test_nobody_hears_of_a_competitor_from_anothers_private_note(ctx: Ctx) -> None:
    async with acting(ctx.db, ctx.actor) as author:
        for words in SAID[:3]:
            await submit_vent(author, Vent(text=words, visibility="private"))
    async with acting(ctx.db, Actor("worker", business_id=ctx.business_id)) as worker:
        for row in await inputs.vents(worker):
            work = ExtractContext(source_kind="vent", source_ids=(row.id,))
            await extract_context.run(worker, work)
        await derive(worker)
    assert [*(await rivals(ctx))] == ["Brasswick"]
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        found = await list_competitors(colleague, Nothing())
        assert (found.items, found.possible, found.hidden) == ([], [], [])


@pytest.mark.parametrize("name", ["..", " . ", ",,"])
async def test_a_name_of_nothing_is_refused(ctx: Ctx, name: str) -> None:
    with pytest.raises(Exception, match=r"name|characters"):
        await add_competitor(ctx, CompetitorName(name=name))
