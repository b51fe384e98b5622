"""What is taken back leaves beliefs as they would be had it never been said."""

from datetime import timedelta
from uuid import UUID

import pytest

from cdt import dataset
from cdt.beliefs import weigh_extractions, weigh_results
from cdt.unlearning import Unlearned, unlearn
from core.ids import new_id
from memory import adapters, beliefs, consents, context, outcomes
from memory.beliefs import Belief
from memory.ctx import Ctx
from tests.worlds import quarter

CHURN = {"topics": [{"topic": "retention", "p": 0.9, "quote": "churn", "start": 0, "end": 5}],
         "pain": {"p": 0.9, "voiced": True}}  # fmt: skip
RIVAL = {"competitors": ["Acme"]}
GOOD_WEBINARS = {"sentiment": 2, "channels": ["webinars"]}


async def said(ctx: Ctx, days: float, **read: object) -> tuple[UUID, UUID]:
    """Something read from a vent `days` ago and weighed; ids of vent and extraction."""
    vent_id, extraction_id = new_id(), new_id()
    row = {
        "id": extraction_id, "source_kind": "vent", "source_id": vent_id, "version": "1",
        "payload": dict(read), "topics": [], "said_at": ctx.at - timedelta(days=days),
    }  # fmt: skip
    await context.keep_extractions(ctx, [row])
    await weigh_extractions(ctx, [extraction_id])
    return vent_id, extraction_id


async def held(ctx: Ctx) -> dict[str, Belief]:
    """The beliefs by their subject."""
    return {one.scope.subject: one for one in await beliefs.load(ctx)}


def ledger(belief: Belief) -> tuple[float, ...]:
    """What decides a belief's confidence."""
    return (belief.alpha, belief.beta, belief.heaviest_vent, belief.evidence_count)


async def test_a_belief_that_rested_on_one_note_goes_with_it(ctx: Ctx) -> None:
    vent, _ = await said(ctx, 3, **RIVAL)
    assert set(await held(ctx)) == {"Acme"}
    assert (await unlearn(ctx, "vent", vent)).gone == 1
    assert await held(ctx) == {}
    assert await context.extractions(ctx) == []


async def test_the_evidence_that_is_left_weighs_as_if_nothing_else_had_been_said(ctx: Ctx) -> None:
    await said(ctx, 9, **CHURN)
    await said(ctx, 2, **CHURN)
    alone = ledger((await held(ctx))["concern:retention"])
    vent, _ = await said(ctx, 5, **CHURN)
    assert (await held(ctx))["concern:retention"].evidence_count == 3
    await unlearn(ctx, "vent", vent)
    assert ledger((await held(ctx))["concern:retention"]) == pytest.approx(alone)


async def test_what_results_showed_stays_with_its_receipt(ctx: Ctx) -> None:
    await quarter(ctx)
    await weigh_results(ctx)
    before = (await held(ctx))["webinars"]
    pointed = len(await _links(ctx, before))
    vent, _ = await said(ctx, 1, **GOOD_WEBINARS)
    assert (await held(ctx))["webinars"].evidence_count == before.evidence_count + 1
    await unlearn(ctx, "vent", vent)
    after = (await held(ctx))["webinars"]
    assert ledger(after) == pytest.approx(ledger(before))
    assert len(await _links(ctx, after)) == pointed


async def _links(ctx: Ctx, belief: Belief) -> list[object]:
    links = outcomes.evidence_links
    return await ctx.rows(links.select().where(links.c.from_id == UUID(belief.id)))


async def test_a_repetition_within_the_hour_takes_the_place_of_what_was_taken_back(
    ctx: Ctx,
) -> None:
    vent, _ = await said(ctx, 1, **CHURN)
    _, again = await said(ctx, 1 - 0.5 / 24, **CHURN)
    assert (await held(ctx))["concern:retention"].evidence_count == 1
    await unlearn(ctx, "vent", vent)
    belief = (await held(ctx))["concern:retention"]
    assert belief.evidence_ids == (f"said:{again}",)


async def test_a_belief_that_its_owner_pinned_stays_without_evidence(ctx: Ctx) -> None:
    vent, _ = await said(ctx, 1, **RIVAL)
    pinned = (await held(ctx))["Acme"].model_copy(update={"owner_verdict": "pinned"})
    await beliefs.keep(ctx, [pinned])
    await unlearn(ctx, "vent", vent)
    belief = (await held(ctx))["Acme"]
    assert (belief.evidence_count, belief.confidence, belief.status) == (0, 0.5, "active")


async def test_the_next_training_set_has_nothing_of_it(ctx: Ctx) -> None:
    signals = [{"text": "churn", "quote": "churn"}]
    vent, extraction = await said(ctx, 1, **CHURN, signals=signals)
    await consents.keep(ctx, "vent", None, True)
    month = await dataset.gather(ctx)
    assert str(vent) in {each for pair in month.dataset.pairs for each in pair.source_ids}
    await unlearn(ctx, "vent", vent)
    after = await dataset.gather(ctx)
    left = {each for pair in after.dataset.pairs for each in pair.source_ids}
    assert left.isdisjoint({str(vent), str(extraction)})


async def test_unlearning_what_was_never_read_changes_nothing(ctx: Ctx) -> None:
    await said(ctx, 1, **CHURN)
    before = await held(ctx)
    assert await unlearn(ctx, "vent", new_id()) == Unlearned()
    assert await held(ctx) == before


async def test_an_adapter_that_was_taught_from_it_or_from_its_belief_answers_no_more(
    ctx: Ctx,
) -> None:
    vent, _ = await said(ctx, 3, **RIVAL)
    (belief,) = await beliefs.load(ctx)
    other, _ = await said(ctx, 2, **CHURN)
    for month, source in (("2026-08", vent), ("2026-09", belief.id), ("2026-10", other)):
        row = {"month": month, "name": month, "status": "kept", "sources": [f"{source}"]}
        await adapters.keep(ctx, row)
    await unlearn(ctx, "vent", vent)
    found = [row.status for row in await adapters.all_of_them(ctx)]
    assert found == ["withdrawn", "withdrawn", "kept"]
