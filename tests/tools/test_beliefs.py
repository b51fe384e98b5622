"""What is believed is listed surest first, and its owner has the last word."""

import pytest

from cdt import beliefs as cdt_beliefs
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.work import ExtractContext
from jobs import extract_context
from memory import context
from memory.ctx import Ctx
from tests.memory.rows import as_actor
from tests.worlds import facts, quarter
from tools.beliefs import (
    BeliefId,
    BeliefLine,
    NoSuchBelief,
    Opinion,
    Wanted,
    judge_belief,
    list_beliefs,
    read_belief,
)
from tools.vents import Vent, submit_vent


async def believed(ctx: Ctx) -> list[BeliefLine]:
    """What a quarter's results teach, surest first."""
    await quarter(ctx)
    await cdt_beliefs.weigh_results(ctx)
    return (await list_beliefs(ctx, Wanted())).items


async def test_the_surest_comes_first_and_a_list_can_be_narrowed(ctx: Ctx) -> None:
    every = await believed(ctx)
    sure = [line.confidence for line in every]
    assert sure == sorted(sure, reverse=True)
    best = next(line for line in every if line.category == "channel")
    narrow = Wanted(least=best.confidence, category="channel", limit=1)
    assert (await list_beliefs(ctx, narrow)).items == [best]
    assert (await list_beliefs(ctx, Wanted(least=1.0))).items == []


@pytest.mark.parametrize(("verdict", "status"), [("pinned", "active"), ("forbidden", "deprecated")])
async def test_a_verdict_turns_the_status_and_leaves_the_evidence(
    ctx: Ctx, verdict: str, status: str
) -> None:
    before = (await believed(ctx))[0]
    moved = await facts(ctx, "BeliefMoved")
    after = await judge_belief(ctx, Opinion(belief_id=before.id, verdict=verdict))
    assert (after.status, after.verdict) == (status, verdict)
    assert (after.evidence, after.confidence) == (before.evidence, before.confidence)
    assert await facts(ctx, "BeliefMoved") == moved + 1


async def test_a_word_can_be_taken_back(ctx: Ctx) -> None:
    before = (await believed(ctx))[0]
    for verdict in ("forbidden", "none"):
        await judge_belief(ctx, Opinion(belief_id=before.id, verdict=verdict))
    after = {line.id: line for line in (await list_beliefs(ctx, Wanted())).items}[before.id]
    assert (after.verdict, after.evidence) == ("none", before.evidence)
    assert after.status != "deprecated"


async def test_a_belief_of_nobody_is_named(ctx: Ctx) -> None:
    nobody = new_id()
    with pytest.raises(NoSuchBelief, match=str(nobody)):
        await judge_belief(ctx, Opinion(belief_id=nobody, verdict="agreed"))


async def test_an_evaluator_reads_and_does_not_judge(ctx: Ctx) -> None:
    line = (await believed(ctx))[0]
    evaluator = Actor("evaluator", user_id=new_id(), business_id=ctx.business_id)
    async with as_actor(ctx, evaluator) as other:
        with pytest.raises(ScopeMissing, match="beliefs:write"):
            await judge_belief(other, Opinion(belief_id=line.id, verdict="agreed"))


async def test_a_belief_shows_what_moved_it_newest_first(ctx: Ctx) -> None:
    line = next(one for one in await believed(ctx) if one.category == "channel")
    found = await read_belief(ctx, BeliefId(belief_id=line.id))
    assert found.line == line
    assert line.low < line.confidence < line.high
    assert [piece.at for piece in found.pieces] == sorted(
        (piece.at for piece in found.pieces), reverse=True
    )
    assert found.pieces[0].confidence == line.confidence
    assert found.pieces[0].sources[0].kind == "entry"
    assert found.pieces[0].sources_in_all == 4


async def test_words_that_moved_a_belief_are_quoted(ctx: Ctx, worker: Ctx) -> None:
    words = "I hate our webinars, they are a waste of time and nobody ever comes."
    vent = await submit_vent(ctx, Vent(text=words))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
    (row,) = await context.extractions(worker)
    await cdt_beliefs.weigh_extractions(worker, [row.id])
    line = (await list_beliefs(ctx, Wanted())).items[0]
    (piece,) = (await read_belief(ctx, BeliefId(belief_id=line.id))).pieces
    assert (piece.source, [one.text for one in piece.sources]) == ("vent", [words])


async def test_reading_a_belief_of_nobody_is_refused(ctx: Ctx) -> None:
    with pytest.raises(NoSuchBelief):
        await read_belief(ctx, BeliefId(belief_id=new_id()))
