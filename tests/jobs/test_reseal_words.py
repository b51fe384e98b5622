"""Everything is sealed with the newest key in the end, whoever is killed; then the old one goes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql

from core import clock
from core.keyring import key_number
from core.settings import settings
from domain.access import Actor, worker_for
from domain.work import ResealWords, TendVault
from jobs import reseal_words, schedule, tend_vault, worker
from memory import blobs, db, keys, queue, resealing, server
from memory.ctx import open_ctx
from tests.planted import Planted, plant


class Killed(BaseException):
    """The process ended here."""


@pytest.fixture
def owner(_idle: None) -> Iterator[psycopg.Connection[Any]]:
    """The database as the owner of the tables sees it."""
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as connection:
        yield connection


def numbers(owner: psycopg.Connection[Any], house: Planted) -> set[int]:
    """The keys that anything of the business is sealed with, rows and files."""
    found: set[int] = set()
    for name, columns in resealing.sealed_columns().items():
        for column in columns:
            query = sql.SQL("select {} from {} where business_id = %s and {} is not null").format(
                *map(sql.Identifier, (column, name, column))
            )
            rows = owner.execute(query, (house.business_id,)).fetchall()
            found |= {key_number(bytes(row[0])) for row in rows}
    folder = settings().blobs / str(house.business_id)
    return found | {key_number(path.read_bytes()) for path in folder.iterdir()}


async def words(house: Planted) -> dict[str, list[Any]]:
    """Everything sealed, opened."""
    found: dict[str, list[Any]] = {}
    async with open_ctx(worker_for(house.business_id), read_only=True) as ctx:
        for name, columns in resealing.sealed_columns().items():
            table = resealing.tables()[name]
            rows = await ctx.rows(
                table.select()
                .with_only_columns(*[table.c[c] for c in columns])
                .order_by(table.c.id)
            )
            found[name] = [tuple(row) for row in rows]
        found["blobs"] = [(name, await blobs.get(ctx, name)) for name in await blobs.names(ctx)]
    return found


async def turned(house: Planted) -> ResealWords:
    """The business has a new key, and nothing is sealed with it yet."""
    async with open_ctx(house.founder) as ctx:
        return ResealWords(version=await keys.change(ctx.db, ctx.business_id))


async def left(house: Planted) -> list[int]:
    """The numbers of the keys that are there."""
    async with open_ctx(house.founder) as ctx:
        return [number for number, _ in await keys.made(ctx.db, ctx.business_id)]


async def test_every_store_of_sealed_words_is_sealed_anew_and_reads_the_same(
    owner: psycopg.Connection[Any], simulated: clock.SimulatedClock
) -> None:
    house, other = await plant(), await plant(1)
    before = await words(house)
    assert len(before) == len(resealing.sealed_columns()) + 1
    assert all(before.values())
    assert numbers(owner, house) == {1}
    work = await turned(house)
    await reseal_words.run(worker_for(house.business_id), work)
    assert numbers(owner, house) == {2}
    assert await words(house) == before
    assert await left(house) == [2]
    assert numbers(owner, other) == {1}
    await reseal_words.run(worker_for(house.business_id), work)
    assert await words(house) == before


@pytest.mark.parametrize("after", [1, 7, 20, 40])
async def test_it_goes_on_after_a_kill(
    owner: psycopg.Connection[Any],
    simulated: clock.SimulatedClock,
    after: int,
) -> None:
    house = await plant(1)
    before, work, seen = await words(house), await turned(house), 0

    def kill(_done: int) -> None:
        nonlocal seen
        seen += 1
        if seen == after:
            raise Killed

    with pytest.raises(Killed):
        await reseal_words.go_through(worker_for(house.business_id), work, kill)
    assert await words(house) == before
    assert 1 in await left(house)
    await reseal_words.run(worker_for(house.business_id), work)
    assert (await words(house), numbers(owner, house), await left(house)) == (before, {2}, [2])


async def test_the_old_key_stays_while_a_transaction_may_still_seal_with_it(
    owner: psycopg.Connection[Any], simulated: clock.SimulatedClock
) -> None:
    house = await plant(1)
    actor = worker_for(house.business_id)
    async with open_ctx(house.founder) as early:
        work = await turned(house)
        await reseal_words.run(actor, work)
        assert await left(house) == [1, 2]
        await blobs.put(early, b"said at the last moment")
    owner.execute("delete from pgqueuer")
    simulated.move_to(simulated.now() + timedelta(minutes=2))
    await schedule.tick()
    assert await worker.drain() == 1
    assert (await left(house), numbers(owner, house)) == ([2], {2})


async def test_a_value_that_no_key_opens_keeps_its_key_and_stops_nobody(
    owner: psycopg.Connection[Any], simulated: clock.SimulatedClock
) -> None:
    house = await plant(1)
    owner.execute(
        "update vent_entries set text = '\\x00' || text where business_id = %s",
        (house.business_id,),
    )
    work = await turned(house)
    await reseal_words.run(worker_for(house.business_id), work)
    assert await left(house) == [1, 2]
    assert numbers(owner, house) == {1, 2}


async def test_a_key_of_ninety_days_is_changed_and_the_old_one_destroyed(
    owner: psycopg.Connection[Any], simulated: clock.SimulatedClock, lasting: Actor
) -> None:
    actor = worker_for(lasting.business_id)
    for days, expected in ((89, [1]), (90, [2])):
        simulated.move_to(simulated.now() + timedelta(days=days))
        async with open_ctx(actor) as ctx:
            await tend_vault.run(ctx, TendVault(day=f"{ctx.at:%F}"))
            wanted = await queue.waiting(ctx)
        assert wanted == (0 if expected == [1] else 1)
        await worker.drain()
        async with open_ctx(actor) as ctx:
            assert [one for one, _ in await keys.made(ctx.db, ctx.business_id)] == expected
