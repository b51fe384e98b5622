"""What goes of a creator in one business: unpaid work and words; never what was paid for."""

from core.ids import new_id
from domain.access import Actor
from memory import blobs, departures, market
from memory.ctx import Ctx
from tests.memory.rows import as_actor
from tests.worlds import handed_in, passed, taken


async def test_a_creator_who_is_here_stays_until_they_left(worker: Ctx) -> None:
    row = await market.assignment(worker, await taken(worker))
    assert await departures.stays(worker, row.creator_id)
    await departures.empty_seat(worker, row.creator_id)
    assert not await departures.stays(worker, row.creator_id)
    assert not await departures.stays(worker, new_id())
    assert await market.all_creators(worker) == []
    assert [one.name for one in await market.ever(worker)] == ["A creator who left"]


async def test_paid_work_stays_and_unpaid_work_goes_with_its_files(worker: Ctx) -> None:
    assignment_id = await passed(worker)
    row = await market.assignment(worker, assignment_id)
    both, alone = [await blobs.put(worker, data) for data in (b"handed in", b"a draft")]
    (made,) = await market.deliverables_of(worker, assignment_id)
    await worker.db.execute(market.deliverables.update().values(blob=both, note="For you."))
    for name in (both, alone):
        draft = {"id": new_id(), "assignment_id": assignment_id, "creator_id": row.creator_id,
                 "blob": name, "kind": "text", "size": 9}  # fmt: skip
        assert await market.keep_draft(worker, draft)
    assert await departures.clear(worker, row.creator_id, None) == [alone]
    (kept,) = await market.deliverables_of(worker, assignment_id)
    assert (kept.id, kept.text, kept.note) == (made.id, made.text, None)
    assert await market.drafts_of(worker, assignment_id) == []
    await market.change_assignment(worker, assignment_id, status="closed")
    assert await departures.clear(worker, row.creator_id, None) == [both]
    assert await market.deliverables_of(worker, assignment_id) == []


async def test_another_creators_work_is_left_alone(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    await handed_in(worker, assignment_id, "Too short to be anything.")
    assert await departures.clear(worker, new_id(), new_id()) == []
    assert len(await market.deliverables_of(worker, assignment_id)) == 1


async def test_a_creator_hears_of_their_own_houses_alone(worker: Ctx) -> None:
    row = await market.assignment(worker, await taken(worker))
    for creator_id, houses in ((row.creator_id, [worker.business_id]), (new_id(), [])):
        async with as_actor(worker, Actor("creator", new_id(), None, creator_id)) as them:
            assert await departures.houses(them) == houses
            assert await departures.open_disputes(them) == 0
