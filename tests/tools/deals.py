"""Many bought artifacts at once, each with its hold and its brief, for tests of races."""

from datetime import timedelta
from uuid import UUID

from core.ids import new_id
from domain import escrow
from domain.access import Actor, worker_for
from domain.escrow import Payment
from memory import ledger, market, plans
from memory.ctx import Ctx, open_ctx
from tests.worlds import briefed, creators
from tools.payments import full_price

PRICE = 40_000


def house_of(founder: Actor) -> Actor:
    """The worker of a founder's business."""
    return worker_for(founder.business_id or new_id())


async def begun(house: Actor, *names: str) -> dict[str, object]:
    """Creators come in and one brief is written; its row is what further briefs are copied from."""
    async with open_ctx(house) as ctx:
        await creators(ctx, *names)
        row = await plans.brief(ctx, await briefed(ctx))
    kept = ("status", "artifact_type", "specialization", "payload")
    return {name: getattr(row, name) for name in kept}


async def held(ctx: Ctx, pattern: dict[str, object]) -> UUID:
    """A bought map of one artifact, its price and bonus held, with a brief; returns the brief."""
    map_id, artifact_id, brief_id = new_id(), new_id(), new_id()
    title = f"Map {map_id}"
    await plans.keep_map(
        ctx,
        {"id": map_id, "guard": title, "title": title, "status": "purchased", "payload": {},
         "currency": "USD"},
    )  # fmt: skip
    artifact = {
        "id": artifact_id, "map_id": map_id, "position": 1, "artifact_type": "email",
        "title": title, "price_cents": PRICE, "outline": {},
    }  # fmt: skip
    await plans.keep_artifacts(ctx, [artifact])
    payment = Payment(
        str(map_id), str(artifact_id), full_price(PRICE), "USD", founder=str(ctx.business_id)
    )
    await ledger.post(ctx, escrow.hold([], payment, ctx.at))
    terms = {"fee_cents": PRICE, "bonus_cents": escrow.bonus_of(PRICE)}
    await plans.keep_brief(ctx, {**pattern, **terms, "id": brief_id, "artifact_id": artifact_id})
    return brief_id


async def with_a_creator(
    ctx: Ctx, brief_id: UUID, creator_id: UUID, status: str = "offered"
) -> UUID:
    """The brief with a creator, in any state; returns the assignment."""
    assignment_id = new_id()
    row = {
        "id": assignment_id, "brief_id": brief_id, "creator_id": creator_id, "rank": 1,
        "status": status, "reason": "Fits.", "fee_cents": PRICE - 5_000,
        "bonus_cents": escrow.bonus_of(PRICE), "because": {"for_creator": "Fits."},
        "offered_at": ctx.at, "expires_at": ctx.at + timedelta(hours=24), "answered_at": ctx.at,
        "passed_at": ctx.at,
    }  # fmt: skip
    assert await market.keep_assignment(ctx, row)
    return assignment_id
