"""Money: buy a map (its price is held), pay a creator, settle a bonus. Nothing moves twice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import Conflict, NotFound
from core.ids import derived_id
from domain import escrow
from domain.assignments import NotPassed
from domain.deals import BonusSettled, BriefUnplaced, BriefWithdrawn, CreatorPaid, FundsHeld
from domain.escrow import Payment, bonus_of
from domain.events import MapPurchased
from domain.maps import ExecutionMap
from domain.work import EndHold
from memory import events, ledger, market, outcomes, people, plans, schedule
from memory import moves as money_moves
from memory.ctx import Ctx
from tools import moves
from tools.base import Answer, Ask, tool
from tools.briefs import BriefId, known
from tools.invitations import must_be_verified
from tools.offers import take_back
from tools.plans import MapId, NoSuchMap, Nothing, approve, undecided

WHOLE = 100
"""Percent of a fee that passed work earns, unless a person decided otherwise."""


class NoSuchWork(NotFound):
    """There is no such work here."""


class QuoteRanOut(Conflict):
    """The prices of this map were good until a day that is over."""


class NotTakenBack(Conflict):
    """A creator is at work on this brief, or its money has moved."""


class Purchase(MapId):
    """A map to buy; for premium work the best three bid under seal and a person reviews."""

    premium: bool = False


class Purchased(Answer):
    """What is held for a map, in minor units; 0 until a payment page of the provider was used."""

    map_id: UUID
    held_cents: int
    currency: str


class PaymentRead(Answer):
    """The payment for a map: `none`, `wanted`, `asked`, `open` (pay at `url`), `done`, `over` …"""

    status: str
    provider: str
    url: str = ""
    amount_cents: int = 0
    currency: str = ""


class Returned(Answer):
    """What went back to the founder, in minor units."""

    brief_id: UUID
    returned_cents: int


class Funds(Answer):
    """Totals of the business's held funds in minor units; `sum` of all entries is zero."""

    held: int
    still_held: int
    released: int
    fees: int
    refunded: int
    bonus: int
    sum: int
    currency: str


class MovementLine(Answer):
    """One movement of held funds: `hold`, `release`, `refund` or `bonus`."""

    id: UUID
    kind: str
    at: datetime
    map_id: UUID
    title: str
    amount_cents: int
    currency: str


class MovementList(Answer):
    """Movements, oldest first."""

    items: list[MovementLine]


class Movements(Ask):
    """All movements, or the last of them."""

    last: int | None = Field(default=None, ge=1)


class AssignmentId(Ask):
    """An assignment by its id."""

    assignment_id: UUID


class Settled(Ask):
    """A bonus decision: whether the metric frozen in the brief was met."""

    assignment_id: UUID
    met: bool


class Paid(Answer):
    """What moved to the creator, in minor units (0 when nothing did)."""

    assignment_id: UUID
    paid_cents: int


@tool("money:write")
async def purchase_map(ctx: Ctx, ask: Purchase) -> Purchased:
    """Buy a map: each artifact's price and its bonus are held until the work has passed."""
    row = await undecided(ctx, ask.map_id)
    await must_be_verified(ctx)
    plan = ExecutionMap.model_validate(row.payload)
    if ctx.at.date() > plan.quote_valid_until:
        raise QuoteRanOut(
            f"That was {plan.quote_valid_until}.", remedy="Wait for the next maps, or decline it.",
            field="map_id", value=str(row.id),
        )  # fmt: skip
    if row.status == "proposed":
        await approve(ctx, row.id)  # who may buy may approve; the books show both
    await ledger.lock(ctx, str(row.id))
    whole = sum(full_price(one.price_cents) for one in await plans.artifacts_of(ctx, row.id))
    await moves.want_take(ctx, str(row.id), whole, plan.currency, premium=ask.premium)
    held = await _hold(ctx, row, ask.premium) if moves.provider().pays_here else 0
    return Purchased(map_id=row.id, held_cents=held, currency=plan.currency)


async def hold_paid(ctx: Ctx, paid: Any) -> None:
    """A payment came in: the map is bought; where that was decided otherwise meanwhile, or its
    price is another, the payment goes back.

    `paid` is the movement. A map whose payment was made at once is bought already.
    """
    row = await plans.one_map(ctx, UUID(paid.hold))
    await ledger.lock(ctx, paid.hold)
    if await ledger.postings(ctx, paid.hold):
        return
    pieces = await plans.artifacts_of(ctx, row.id) if row else []
    asked = sum(full_price(one.price_cents) for one in pieces)
    if row and row.status in ("proposed", "approved") and asked == paid.amount_cents:
        await _hold(ctx, row, paid.premium)
        return
    back = (f"refund:{paid.key}", paid.amount_cents, paid.currency)
    await moves.want_out(ctx, paid.hold, *back)


