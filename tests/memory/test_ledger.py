"""Money moves from account to account, never out of nothing, and each movement once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from core.ids import new_id
from domain.access import Actor
from domain.escrow import Entry, Posting, balance, sums
from memory import ledger
from memory.ctx import Ctx, open_ctx
from tests.conftest import START
from tests.memory.rows import House

HOLD = Posting(
    "hold:m1:all", "hold", "m1", "all",
    (Entry("founder:1", -5000, "USD"), Entry("held:m1", 5000, "USD")), START,
)  # fmt: skip
PAID = Posting(
    "release:m1:a1", "release", "m1", "a1",
    (Entry("held:m1", -2000, "USD"), Entry("creator:9", 1700, "USD"),
     Entry("platform", 300, "USD")), START + timedelta(days=2),
)  # fmt: skip


async def balances(ctx: Ctx) -> dict[str, int]:
    """Account → balance as the database keeps it."""
    table = ledger.account_balances
    return {row.account: row.balance_cents for row in await ctx.rows(select(table))}


async def test_postings_come_back_as_they_were_written(ctx: Ctx) -> None:
    for posting in (HOLD, PAID):
        assert await ledger.post(ctx, posting)
    assert await ledger.postings(ctx) == [HOLD, PAID]
    assert await ledger.postings(ctx, "m1") == [HOLD, PAID]
    assert await ledger.postings(ctx, "m2") == []


async def test_the_same_movement_is_written_once(ctx: Ctx) -> None:
    assert await ledger.post(ctx, HOLD)
    assert not await ledger.post(ctx, HOLD)
    assert await balances(ctx) == {"founder:1": -5000, "held:m1": 5000}


async def test_kept_balances_are_the_sums_of_the_entries(ctx: Ctx) -> None:
    await ledger.post(ctx, HOLD)
    await ledger.post(ctx, PAID)
    book = await ledger.postings(ctx)
    kept = await balances(ctx)
    assert kept == {account: balance(book, account, "USD") for account in kept}
    assert sums(entry for posting in book for entry in posting.entries) == {"USD": 0}


async def test_more_than_is_held_is_refused_by_the_database(ctx: Ctx) -> None:
    await ledger.post(ctx, HOLD)
    entries = (Entry("held:m1", -5001, "USD"), Entry("creator:9", 5001, "USD"))
    with pytest.raises(DBAPIError, match="held_never_negative"):
        await ledger.post(ctx, replace(PAID, entries=entries))


async def test_a_movement_that_does_not_sum_to_zero_is_refused_by_the_database(ctx: Ctx) -> None:
    await ledger.post(ctx, HOLD)
    transfer = await ctx.value(select(ledger.transfers.c.id))
    row = {"id": new_id(), "business_id": ctx.business_id, "transfer_id": transfer, "position": 9,
           "account": "creator:9", "amount_cents": 1, "currency": "USD"}  # fmt: skip
    await ctx.db.execute(ledger.ledger_entries.insert(), row)
    with pytest.raises(DBAPIError, match="does not sum to zero"):
        await ctx.db.execute(text("set constraints all immediate"))


@pytest.mark.parametrize("act", [update, delete])
async def test_a_written_entry_stays(ctx: Ctx, act: type) -> None:
    await ledger.post(ctx, HOLD)
    statement = act(ledger.ledger_entries)
    if act is update:
        statement = statement.values(amount_cents=1)
    with pytest.raises(DBAPIError, match="append-only"):
        await ctx.db.execute(statement)


BENT = {
    "an amount is changed": "update ledger_entries set amount_cents = 1",
    "an entry is taken out": "delete from ledger_entries",
    "a movement is renamed": "update transfers set key = 'hold:m2:all'",
    "a movement is taken out": "delete from transfers",
    "a movement is moved in time": "update transfers set at = at - interval '1 day'",
    "a shown payment is raised": "update creator_payments set amount_cents = 9",
    "a shown payment is taken out": "delete from creator_payments",
    "a balance is raised": "update account_balances set balance_cents = 9",
    "held funds go below zero": "update account_balances set balance_cents = -1"
    " where account like 'held:%%'",
    "a balance comes out of nothing": "insert into account_balances (id, business_id, account,"
    " currency, balance_cents) select gen_random_uuid(), business_id, 'creator:me', 'USD', 9"
    " from transfers limit 1",
    "an account is renamed": "update account_balances set account = 'creator:me'"
    " where account = 'platform'",
    "one side of a movement is added": "insert into ledger_entries (id, business_id, transfer_id,"
    " position, account, amount_cents, currency) select gen_random_uuid(), business_id, id, 7,"
    " 'creator:me', 9, 'USD' from transfers limit 1",
    "two currencies make up for each other": "insert into ledger_entries (id, business_id,"
    " transfer_id, position, account, amount_cents, currency) select gen_random_uuid(),"
    " business_id, id, p, 'creator:me', a, c from transfers, (values (7, 9, 'USD'), (8, -9, 'EUR'))"
    " as v (p, a, c) where key = 'hold:m1:all'",
    "both sides are added, and no balance": "insert into ledger_entries (id, business_id,"
    " transfer_id, position, account, amount_cents, currency) select gen_random_uuid(),"
    " business_id, id, p, c, a, 'USD' from transfers, (values (7, 9, 'creator:me'),"
    " (8, -9, 'founder:1')) as v (p, a, c) where key = 'hold:m1:all'",
    "everything is emptied": "truncate ledger_entries",
}
"""Statements that would bend the book, as whoever reached the database could send them."""


@pytest.mark.parametrize("bent", BENT)
async def test_no_statement_bends_the_book(ctx: Ctx, bent: str) -> None:
    await ledger.post(ctx, HOLD)
    await ledger.post(ctx, PAID)
    shown = {"id": new_id(), "creator_id": new_id(), "kind": "base", "amount_cents": 1700,
             "currency": "USD", "key": PAID.key, "paid_at": ctx.at}  # fmt: skip
    await ledger.keep_payment(ctx, shown)
    await ctx.db.execute(text("set constraints all immediate"))
    said = "append-only|never_negative|not the sum|sum to zero|permission denied|must be owner"
    with pytest.raises(DBAPIError, match=said):
        await ctx.db.execute(text(BENT[bent].replace("%%", "%")))


async def test_two_movements_at_once_leave_balances_that_are_sums(lasting: Actor) -> None:
    async def post(number: int) -> None:
        async with open_ctx(lasting) as ctx:
            way = (Entry("platform", 1, "USD"), Entry(f"founder:{number % 3}", -1, "USD"))
            one = replace(PAID, key=f"k{number}", entries=way[:: 1 if number % 2 else -1])
            assert await ledger.post(ctx, one)

    await asyncio.gather(*(post(number) for number in range(40)))
    async with open_ctx(lasting) as ctx:
        assert (await balances(ctx))["platform"] == 40
        assert sum((await balances(ctx)).values()) == 0


async def test_a_payment_is_shown_once(house: House, ctx: Ctx) -> None:
    table = ledger.creator_payments
    assignment = await ctx.value(select(table.c.assignment_id))
    row = {"creator_id": new_id(), "kind": "fee", "amount_cents": 1700, "currency": "USD",
           "key": "release:m1:a1", "assignment_id": assignment, "paid_at": ctx.at}  # fmt: skip
    for _ in range(2):
        await ledger.keep_payment(ctx, row)
    assert await ctx.value(select(func.count()).where(table.c.kind == "fee")) == 1
