"""A business is erased: no byte of it stays on the disk, others keep theirs, kills do no harm."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from core import clock
from core.settings import settings
from domain.access import Actor
from domain.erasure import NAMES
from domain.work import EraseBusiness
from jobs import erase_business, schedule, worker
from memory import db, erasures, index, remains, server
from memory.ctx import open_ctx
from memory.erasures import Subject
from memory.wiping import tenant_tables
from tests.planted import Planted, hashes, plant
from tools.erasures import WholeBusiness
from tools.erasures import erase_business as ask_for

OPERATOR = Actor("operator")


@pytest.fixture
def owner(_idle: None) -> Iterator[psycopg.Connection[Any]]:
    """The database as the owner of the tables sees it."""
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as connection:
        yield connection


class Killed(BaseException):
    """The process ended here."""


async def begun(house: Planted) -> Any:
    """The erasure of a business whose grace is over; returns its id."""
    async with open_ctx(OPERATOR) as ctx:
        return await erasures.begin(ctx, Subject(house.business_id))


def bytes_of(house: Planted) -> list[bytes]:
    """What a search must not find any more."""
    return [each.encode() for each in house.canaries] + [*remains.marks_of(house.business_id)]


async def steps_of(erasure_id: Any) -> dict[str, dict[str, int]]:
    """Step → counts, in the order in which they were done."""
    async with open_ctx(OPERATOR) as ctx:
        return {row.step: row.counts for row in await erasures.steps(ctx, erasure_id)}


async def test_nothing_of_an_erased_business_is_left_on_the_disk(
    owner: psycopg.Connection[Any], simulated: clock.SimulatedClock
) -> None:
    house, other = await plant(), await plant()
    assert remains.search(bytes_of(house)).keys() >= {"ours", "blobs"}  # it would be found
    before = hashes(owner, other.business_id)
    async with open_ctx(house.founder) as ctx:
        await ask_for(ctx, WholeBusiness(name=house.name, grace_days=3))
    owner.execute("delete from pgqueuer")  # the planted jobs have days that no job can read
    simulated.move_to(simulated.now() + timedelta(days=3, minutes=1))
    await schedule.tick()
    assert await worker.drain() >= 2
    async with open_ctx(OPERATOR) as ctx:
        done = next(row for row in await erasures.all_of_them(ctx) if row.status == "done")
    assert [*await steps_of(done.id)] == [*NAMES]
    assert (done.subject, done.remains) == (None, 0)
    assert remains.search(bytes_of(house)) == {}
    assert hashes(owner, other.business_id) == before
    assert hashes(owner, house.business_id) == dict.fromkeys(before, "")


async def test_an_erasure_goes_on_after_a_kill_in_each_of_its_steps(
    owner: psycopg.Connection[Any],
) -> None:
    house, other = await plant(1), await plant(1)
    before = hashes(owner, other.business_id)
    erasure_id, killed = await begun(house), set[str]()

    def kill(step: str) -> None:
        if step not in killed:
            killed.add(step)
            raise Killed

    while True:
        try:
            await erase_business.go_through(erasure_id, kill)
            break
        except Killed:
            continue
    assert killed == {*NAMES}
    assert remains.search(bytes_of(house)) == {}
    assert hashes(owner, other.business_id) == before
    await erase_business.run(OPERATOR, EraseBusiness(erasure_id=erasure_id))  # once more is nothing


async def test_what_the_law_asks_for_stays_under_a_name_that_leads_nowhere(
    owner: psycopg.Connection[Any],
) -> None:
    house = await plant(2)
    erasure_id = await begun(house)
    await erase_business.go_through(erasure_id)
    amounts = owner.execute(
        "select account, amount_cents from kept_amounts where erasure_id = %s", (erasure_id,)
    ).fetchall()
    assert len(amounts) == 2
    facts = owner.execute(
        "select person, count from kept_facts where erasure_id = %s", (erasure_id,)
    ).fetchall()
    assert facts
    assert all(str(house.founder.user_id) not in person for person, _ in facts)


async def test_the_steps_tell_counts_and_no_words(owner: psycopg.Connection[Any]) -> None:
    house = await plant(1)
    erasure_id = await begun(house)
    await erase_business.go_through(erasure_id)
    told = await steps_of(erasure_id)
    assert told["rows"]["vent_entries"] == 1
    assert told["people"] == {"accounts deleted": 1, "accounts needed elsewhere": 0}
    assert told["blobs"]["files"] == 1
    assert told["queue"]["jobs"] == 2
    assert not any(mark in str(told) for mark in (*house.canaries, str(house.business_id)))


async def test_bytes_that_stay_are_said_and_the_erasure_is_stuck(
    owner: psycopg.Connection[Any], data_dir: Path
) -> None:
    house = await plant(1)
    erasure_id = await begun(house)
    left = data_dir / "left.json"
    left.write_text(f'{{"of": "{house.business_id}"}}')
    with pytest.raises(erase_business.BytesRemain, match="1 in ours"):
        await erase_business.go_through(erasure_id)
    await erase_business.given_up(OPERATOR, EraseBusiness(erasure_id=erasure_id), "BytesRemain")
    async with open_ctx(OPERATOR) as ctx:
        (row,) = [one for one in await erasures.all_of_them(ctx) if one.id == erasure_id]
    assert row.status == "stuck"
    left.unlink()
    await erase_business.go_through(erasure_id)


@pytest.mark.slow
async def test_vectors_leave_the_files_of_the_index_too(owner: psycopg.Connection[Any]) -> None:
    house, other = await plant(1), await plant(1)
    with server.held(chroma=True):
        server.ensure_chroma()
        for each in (house, other):
            index.put(each.business_id, {each.business_id: [0.5] * 384})
        assert "index" in remains.search([str(house.business_id).encode()])
        erasure_id = await begun(house)
        await erase_business.go_through(erasure_id)
        assert remains.search(bytes_of(house)) == {}
        assert index.reachable()
        assert (await steps_of(erasure_id))["index"] == {"vectors": 1, "index built anew": 1}
        server.stop_chroma()


@pytest.mark.torture
async def test_five_hundred_rows_in_every_store_are_gone(owner: psycopg.Connection[Any]) -> None:
    house, other = await plant(500), await plant(20)
    before = hashes(owner, other.business_id)
    erasure_id = await begun(house)
    await erase_business.go_through(erasure_id)
    assert remains.search(bytes_of(house)) == {}
    assert hashes(owner, other.business_id) == before
    rows = (await steps_of(erasure_id))["rows"]
    many = [table.name for table in tenant_tables() if rows.get(table.name, 0) >= 500]
    assert len(many) > 40
    assert settings().embedded