@tool("money:read")
async def read_payment(ctx: Ctx, ask: MapId) -> PaymentRead:
    """How the payment for a map stands, and where it is made while it is open."""
    if await plans.one_map(ctx, ask.map_id) is None:
        raise NoSuchMap(f"{ask.map_id}.", field="map_id", value=str(ask.map_id))
    found = await money_moves.of_hold(ctx, str(ask.map_id), "take")
    way = moves.provider()
    if not found:
        return PaymentRead(status="none", provider=way.name)
    last = found[-1]
    return PaymentRead(status=last.status, url=last.url or "", provider=last.provider,
                       amount_cents=last.amount_cents, currency=last.currency)  # fmt: skip


async def _hold(ctx: Ctx, row: Any, premium: bool) -> int:
    """Each artifact's price and bonus into held funds; the briefs follow. Returns minor units."""
    plan = ExecutionMap.model_validate(row.payload)
    held = 0
    artifacts = await plans.artifacts_of(ctx, row.id)
    for artifact in artifacts:
        payment = Payment(
            str(row.id), str(artifact.id), full_price(artifact.price_cents), plan.currency,
            founder=str(ctx.business_id),
        )  # fmt: skip
        before = await ledger.postings(ctx, str(row.id))
        await ledger.post(ctx, escrow.hold(before, payment, ctx.at))
        held += payment.amount
    await plans.decide_map(ctx, row.id, "purchased")
    await plans.change_map(ctx, row.id, premium=premium)
    await schedule.wait_until(ctx, escrow.hold_ends_at(ctx.at), EndHold(map_id=row.id))
    await outcomes.answer(ctx, "execution_map", row.id, "accepted")
    await events.record(
        ctx,
        FundsHeld(map_id=row.id, amount_cents=held),
        MapPurchased(map_id=row.id, artifact_ids=tuple(artifact.id for artifact in artifacts)),
    )
    return held


@tool("money:move")
async def pay_creator(ctx: Ctx, ask: AssignmentId) -> Paid:
    """Pay the base fee of passed work out of held funds, or the part that was decided on.

    Of work that passed in part all that is left goes back at once: it has no bonus.
    """
    work = await _work(ctx, ask.assignment_id)
    await ledger.lock(ctx, work["hold"])
    before = await ledger.postings(ctx, work["hold"])
    payment = Payment(
        work["hold"], work["part"], escrow.portion(work["row"].fee_cents, work["row"].paid_percent),
        work["currency"], founder=str(ctx.business_id), creator=str(work["row"].creator_id),
    )  # fmt: skip
    posting = escrow.release(before, payment, ctx.at)
    await ledger.post(ctx, posting)
    earned = _earned(posting, payment)
    await _keep(ctx, work, "base", earned, posting.key)
    await _on_to_creator(ctx, payment, posting.key, earned)
    if work["row"].paid_percent < WHOLE:
        await _rest_back(ctx, work)
    await events.record(ctx, CreatorPaid(assignment_id=ask.assignment_id, amount_cents=earned))
    return Paid(assignment_id=ask.assignment_id, paid_cents=earned)


@tool("money:move")
async def settle_bonus(ctx: Ctx, ask: Settled) -> Paid:
    """Thirty days after publication: pay the bonus if the metric was met; the rest goes back."""
    work = await _work(ctx, ask.assignment_id)
    await ledger.lock(ctx, work["hold"])
    bonus = Payment(
        work["hold"], work["part"], work["row"].bonus_cents, work["currency"],
        founder=str(ctx.business_id), creator=str(work["row"].creator_id),
    )  # fmt: skip
    paid = 0
    before = await ledger.postings(ctx, work["hold"])
    escrow.must_be_released(before, bonus)
    if ask.met and bonus.amount:
        posting = escrow.bonus(before, bonus, ctx.at, due_at=ctx.at, met=True)
        await ledger.post(ctx, posting)
        paid = bonus.amount
        await _keep(ctx, work, "bonus", paid, posting.key)
        await _on_to_creator(ctx, bonus, posting.key, paid)
    await _rest_back(ctx, work)
    await events.record(ctx, BonusSettled(assignment_id=ask.assignment_id, paid_cents=paid))
    return Paid(assignment_id=ask.assignment_id, paid_cents=paid)


@tool("money:move")
async def return_funds(ctx: Ctx, ask: BriefId) -> Returned:
    """Nobody is left who could take a brief: what is held for it goes back to the founder."""
    left = await give_back(ctx, await known(ctx, ask.brief_id), "unplaced")
    await events.record(ctx, BriefUnplaced(brief_id=ask.brief_id))
    return Returned(brief_id=ask.brief_id, returned_cents=left)


