"""What keeps coming back becomes a map, briefs that name nobody, offers, work and payments."""

from pathlib import Path
from uuid import UUID

from api import imports
from domain.access import Actor, worker_for
from domain.anonymity import leaks
from domain.briefs import Brief
from domain.work import GenerateMaps
from memory.ctx import open_ctx
from tests.walks.conftest import Walk
from tools import briefs, market, offers, payments, plans
from tools.base import Nothing
from tools.briefs import tenant_of
from tools.offers import OfferAnswer, OfferLine, Work
from tools.receipts import OneId, check_evidence, read_receipt
from tools.vents import Vent, VentBatch, submit_vents

VENTS = (
    "Customers cancel because our onboarding takes too long.",
    "Customers cancelled again because the onboarding takes too long.",
    "Another customer cancels: our onboarding takes far too long.",
    "Customers keep cancelling because our onboarding takes so long.",
)


async def bought(walk: Walk) -> plans.MapLine:
    """Vents and creators come in, a map is proposed, and the founder buys it."""
    rows, refused = imports.rows_of("creators", Path("examples/gaugewren/creators.jsonl"))
    assert not refused
    async with open_ctx(worker_for(UUID(str(walk.founder.business_id)))) as ctx:
        await market.import_creators(ctx, market.Creators(creators=rows))
    async with walk.open() as ctx:
        vents = [Vent(text=text, id=str(n)) for n, text in enumerate(VENTS)]
        await submit_vents(ctx, VentBatch(vents=vents))
    await walk.work()
    await walk.work(GenerateMaps(week="2026-W44"))
    async with walk.open() as ctx:
        [plan] = (await plans.list_maps(ctx, plans.Maps())).items
        await payments.purchase_map(ctx, payments.Purchase(map_id=plan.id))
    await walk.work()
    return plan


async def standing(walk: Walk, *states: str) -> list[OfferLine]:
    """Assignments that stand in one of `states`."""
    async with walk.open() as ctx:
        lines = (await offers.list_assignments(ctx, offers.Listing())).items
    return [line for line in lines if line.status in states]


async def answered(walk: Walk, line: OfferLine, *, accept: bool) -> None:
    """The creator's answer to an offer, and what follows from it."""
    own = Actor("creator", business_id=walk.founder.business_id, creator_id=line.creator_id)
    async with open_ctx(own) as ctx:
        await offers.answer_offer(ctx, OfferAnswer(assignment_id=line.id, accept=accept))
    await walk.work()


async def delivered(walk: Walk, line: OfferLine) -> None:
    """A piece that keeps to its brief is handed in and reviewed."""
    async with walk.open() as ctx:
        brief = (await briefs.read_brief(ctx, briefs.BriefId(brief_id=line.brief_id))).brief
    own = Actor("creator", business_id=walk.founder.business_id, creator_id=line.creator_id)
    async with open_ctx(own) as ctx:
        await offers.deliver(ctx, Work(assignment_id=line.id, text=piece(brief)))
    await walk.work()


def piece(brief: Brief) -> str:
    """A text that says every message with its proof, as long as asked, in words of its own kind."""
    said = " ".join(f"{message.text} {message.proof}" for message in brief.messages).split()
    own = [word if n % 4 else f"{brief.format.artifact_type} {word}" for n, word in enumerate(said)]
    room = (brief.format.length_low + brief.format.length_high) // 2
    body = " ".join(" ".join(own * (room // len(own) + 1)).split()[:room])
    return f"# {brief.title}\n\n{body}.\n\nBook a call: {brief.call_to_action}\n"


async def test_a_map_is_bought_briefed_offered_delivered_and_paid(walk: Walk) -> None:
    plan = await bought(walk)
    first = await standing(walk, "offered")
    assert len(first) == len(plan.plan.artifacts)
    await answered(walk, first[0], accept=False)
    second = await standing(walk, "offered")
    assert {line.brief_id for line in second} == {line.brief_id for line in first}
    assert first[0].creator_id not in {
        line.creator_id for line in second if line.brief_id == first[0].brief_id
    }
    for line in second:
        await answered(walk, line, accept=True)
    for line in await standing(walk, "accepted"):
        await delivered(walk, line)
    paid = await standing(walk, "passed")
    assert len(paid) == len(plan.plan.artifacts)
    async with walk.open() as ctx:
        money = await payments.funds(ctx, Nothing())
        health = await check_evidence(ctx, Nothing())
    assert money.sum == 0
    assert money.released == sum(line.fee_cents for line in paid)
    assert money.held == money.released + money.still_held + money.refunded
    assert health.total == health.resolved
    assert len(await walk.facts("CreatorPaid")) == len(paid)


async def test_no_brief_names_the_business_whoever_worded_it(walk: Walk) -> None:
    plan = await bought(walk)
    async with walk.open() as ctx:
        tenant = await tenant_of(ctx)
        lines = (await briefs.list_briefs(ctx, briefs.Listing())).items
        receipt = await read_receipt(ctx, OneId(id=plan.id))
    assert len(lines) == len(plan.plan.artifacts)
    assert all(line.status == "ready" and not leaks(tenant, line.text) for line in lines)
    assert receipt.chain[-1].kind == "sentence"
    worded = "A reader knows what to do before the renewal date."
    assert any(line.brief.takeaway == worded for line in lines) == walk.refined


async def test_the_model_words_the_map_and_changes_none_of_its_facts(walk: Walk) -> None:
    plan = (await bought(walk)).plan
    assert plan.message.startswith("Renewals end") == walk.refined
    assert plan.cost_low == sum(one.price_low for one in plan.artifacts)
    assert all(claim.evidence for claim in plan.why_now)
    if walk.refined:
        minds = await walk.minds()
        assert minds["mapping/draft_map"] == {"model"}
        assert "model" in minds["matching/explain_match"]
        assert "names_nobody" in str(await walk.facts("DraftRefined"))
