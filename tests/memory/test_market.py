"""A brief goes to one creator after the other; each version handed in is judged once."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from core.ids import new_id
from memory import market
from memory.ctx import Ctx
from tests.memory.rows import House, as_actor, in_role


async def make_creators(ctx: Ctx, *names: str) -> list[UUID]:
    """Creators as an operator brings them in."""
    rows = [{"external_id": f"{name}-{ctx.business_id}", "name": name} for name in names]
    return await market.keep_creators(ctx, rows)


def an_offer(house: House, rank: int) -> dict[str, Any]:
    """A row for an offer of the furnished brief."""
    ctx = house.ctx
    return {"id": new_id(), "brief_id": house.rows["creator_briefs"]["id"], "creator_id": new_id(),
            "rank": rank, "status": "offered", "reason": "Fits.", "fee_cents": 40_000,
            "offered_at": ctx.at, "expires_at": ctx.at}  # fmt: skip


@pytest.fixture
async def worker(ctx: Ctx) -> AsyncIterator[Ctx]:
    """The worker of the business, who may write creators."""
    async with as_actor(ctx, in_role(ctx.actor, "worker")) as worker:
        yield worker


async def test_a_known_creator_is_left_as_is(worker: Ctx) -> None:
    made = await make_creators(worker, "Ada", "Bo")
    assert len(await make_creators(worker, "Ada", "Bo", "Cy")) == 1
    names = {row.id: row.name for row in await market.all_creators(worker)}
    assert [names[each] for each in made] == ["Ada", "Bo"]


async def test_a_load_rises_and_falls(worker: Ctx) -> None:
    (creator,) = await make_creators(worker, "Ada")
    (row,) = await market.all_creators(worker)
    assert [await market.take_on(worker, creator) for _ in range(row.capacity + 1)] == [
        *[True] * row.capacity, False,
    ]  # fmt: skip
    await market.set_free(worker, creator)
    loads = {row.id: row.active_briefs for row in await market.all_creators(worker)}
    assert loads[creator] == row.capacity - 1


async def test_a_founder_makes_no_creators(ctx: Ctx) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        await make_creators(ctx, "Ada")


async def test_a_creator_is_offered_a_brief_once(house: House) -> None:
    offer = an_offer(house, 2)
    assert await market.keep_assignment(house.ctx, offer)
    assert not await market.keep_assignment(house.ctx, {**offer, "id": new_id()})
    ranks = [row.rank for row in await market.assignments_of(house.ctx, offer["brief_id"])]
    assert ranks == [1, 2]


async def test_an_answer_is_written_on_the_assignment(house: House) -> None:
    offer = an_offer(house, 2)
    await market.keep_assignment(house.ctx, offer)
    await market.change_assignment(house.ctx, offer["id"], status="declined", decline_reason="busy")
    row = await market.assignment(house.ctx, offer["id"])
    assert (row.status, row.decline_reason) == ("declined", "busy")
    assert await market.assignment(house.ctx, new_id()) is None
    assert len(await market.all_assignments(house.ctx)) == 2


async def test_each_version_is_handed_in_once_and_judged(house: House) -> None:
    assignment = house.rows["assignments"]["id"]
    row = {"id": new_id(), "assignment_id": assignment, "creator_id": house.creator_id,
           "version": 2, "text": "A better draft."}  # fmt: skip
    assert await market.keep_deliverable(house.ctx, row)
    assert not await market.keep_deliverable(house.ctx, {**row, "id": new_id()})
    await market.judge_deliverable(house.ctx, row["id"], True, {"notes": []}, None)
    found = await market.deliverable(house.ctx, row["id"])
    assert (found.text, found.passed, found.review) == ("A better draft.", True, {"notes": []})
    versions = [each.version for each in await market.deliverables_of(house.ctx, assignment)]
    assert versions == [1, 2]


async def test_the_first_record_of_a_brief_stays(house: House) -> None:
    row = {"brief_id": house.rows["creator_briefs"]["id"], "creator_id": house.creator_id,
           "quality_score": 0.9, "delivery_time": 2.0, "revision_count": 0}  # fmt: skip
    await market.keep_record(house.ctx, row)
    assert len(await market.records(house.ctx)) == 1