@tool("money:write")
async def withdraw_brief(ctx: Ctx, ask: BriefId) -> Returned:
    """Take a brief back that no creator has taken: open offers end, and its money comes back."""
    await known(ctx, ask.brief_id)
    brief = await plans.brief_alone(ctx, ask.brief_id)
    if brief.status not in ("ready", "blocked"):
        raise NotTakenBack(f"It is {brief.status}.", field="brief_id", value=str(brief.id))
    left = await give_back(ctx, brief, "withdrawn")
    await take_back(ctx, brief.id)
    await events.record(ctx, BriefWithdrawn(brief_id=brief.id))
    return Returned(brief_id=brief.id, returned_cents=left)


@tool("money:read")
async def list_movements(ctx: Ctx, ask: Movements) -> MovementList:
    """Movements of this business's held funds, oldest first; the books sum to zero."""
    rows = await ledger.postings(ctx, last=ask.last)
    names = {str(one): title for one, title in (await plans.map_titles(ctx)).items()}
    items = []
    for one in rows:
        items.append(
            MovementLine(
                id=derived_id(ctx.business_id, "transfer", one.key), kind=one.kind, at=one.at,
                map_id=UUID(one.hold), title=names.get(one.hold, ""),
                amount_cents=escrow.moved(one), currency=one.entries[0].currency,
            )
        )  # fmt: skip
    return MovementList(items=items)


async def give_back(ctx: Ctx, brief: Any, status: str) -> int:
    """What is held for a brief goes back to the founder; returns how much, in minor units."""
    artifact = await plans.artifact(ctx, brief.artifact_id)
    plan = await plans.one_map(ctx, artifact.map_id)
    hold, part = str(plan.id), str(artifact.id)
    await ledger.lock(ctx, hold)
    before = await ledger.postings(ctx, hold)
    left = escrow.balance(before, f"held:{hold}:{part}", plan.currency)
    if left:
        rest = Payment(hold, part, left, plan.currency, str(ctx.business_id))
        await _back(ctx, before, rest)
    await plans.change_brief(ctx, brief.id, status=status)
    return left


@tool("money:read")
async def funds(ctx: Ctx, ask: Nothing) -> Funds:
    """What is held, paid and given back."""
    business = await people.business(ctx)
    code = business.currency if business else "USD"
    return Funds(currency=code, **escrow.in_account(await ledger.postings(ctx), code))


def full_price(price_cents: int) -> int:
    """What is held for an artifact: its price and the bonus on top."""
    return price_cents + bonus_of(price_cents)


async def _work(ctx: Ctx, assignment_id: UUID) -> dict[str, Any]:
    """Whose work it is and what is held for it. Raises `NoSuchWork`, `NotPassed`."""
    row = await market.assignment(ctx, assignment_id)
    if row is None:
        raise NoSuchWork(f"{assignment_id}.", field="assignment_id", value=str(assignment_id))
    if row.status != "passed":
        raise NotPassed(f"It is {row.status}.", field="assignment_id", value=str(assignment_id))
    brief = await plans.brief(ctx, row.brief_id)
    artifact = await plans.artifact(ctx, brief.artifact_id)
    plan = await plans.one_map(ctx, artifact.map_id)
    return {
        "row": row, "hold": str(plan.id), "part": str(artifact.id), "currency": plan.currency,
    }  # fmt: skip


async def _rest_back(ctx: Ctx, work: dict[str, Any]) -> None:
    """Whatever is still held for a piece of work goes back to the founder."""
    book = await ledger.postings(ctx, work["hold"])
    left = escrow.balance(book, f"held:{work['hold']}:{work['part']}", work["currency"])
    if left:
        rest = Payment(work["hold"], work["part"], left, work["currency"], str(ctx.business_id))
        await _back(ctx, book, rest)


async def _back(ctx: Ctx, book: list[escrow.Posting], rest: Payment) -> None:
    posting = escrow.refund(book, rest, ctx.at)
    await ledger.post(ctx, posting)
    await moves.want_out(ctx, rest.hold, posting.key, rest.amount, rest.currency)


async def _on_to_creator(ctx: Ctx, given: Payment, key: str, cents: int) -> None:
    await moves.want_out(ctx, given.hold, key, cents, given.currency, UUID(given.creator))


async def _keep(ctx: Ctx, work: dict[str, Any], kind: str, cents: int, key: str) -> None:
    row = work["row"]
    payment = {
        "creator_id": row.creator_id, "assignment_id": row.id, "kind": kind,
        "amount_cents": cents, "currency": work["currency"], "key": key, "paid_at": ctx.at,
    }  # fmt: skip
    await ledger.keep_payment(ctx, payment)
    payment_id = derived_id(ctx.business_id, "payment", key)
    why = "the work passed" if kind == "base" else "the promised result was reached"
    await outcomes.link(ctx, "payment", payment_id, [("assignment", row.id, why)])


def _earned(posting: escrow.Posting, payment: Payment) -> int:
    account = f"creator:{payment.creator}"
    return sum(entry.amount for entry in posting.entries if entry.account == account)
