"""Money through the payment provider: what is wanted stands beside the ledger, a job asks for it.

Not in the catalog: people hold and pay through `tools/payments.py`, and what follows is done here,
in three steps of which no transaction spans two: the intent is written, the provider is called with
the movement's id as the key, its answer is written. Done again after a crash, nothing moves twice.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from connectors.stripe_provider import Stripe
from core.errors import Conflict, Unavailable
from core.ids import derived_id
from core.settings import settings
from domain.deals import MoneyRefused
from domain.providers import (
    USED_OTHERWISE,
    Charge,
    KeyUsedOtherwise,
    Payout,
    Provider,
    ProviderNotSet,
    ProviderRefused,
    Refund,
    Taken,
)
from domain.work import MoveMoney
from memory import events, moves, payees, plans, queue, schedule
from memory.ctx import Ctx
from memory.moves import SETTLED
from memory.standin import StandIn

WAYS: dict[str, Provider] = {"stand-in": StandIn(), "stripe": Stripe()}
LOOKS_AGAIN = timedelta(minutes=15)
"""A payment page that nobody told us of is looked at this often."""
WAITS_FOR_ACCOUNT = timedelta(days=1)


class NotPaidInYet(Unavailable):
    """What this money would be taken out of is not paid in yet."""


class NotRefused(Conflict):
    """This money is not refused any more."""


class MayBePaid(Conflict):
    """The provider knows the key of this money for something else: it may be paid already."""


def provider() -> Provider:
    """The provider of new payments and accounts, as the settings choose it."""
    return WAYS["stripe" if settings().stripe_key.get_secret_value() else "stand-in"]


def provider_named(name: str) -> Provider:
    """The provider that a movement began with. Raises `ProviderNotSet`."""
    if name == "stripe" and not settings().stripe_key.get_secret_value():
        raise ProviderNotSet("It is Stripe.", remedy="Set REFLEQT_STRIPE_KEY again.")
    return WAYS[name]


async def want_take(ctx: Ctx, hold: str, cents: int, currency: str, *, premium: bool) -> None:
    """A founder's payment for what is held; after one that came to nothing there is another."""
    before = await moves.of_hold(ctx, hold, "take")
    if any(row.status not in ("over", "refused") for row in before):
        return
    key = f"take:{hold}:{len(before)}"
    row = {"kind": "take", "key": key, "hold": hold, "amount_cents": cents, "currency": currency,
           "premium": premium, "provider": provider().name}  # fmt: skip
    await _want(ctx, row)


async def want_out(
    ctx: Ctx, hold: str, key: str, cents: int, currency: str, creator_id: UUID | None = None
) -> None:
    """Money on to a creator's account, or (without one) back to the founder.

    It leaves by the way it came in. What was held before there was a provider has none to leave by.
    """
    paid = await _payment_of(ctx, hold)
    if paid is None or not cents:
        return
    kind = "transfer" if creator_id else "refund"
    row = {"kind": kind, "key": key, "hold": hold, "amount_cents": cents, "currency": currency,
           "creator_id": creator_id, "provider": paid.provider}  # fmt: skip
    await _want(ctx, row)


async def begin(ctx: Ctx, move_id: UUID) -> Any:
    """The movement that is to be asked for now, or None; that it is asked for is written down.

    Raises `NotPaidInYet`, `ProviderNotSet`.
    """
    row = await moves.one(ctx, move_id)
    if row is None or row.status in SETTLED:
        return None
    provider_named(row.provider)
    found: dict[str, Any] = {"row": row, "payment": "", "account": "", "title": ""}
    if row.kind == "transfer":
        account = await payees.account(ctx, row.creator_id, row.provider)
        if account is None or account.state != "ready":
            await moves.change(ctx, move_id, status="waiting")
            again = ctx.at + WAITS_FOR_ACCOUNT
            await schedule.put_back(ctx, MoveMoney(move_id=move_id), again)
            return None
        found["account"] = account.ref
    if row.kind == "take":
        found["title"] = (await plans.one_map(ctx, UUID(row.hold))).title
    else:
        paid = await _payment_of(ctx, row.hold)
        if paid is None or paid.status != "done":
            raise NotPaidInYet(f"{row.hold}.")
        found["payment"] = paid.payment
    if row.status != "open":
        first = row.asked_at or ctx.at
        await moves.change(ctx, move_id, status="asked", asked_at=first, error=None)
    return found


