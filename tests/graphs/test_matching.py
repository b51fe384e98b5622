"""A brief goes to one free creator at a time; when nobody is left its money goes back."""

from uuid import UUID

from sqlalchemy import update

from graphs.base import run
from graphs.matching import graph
from memory import market, plans
from memory.ctx import Ctx
from tests.worlds import briefed, creators, facts
from tools.offers import OfferAnswer, answer_offer
from tools.onboarding import Description, Tenant, describe_business
from tools.payments import Nothing, funds


async def asked(worker: Ctx, brief_id: UUID) -> list:
    """Offers of the brief after one more turn."""
    await run(graph, worker, {"brief_id": brief_id})
    return await market.assignments_of(worker, brief_id)


async def test_the_fee_is_what_the_creator_asks_and_never_above_the_price(worker: Ctx) -> None:
    await creators(worker, "Ada")
    brief_id = await briefed(worker)
    (row,) = await asked(worker, brief_id)
    brief = await plans.brief(worker, brief_id)
    assert (row.fee_cents, brief.fee_cents) == (35_000, 40_000)
    dear = update(market.creators).values(price_cents={"email": 90_000})
    await worker.db.execute(dear)
    await answer_offer(worker, OfferAnswer(assignment_id=row.id, accept=False))
    await creators(worker, "Bo")
    await worker.db.execute(dear)
    assert (await asked(worker, brief_id))[-1].fee_cents == brief.fee_cents


async def test_while_somebody_has_it_nobody_else_is_asked(worker: Ctx) -> None:
    await creators(worker, "Ada", "Bo")
    brief_id = await briefed(worker)
    (row,) = await asked(worker, brief_id)
    await answer_offer(worker, OfferAnswer(assignment_id=row.id, accept=True))
    assert len(await asked(worker, brief_id)) == 1


async def test_a_blocked_brief_is_offered_to_nobody(worker: Ctx) -> None:
    await creators(worker, "Ada")
    brief_id = await briefed(worker)
    await plans.change_brief(worker, brief_id, status="blocked")
    assert await asked(worker, brief_id) == []
    assert await facts(worker, "BriefUnplaced") == 0


async def test_with_no_creator_left_the_founder_has_the_money_back(worker: Ctx) -> None:
    brief_id = await briefed(worker)
    held = (await funds(worker, Nothing())).still_held
    for _ in range(2):
        assert await asked(worker, brief_id) == []
    account = await funds(worker, Nothing())
    assert (account.still_held, account.refunded, account.sum) == (0, held, 0)
    assert (await plans.brief(worker, brief_id)).status == "unplaced"
    assert await facts(worker, "BriefUnplaced") == 1


async def test_a_brief_that_came_to_leak_is_offered_to_nobody(worker: Ctx) -> None:
    await describe_business(worker, Description(business_name="Quillmark"))
    brief_id = await briefed(worker)
    await creators(worker, "Ada")
    row = await plans.brief(worker, brief_id)
    told = row.payload["brief"] | {"takeaway": "Zorvane keeps the quiet weeks quiet."}
    await plans.change_brief(worker, brief_id, payload=row.payload | {"brief": told})
    named = Tenant(name="Quillmark", products=["Zorvane"])
    await describe_business(worker, Description(business_name="Quillmark", tenant=named))
    await run(graph, worker, {"brief_id": brief_id})
    row = await plans.brief(worker, brief_id)
    assert (row.status, row.leaks > 0) == ("blocked", True)
    assert "Zorvane" in row.payload["faults"][0]
    assert await market.assignments_of(worker, brief_id) == []
