"""Within one business: rows are counted and gone, probes are its own, needed accounts stay."""

from core.ids import new_id
from domain.access import worker_for
from memory import people, wiping
from memory.ctx import acting
from memory.remains import marks_of
from tests.memory.rows import NAMES, House


async def test_every_table_is_counted_and_emptied(house: House) -> None:
    async with acting(house.ctx.db, worker_for(house.ctx.business_id)) as worker:
        assert await wiping.counts(worker) == dict.fromkeys(NAMES, 1) | {}
        gone = await wiping.clear_rows(worker)
        assert gone["vent_entries"] == 1
        assert set((await wiping.counts(worker)).values()) == {0}


async def test_probes_are_long_and_begin_with_the_id(house: House) -> None:
    async with acting(house.ctx.db, worker_for(house.ctx.business_id)) as worker:
        found = await wiping.probes(worker)
    assert found[:2] == marks_of(house.ctx.business_id)
    assert house.rows["vent_entries"]["id"].bytes in found
    assert min(map(len, found)) >= 16


async def test_an_account_that_belongs_elsewhere_stays(house: House) -> None:
    async with acting(house.ctx.db, worker_for(new_id())) as other:
        await people.make_business(other, {"name": "Other", "slug": "other"})
        await people.join(other, house.user_id, "team")
    async with acting(house.ctx.db, worker_for(house.ctx.business_id)) as worker:
        assert not await wiping.drop_person(worker, house.user_id)


async def test_the_key_goes_with_the_business(house: House) -> None:
    async with acting(house.ctx.db, worker_for(house.ctx.business_id)) as worker:
        await wiping.clear_rows(worker)
        assert await wiping.drop_business(worker) == {"keys": 1}
        assert await people.business(worker) is None
