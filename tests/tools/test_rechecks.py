"""A brief came to leak: a waiting offer is taken back, work that somebody took stays theirs."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.work import RecheckBriefs
from jobs import recheck_briefs
from memory import plans
from memory.ctx import Ctx
from tests.worlds import facts, offered, taken
from tools.briefs import BriefId, Listing, read_brief
from tools.offers import Offered, TakenBack, list_offers, open_offer, read_offer
from tools.onboarding import Description, Tenant, describe_business

AGAIN = RecheckBriefs(cause="2026-11-02")
PRODUCT = Tenant(name="Quillmark", products=["Zorvane"])


async def told_in_brief(worker: Ctx, brief_id: UUID) -> None:
    """The brief holds a word that nothing is known of yet."""
    row = await plans.brief(worker, brief_id)
    told = row.payload["brief"] | {"takeaway": "Zorvane keeps the quiet weeks quiet."}
    await plans.change_brief(worker, brief_id, payload=row.payload | {"brief": told})


async def test_a_waiting_offer_is_taken_back_and_its_creator_learns_nothing(worker: Ctx) -> None:
    await describe_business(worker, Description(business_name="Quillmark"))
    assignment_id = await offered(worker)
    row = await open_offer(worker, assignment_id)
    await told_in_brief(worker, row.brief_id)
    await recheck_briefs.run(worker, AGAIN)
    assert (await open_offer(worker, assignment_id)).status == "offered"
    await describe_business(worker, Description(tenant=PRODUCT))
    for _ in range(2):
        await recheck_briefs.run(worker, AGAIN)
    assert (await open_offer(worker, assignment_id)).status == "withdrawn"
    brief = await read_brief(worker, BriefId(brief_id=row.brief_id))
    assert (brief.status, "Zorvane" in brief.faults[0]) == ("blocked", True)
    assert [await facts(worker, name) for name in ("OfferTakenBack", "BriefBlocked")] == [1, 1]
    seen = replace(worker, actor=replace(worker.actor, role="creator", creator_id=row.creator_id))
    (line,) = (await list_offers(seen, Listing())).items
    assert "Zorvane" not in line.model_dump_json()
    with pytest.raises(TakenBack) as wrong:
        await read_offer(seen, Offered(assignment_id=assignment_id))
    assert "counts against you" in str(wrong.value)


async def test_work_that_somebody_took_stays_theirs_and_people_are_told_once(worker: Ctx) -> None:
    await describe_business(worker, Description(business_name="Quillmark"))
    assignment_id = await taken(worker)
    row = await open_offer(worker, assignment_id)
    await told_in_brief(worker, row.brief_id)
    await describe_business(worker, Description(tenant=PRODUCT))
    for _ in range(2):
        await recheck_briefs.run(worker, AGAIN)
    assert (await open_offer(worker, assignment_id)).status == "accepted"
    brief = await read_brief(worker, BriefId(brief_id=row.brief_id))
    assert (brief.status, "Zorvane" in brief.faults[0]) == ("ready", True)
    assert await facts(worker, "BriefLeaksAtWork") == 1
    assert await facts(worker, "OfferTakenBack") == 0


async def test_a_changed_name_has_briefs_read_again_at_once(worker: Ctx) -> None:
    await describe_business(worker, Description(timezone="Europe/Berlin"))
    assert await facts(worker, "NamesChanged") == 0
    await describe_business(worker, Description(tenant=PRODUCT))
    assert await facts(worker, "NamesChanged") == 1
