"""How a creator gets paid: an account with the payment provider, from nothing to ready.

What a creator earns is theirs from the moment the work passed; it leaves for their account as soon
as that account is ready.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from core.errors import NotFound
from core.ids import derived_id
from core.settings import settings
from domain.access import Actor, worker_for
from domain.providers import THEIRS, Opening, Payee, PayeeState, Provider, after, why
from domain.work import MoveMoney
from memory import moves, payees, queue
from memory.ctx import Ctx, open_ctx
from memory.standin import StandIn
from tools.base import Answer, Everywhere, tool
from tools.earnings import creator_of
from tools.moves import provider

Country = Annotated[str, StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{2}$")]
PLACE = "/studio/payouts"


class NoAccountYet(NotFound):
    """There is no payout account yet."""


class NotAStandIn(NotFound):
    """Only the stand-in lets an account be answered for here."""


class PayoutSetup(Everywhere):
    """Where the creator lives or has their business: two letters, such as DE."""

    country: Country = Field(description="Country, by its two letters")


class StandInAnswer(Everywhere):
    """What the stand-in says of the account, as a provider would after it looked."""

    state: Literal["needs_more", "ready", "suspended"]


class PayoutLine(Answer):
    """One amount on its way: `wanted`, `asked`, `waiting` (for the account), `done`, `refused`.

    `theirs` says that the creator can mend a refusal: it lies in their account or its details.
    """

    amount_cents: int
    currency: str
    status: str
    created_at: datetime
    done_at: datetime | None
    theirs: bool = False


class PayoutRead(Answer):
    """How a creator's account stands, what the provider still wants, and what waits for it.

    `link` is where the provider asks for it; it works once, and only right after it was asked for.
    """

    state: PayeeState
    provider: str
    wanted: list[str] = []
    country: str = ""
    changed_at: datetime | None = None
    link: str = ""
    lines: list[PayoutLine] = []


@tool("earnings:read")
async def read_payouts(ctx: Ctx, ask: Everywhere) -> PayoutRead:
    """How your payout account stands, and what was paid into it or waits for it."""
    return await _read(ctx, creator_of(ctx))


@tool("payouts:write")
async def set_up_payouts(ctx: Ctx, ask: PayoutSetup) -> PayoutRead:
    """Open your payout account, or go on with it; `link` is the provider's own page."""
    creator_id, way = creator_of(ctx), provider()
    row = await payees.account(ctx, creator_id, way.name)
    if row is None:
        # opened again after a crash it is the same account: the key is the creator's
        key = str(derived_id("payout account", way.name, creator_id))
        ref = await way.open_account(Opening(key, ask.country))
        await _keep(ctx, creator_id, way, Payee(ref, "started"), ask.country, "none")
        row = await payees.account(ctx, creator_id, way.name)
    link = await way.onboarding(row.ref, f"{settings().address}{PLACE}")
    return (await _read(ctx, creator_id)).model_copy(update={"link": link})


@tool("payouts:write")
async def refresh_payouts(ctx: Ctx, ask: Everywhere) -> PayoutRead:
    """Ask the provider how your account stands now; what waited for it is paid once it is ready."""
    creator_id, way = creator_of(ctx), provider()
    row = await payees.account(ctx, creator_id, way.name)
    if row is None:
        raise NoAccountYet(remedy="Set it up first.")
    await _look(ctx, row, way)
    return await _read(ctx, creator_id)


@tool("payouts:write")
async def answer_stand_in(ctx: Ctx, ask: StandInAnswer) -> PayoutRead:
    """Answer for your account where a stand-in is in the provider's place; no money moves."""
    creator_id, way = creator_of(ctx), provider()
    row = await payees.account(ctx, creator_id, way.name)
    if row is None:
        raise NoAccountYet(remedy="Set it up first.")
    if not isinstance(way, StandIn):
        raise NotAStandIn(f"It is {way.name}.", remedy="Tell the provider.")
    await way.put(row.ref, ask.state)
    await _look(ctx, row, way)
    return await _read(ctx, creator_id)


async def hear(body: bytes, signature: str) -> None:
    """A notice of the provider: whatever it is about is looked at anew. Raises `WebhookForged`."""
    way = provider()
    told = way.notice(body, signature)
    if told.kind == "account":
        async with open_ctx(Actor("worker")) as ctx:
            row = await payees.by_ref(ctx, told.ref, way.name)
            if row is not None:
                await _look(ctx, row, way)
    elif told.kind == "payment" and (named := _named(told.about)):
        business_id, move_id = named
        async with open_ctx(worker_for(business_id)) as ctx:
            move = await moves.one(ctx, move_id)
            if move is not None and move.ref in (told.ref, None):
                await queue.enqueue(ctx, [MoveMoney(move_id=move_id)])


async def _look(ctx: Ctx, row: Any, way: Provider) -> None:
    """Write how an account stands now; what waited for it goes on when it is ready."""
    told = await way.account(row.ref)
    await _keep(ctx, row.creator_id, way, told, row.country, row.state)
    if told.state == "ready":
        for business_id, move_id in await moves.due_to(ctx, row.creator_id):
            await queue.enqueue_for(ctx, business_id, MoveMoney(move_id=move_id))


async def _keep(
    ctx: Ctx, creator_id: UUID, way: Provider, told: Payee, country: str, before: PayeeState
) -> None:
    row = {"creator_id": creator_id, "provider": way.name, "ref": told.ref, "country": country,
           "state": after(before, told.state), "wanted": [*told.wanted]}  # fmt: skip
    await payees.keep(ctx, row)


async def _read(ctx: Ctx, creator_id: UUID) -> PayoutRead:
    way = provider()
    row = await payees.account(ctx, creator_id, way.name)
    lines = [_line(one) for one in await moves.every(ctx) if one.kind == "transfer"]
    if row is None:
        return PayoutRead(state="none", provider=way.name, lines=lines)
    return PayoutRead(
        state=row.state, provider=way.name, wanted=row.wanted, country=row.country,
        changed_at=row.changed_at, lines=lines,
    )  # fmt: skip


def _line(row: Any) -> PayoutLine:
    theirs = row.status == "refused" and why(row.reason) in THEIRS
    return PayoutLine(
        amount_cents=row.amount_cents, currency=row.currency, status=row.status,
        created_at=row.created_at, done_at=row.done_at, theirs=theirs,
    )  # fmt: skip


def _named(about: str) -> tuple[UUID, UUID] | None:
    business, _, move = about.partition(":")
    try:
        return UUID(business), UUID(move)
    except ValueError:
        return None
