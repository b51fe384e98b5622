"""Money moves from account to account, never out of nothing, and each movement once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from core.ids import new_id
from domain.escrow import Entry, Posting, balance, sums
from memory import ledger
from memory.ctx import Ctx
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


async def test_a_payment_is_shown_once(house: House, ctx: Ctx) -> None:
    table = ledger.creator_payments
    assignment = await ctx.value(select(table.c.assignment_id))
    row = {"creator_id": new_id(), "kind": "fee", "amount_cents": 1700, "currency": "USD",
           "key": "release:m1:a1", "assignment_id": assignment, "paid_at": ctx.at}  # fmt: skip
    for _ in range(2):
        await ledger.keep_payment(ctx, row)
    assert await ctx.value(select(func.count()).where(table.c.kind == "fee")) == 1