async def call(found: dict[str, Any]) -> Taken | str:
    """Ask the provider. No transaction is open. Raises what the port raises."""
    row = found["row"]
    way = provider_named(row.provider)
    *refused, key = [_key(row.id, each) for each in range(row.attempt + 1)]
    cents, code, before = row.amount_cents, row.currency, (row.asked_at, tuple(refused))
    if row.kind == "transfer":
        return await way.transfer(
            Payout(key, cents, code, found["account"], found["payment"], *before)
        )
    if row.kind == "refund":
        return await way.refund(Refund(key, cents, code, found["payment"], *before))
    if row.ref:
        return await way.payment(row.ref)
    back = f"{settings().address}/maps/{row.hold}"
    about = f"{row.business_id}:{row.id}"
    return await way.take(Charge(key, cents, code, found["title"], back, about))


async def settle(ctx: Ctx, move_id: UUID, answer: Taken | str) -> Any:
    """Write down what the provider answered; returns a payment that was made just now, else None.

    Said twice, the second time changes nothing.
    """
    row = await moves.one(ctx, move_id)
    if row is None or row.status in ("done", "over"):
        return None
    if isinstance(answer, str):  # also over a refusal: what left has left
        await moves.change(ctx, move_id, status="done", ref=answer, done_at=ctx.at)
        return None
    if row.status == "refused":
        return None
    if answer.state == "paid":
        done = {"status": "done", "payment": answer.payment, "url": None, "done_at": ctx.at}
        await moves.change(ctx, move_id, ref=answer.ref, **done)
        return row
    status = "over" if answer.state == "over" else "open"
    await moves.change(ctx, move_id, status=status, ref=answer.ref, url=answer.url or row.url)
    if status == "open":
        await schedule.put_back(ctx, MoveMoney(move_id=move_id), ctx.at + LOOKS_AGAIN)
    return None


async def refuse(ctx: Ctx, asked: Any, wrong: ProviderRefused | KeyUsedOtherwise) -> None:
    """The provider said no for good to what was asked; operators are told.

    A late no to an attempt that was followed by another says nothing of that one.
    """
    row = await moves.one(ctx, asked.id)
    if row is None or row.status in SETTLED or row.attempt != asked.attempt:
        return
    reason = wrong.reason if isinstance(wrong, ProviderRefused) else USED_OTHERWISE
    await moves.change(
        ctx, row.id, status="refused", error=wrong.detail[:500], reason=reason[:100],
        refused_at=row.refused_at or ctx.at,
    )  # fmt: skip
    if row.kind != "take":
        await events.record(ctx, MoneyRefused(move_id=row.id, attempt=row.attempt))


async def put_aside(ctx: Ctx, move_id: UUID, why: str) -> None:
    """The provider could not be asked often enough: what came of it is not known."""
    row = await moves.one(ctx, move_id)
    if row is not None and row.status not in SETTLED:
        since = row.refused_at or ctx.at
        await moves.change(ctx, move_id, status="failed", error=why[:500], refused_at=since)


async def want_again(ctx: Ctx, move_id: UUID) -> None:
    """Ask once more for money that was refused; of two at once the second finds it wanted.

    A refusal is the provider's last word on its key, so there is a new one. What could not be
    asked keeps its key: it may have been done, and the provider knows it by that.
    Raises `NotRefused`, `MayBePaid`.
    """
    row = await moves.one(ctx, move_id)
    if row is None or row.kind == "take" or row.status not in ("refused", "failed"):
        raise NotRefused(remedy="Load the list anew.")
    if row.status == "refused" and row.reason == USED_OTHERWISE:
        raise MayBePaid(remedy="Look for it at the provider.")
    attempt = row.attempt + (row.status == "refused")
    await moves.change(ctx, move_id, status="wanted", attempt=attempt)
    await queue.enqueue(ctx, [MoveMoney(move_id=move_id, attempt=attempt)])


def _key(move_id: UUID, attempt: int) -> str:
    """What the provider knows an attempt by."""
    return str(derived_id(move_id, "attempt", attempt) if attempt else move_id)


async def _payment_of(ctx: Ctx, hold: str) -> Any:
    """The payment that stands for what is held, if there is one."""
    paid = await moves.of_hold(ctx, hold, "take")
    return next((row for row in paid[::-1] if row.status not in ("over", "refused")), None)


async def _want(ctx: Ctx, row: dict[str, Any]) -> None:
    if await moves.keep(ctx, row) is not None:
        one = derived_id(ctx.business_id, "move", row["key"])
        await queue.enqueue(ctx, [MoveMoney(move_id=one)])
