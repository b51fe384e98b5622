"""A creator works for several businesses, at one desk each, and sees no other creator's offers."""

from typing import Any
from uuid import UUID

import pytest

from core.ids import new_id
from domain.access import Actor, worker_for
from memory.ctx import open_ctx
from memory.market import all_assignments, keep_creators
from tests.domain.test_brief_text import BRIEF
from tests.memory.rows import MOMENT, TENANT_TABLES, a_row
from tools import businesses
from tools.base import Nothing
from tools.briefs import Listing
from tools.deliverables import elsewhere
from tools.desks import places
from tools.offers import OfferAnswer, Work, answer_offer, deliver, list_offers

CHAIN = (
    "campaigns",
    "calendar_entries",
    "execution_maps",
    "map_artifacts",
    "creator_briefs",
    "assignments",
)


async def offered(creator_id: UUID) -> dict[str, Any]:
    """An offer to a creator by a business of its own; its row."""
    rows: dict[str, dict[str, Any]] = {}
    async with open_ctx(businesses.keeper(None)) as ctx:
        await businesses.found(ctx, f"House {new_id()}")
        for table in (table for table in TENANT_TABLES if table.name in CHAIN):
            row = a_row(table, ctx.business_id, rows, new_id(), creator_id)
            if table.name == "creator_briefs":
                row["payload"] = {"brief": BRIEF.model_dump(mode="json"), "faults": []}
            if table.name == "assignments":
                row |= {"status": "offered", "because": {"for_creator": "You know gauges."}}
                row |= {"answered_at": None, "delivered_at": None, "passed_at": None}
                row |= {"offered_at": ctx.at, "expires_at": MOMENT.replace(year=2099)}
            await ctx.db.execute(table.insert(), row)
            rows[table.name] = row
    return rows["assignments"]


@pytest.mark.usefixtures("_pool")
async def test_offers_of_all_desks_are_seen_and_nobody_elses() -> None:
    bo = Actor("creator", user_id=new_id(), creator_id=new_id())
    mine = [await offered(bo.creator_id or new_id()) for _ in range(2)]
    await offered(new_id())
    seen = []
    for place in await places(bo, Nothing()):
        async with open_ctx(place, read_only=True) as ctx:
            seen += (await list_offers(ctx, Listing())).items
    assert {line.id for line in seen} == {row["id"] for row in mine}
    assert {line.why for line in seen} == {"You know gauges."}


@pytest.mark.usefixtures("_pool")
async def test_an_answer_goes_to_the_desk_of_its_offer() -> None:
    async with open_ctx(businesses.keeper(None)) as ctx:
        (creator,) = await keep_creators(ctx, [{"external_id": f"{new_id()}", "name": "Bo"}])
    bo = Actor("creator", user_id=new_id(), creator_id=creator)
    first, second = [await offered(creator) for _ in range(2)]
    ask = OfferAnswer(assignment_id=second["id"], accept=True)
    (place,) = await places(bo, ask)
    assert place.business_id == second["business_id"] != first["business_id"]
    async with open_ctx(place) as ctx:
        assert (await answer_offer(ctx, ask)).status == "accepted"


@pytest.mark.usefixtures("_pool")
async def test_an_offer_to_somebody_else_has_no_desk() -> None:
    theirs = await offered(new_id())
    bo = Actor("creator", user_id=new_id(), creator_id=new_id())
    ask = OfferAnswer(assignment_id=theirs["id"], accept=True)
    assert await places(bo, ask) == [bo]


async def test_everybody_else_sits_where_their_token_says() -> None:
    ada = Actor("founder", business_id=new_id())
    assert await places(ada, Nothing()) == [ada]


@pytest.mark.usefixtures("_pool")
async def test_work_is_held_against_what_its_creator_sold_to_others_before() -> None:
    async with open_ctx(businesses.keeper(None)) as ctx:
        (creator,) = await keep_creators(ctx, [{"external_id": f"{new_id()}", "name": "Bo"}])
    bo = Actor("creator", user_id=new_id(), creator_id=creator)
    first, second = [await offered(creator) for _ in range(2)]
    for ask in (
        OfferAnswer(assignment_id=first["id"], accept=True),
        Work(assignment_id=first["id"], text="One text for many."),
    ):
        (place,) = await places(bo, ask)
        async with open_ctx(place) as ctx:
            await (answer_offer(ctx, ask) if isinstance(ask, OfferAnswer) else deliver(ctx, ask))
    async with open_ctx(worker_for(second["business_id"])) as ctx:
        assert await elsewhere(ctx, creator) == ["One text for many."]
        assert await elsewhere(ctx, new_id()) == []
        assert ctx.business_id == second["business_id"]
        assert {row.id for row in await all_assignments(ctx)} == {second["id"]}
    async with open_ctx(worker_for(first["business_id"])) as ctx:
        assert await elsewhere(ctx, creator) == []
