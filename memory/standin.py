"""A stand-in for a payment provider: it keeps what it was asked for, and moves no money.

The embedded default uses it, so that everything around money can be seen and proved without a
provider. It keeps keys and limits as a provider does, in transactions of its own.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import content_hash
from domain.access import Actor
from domain.providers import (
    Charge,
    KeyUsedOtherwise,
    Notice,
    Opening,
    Payee,
    PayeeState,
    Payout,
    ProviderName,
    ProviderRefused,
    Refund,
    Taken,
    WebhookForged,
)
from memory.ctx import Ctx, open_ctx
from memory.tables import created, global_table

stand_in_calls = global_table(
    "stand_in_calls",
    "what the stand-in for a payment provider did: keys, amounts and its own references",
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("ref", Text, nullable=False, unique=True),
    Column("asked", Text, nullable=False),
    Column("payment", Text, nullable=False, server_default=""),
    Column("amount_cents", BigInteger, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default=""),
    created(),
)
Index("ix_stand_in_calls_payment", stand_in_calls.c.payment)


class StandIn:
    """The port over nothing but a table; payments are made at once."""

    name: ProviderName = "stand-in"
    pays_here = True

    async def take(self, charge: Charge) -> Taken:
        """A payment, made."""
        asked = {"amount": charge.amount_cents, "currency": charge.currency}
        async with _here() as ctx:
            row = await _once(ctx, "payment", charge.key, asked, charge.amount_cents)
        return Taken(row.ref, "paid", "", row.ref)

    async def payment(self, ref: str) -> Taken:
        """A payment that was made."""
        async with _here() as ctx:
            row = await _of(ctx, "payment", ref)
        return Taken(row.ref, "paid", "", row.ref)

    async def transfer(self, payout: Payout) -> str:
        """Noted, if the account may be paid to and the payment has that much left."""
        async with _here() as ctx:
            account = await _of(ctx, "account", payout.account)
            if account.state != "ready" and await _known(ctx, payout.key) is None:
                raise ProviderRefused(
                    f"Account {payout.account} is {account.state}.", reason="account_not_ready"
                )
            return await _out(ctx, "transfer", payout, payout.account)

    async def refund(self, refund: Refund) -> str:
        """Noted, if the payment has that much left."""
        async with _here() as ctx:
            return await _out(ctx, "refund", refund, "")

    async def open_account(self, opening: Opening) -> str:
        """An account that nobody has told anything about."""
        async with _here() as ctx:
            row = await _once(ctx, "account", opening.key, asdict(opening), 0, state="started")
        return row.ref

    async def onboarding(self, account: str, back: str) -> str:
        """Our own page: there is nothing to tell and nobody to tell it to."""
        return back

    async def account(self, ref: str) -> Payee:
        """How an account stands."""
        async with _here() as ctx:
            row = await _of(ctx, "account", ref)
        return Payee(row.ref, row.state, ("business_type",) if row.state == "needs_more" else ())

    def notice(self, body: bytes, signature: str) -> Notice:
        """Nobody sends one. Raises `WebhookForged`."""
        raise WebhookForged

    async def put(self, ref: str, state: PayeeState) -> None:
        """Let an account stand otherwise, as a provider would after it looked at somebody."""
        table = stand_in_calls
        async with _here() as ctx:
            row = await _of(ctx, "account", ref)
            write = update(table).where(table.c.key == row.key).values(state=state)
            await ctx.db.execute(write)


@asynccontextmanager
async def _here() -> AsyncIterator[Ctx]:
    """A transaction of the stand-in's own, whatever its caller has open."""
    async with open_ctx(Actor("worker"), aside=True) as ctx:
        yield ctx


async def _out(ctx: Ctx, kind: str, asked: Payout | Refund, account: str) -> str:
    """Money out of a payment, once for its key, and never more than was paid in."""
    table = stand_in_calls
    lock = text("select pg_advisory_xact_lock(hashtext(:ref))")
    await ctx.db.execute(lock, {"ref": asked.payment})
    words = {"amount": asked.amount_cents, "currency": asked.currency, "account": account,
             "payment": asked.payment}  # fmt: skip
    for key in asked.refused:
        if done := await _known(ctx, key):
            return done.ref
    if await _known(ctx, asked.key) is None:
        paid = await _of(ctx, "payment", asked.payment)
        gone = select(func.coalesce(func.sum(table.c.amount_cents), 0)).where(
            table.c.payment == asked.payment
        )
        left = paid.amount_cents - int(await ctx.value(gone) or 0)
        if asked.amount_cents > left:
            raise ProviderRefused(
                f"{asked.amount_cents} of {left} left.", reason="more_than_is_left"
            )
    row = await _once(ctx, kind, asked.key, words, asked.amount_cents, payment=asked.payment)
    return row.ref


async def _once(
    ctx: Ctx, kind: str, key: str, asked: dict[str, Any], amount: int, **more: str
) -> Any:
    """The row of a key; a second call finds the first one's. Raises `KeyUsedOtherwise`."""
    said = json.dumps([kind, asked], sort_keys=True)
    ref = f"{kind}_{content_hash(key)[:24]}"
    row = {"key": key, "kind": kind, "ref": ref, "asked": said, "amount_cents": amount, **more}
    await ctx.db.execute(insert(stand_in_calls).values(row).on_conflict_do_nothing())
    found = await _known(ctx, key)
    if found.asked != said:
        raise KeyUsedOtherwise(f"{key}.")
    return found


async def _known(ctx: Ctx, key: str) -> Any:
    return await ctx.row(select(stand_in_calls).where(stand_in_calls.c.key == key))


async def _of(ctx: Ctx, kind: str, ref: str) -> Any:
    table = stand_in_calls
    row = await ctx.row(select(table).where(table.c.kind == kind, table.c.ref == ref))
    if row is None:
        raise ProviderRefused(f"No {kind} {ref} here.")
    return row
