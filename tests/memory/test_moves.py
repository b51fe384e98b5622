"""A movement is wanted once; a creator sees what goes to them, and nothing that a founder paid."""

from core.ids import new_id
from domain.access import Actor
from memory import moves
from memory.ctx import Ctx
from tests.memory.rows import as_actor


def wanted(kind: str, key: str, **more: object) -> dict[str, object]:
    """A movement of five euros."""
    row = {"kind": kind, "key": key, "hold": "hold", "amount_cents": 500, "currency": "EUR"}
    return {**row, "provider": "stand-in", **more}


async def test_it_is_wanted_once_and_changes_in_its_place(worker: Ctx) -> None:
    made = await moves.keep(worker, wanted("take", "take:hold:0"))
    assert made
    assert await moves.keep(worker, wanted("take", "take:hold:0")) is None
    await moves.change(worker, made, status="done")
    (row,) = await moves.of_hold(worker, "hold", "take")
    assert (row.id, row.status) == (made, "done")
    assert (await moves.one(worker, made)).amount_cents == 500


async def test_a_creator_sees_their_transfers_alone(worker: Ctx) -> None:
    ada, ben = new_id(), new_id()
    await moves.keep(worker, wanted("take", "take"))
    for who in (ada, ben):
        await moves.keep(worker, wanted("transfer", f"out:{who}", creator_id=who))
    (mine,) = [row.id for row in await moves.every(worker) if row.creator_id == ada]
    assert await moves.due_to(worker, ada) == [(worker.business_id, mine)]
    await moves.change(worker, mine, status="done")
    assert await moves.due_to(worker, ada) == []
    async with as_actor(worker, Actor("creator", new_id(), None, ada)) as creator:
        assert [row.id for row in await moves.every(creator)] == [mine]
