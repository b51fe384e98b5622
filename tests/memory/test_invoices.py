"""Numbers run without a gap, and what was issued stays as it is."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from core.ids import new_id
from domain.access import Actor, worker_for
from memory import invoices
from memory.ctx import Ctx, open_ctx
from tests.memory.rows import as_actor

SERIES = f"T{new_id().hex[:8]}"
"""A series of this run alone: numbers are counted over all businesses, and stay."""


class Undone(Exception):
    """Ends a transaction as an error would."""


def row(number: int, **more: Any) -> dict[str, Any]:
    """An invoice, or with `creator_id` and `id` a remittance."""
    return {"year": 1999, "number": number, "amount_cents": 5, "currency": "USD", **more}


async def taken(business: Actor, count: int, *, undone: bool = False) -> list[int]:
    """Numbers that one transaction took, [] where it was rolled back."""
    try:
        async with open_ctx(business) as ctx:
            first = await invoices.claim(ctx, SERIES, 2026, count)
            await asyncio.sleep(0)  # the others go on meanwhile and find the row locked
            if undone:
                raise Undone
    except Undone:
        return []
    return [*range(first, first + count)]


async def test_numbers_taken_at_once_have_no_gap_though_some_are_rolled_back(
    lasting: Actor,
) -> None:
    house = worker_for(lasting.business_id or new_id())
    asked = [(n % 3 + 1, n % 4 == 3) for n in range(24)]
    found = await asyncio.gather(*(taken(house, n, undone=undone) for n, undone in asked))
    numbers = sorted(number for several in found for number in several)
    kept = sum(n for n, undone in asked if not undone)
    assert numbers == [*range(1, kept + 1)]


async def test_what_was_issued_is_not_changed(worker: Ctx) -> None:
    paper = {"lines": []}
    invoice = row(1, kind="invoice", fact="f", hold="h", at=worker.at, issued_at=worker.at)
    await invoices.keep_invoice(worker, {**invoice, "paper": paper})
    mine = row(1, id=new_id(), creator_id=new_id(), at=worker.at, issued_at=worker.at)
    await invoices.keep_remittance(worker, {**mine, "paper": paper})
    table, theirs = invoices.invoices, invoices.remittances
    for act in (update(table).values(amount_cents=6), delete(table)):
        savepoint = await worker.db.begin_nested()
        with pytest.raises(DBAPIError, match="append-only"):
            await worker.db.execute(act)
        await savepoint.rollback()
    for act in (update(theirs).values(amount_cents=6), delete(theirs)):  # no policy lets anybody
        assert (await worker.db.execute(act)).rowcount == 0


async def test_a_fact_has_one_document(worker: Ctx) -> None:
    one = row(1, kind="invoice", fact="f", hold="h", at=worker.at, issued_at=worker.at, paper={})
    await invoices.keep_invoice(worker, one)
    with pytest.raises(DBAPIError, match=r"pk_invoices|fact"):
        await invoices.keep_invoice(worker, {**one, "number": 2})


async def test_details_are_kept_and_only_their_own_person_reads_a_creators(worker: Ctx) -> None:
    assert await invoices.billing(worker) == {}
    for name in ("A Ltd", "B Ltd"):
        await invoices.keep_billing(worker, {"legal_name": name})
    assert await invoices.billing(worker) == {"legal_name": "B Ltd"}
    ada = new_id()
    async with as_actor(worker, Actor("creator", new_id(), None, ada)) as mine:
        await invoices.keep_payee(mine, ada, {"legal_name": "Ada"})
        assert await invoices.payee(mine, ada) == {"legal_name": "Ada"}
        async with as_actor(mine, Actor("creator", new_id(), None, new_id())) as other:
            assert await invoices.payee(other, ada) == {}
        founder = Actor("founder", new_id(), worker.business_id)
        async with as_actor(mine, founder) as house:
            assert await invoices.payee(house, ada) == {}


async def test_a_creator_reads_their_own_remittances_alone(worker: Ctx) -> None:
    ada = new_id()
    mine = row(1, id=invoices.remittance_id(worker, "f"), creator_id=ada, paper={})
    await invoices.keep_remittance(worker, {**mine, "at": worker.at, "issued_at": worker.at})
    assert await invoices.issued(worker, [mine["id"], new_id()]) == {mine["id"]}
    seen = []
    for whose in (ada, new_id()):
        async with as_actor(worker, Actor("creator", new_id(), None, whose)) as ctx:
            seen.append(len(await invoices.of_creator(ctx, ada)))
    async with as_actor(worker, Actor("founder", new_id(), worker.business_id)) as ctx:
        seen.append(len(await invoices.of_creator(ctx, ada)))
    assert seen == [1, 0, 0]
