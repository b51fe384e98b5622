"""Seats: the places of one person, and which of them they sit in."""

from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID

from core.errors import NotFound
from domain.access import PEOPLE, STRANGER, Actor, Role, worker_for
from memory import grants, people
from memory.ctx import Ctx, acting
from tools.base import Answer

Kind = Literal["business", "creator", "reviewer", "operator"]


class NoSuchSeat(NotFound):
    """This account does not belong there."""


@dataclass(frozen=True)
class Seat:
    """A role, in a business or (creators, operators, reviewers of the market) in none."""

    role: Role
    business_id: UUID | None = None
    creator_id: UUID | None = None

    @property
    def kind(self) -> Kind:
        """Whether it is in a business, or whose it is."""
        if self.role in ("creator", "operator") or self.business_id is None:
            return cast(Kind, self.role)
        return "business"


class SeatLine(Answer):
    """A place that somebody may choose; `name` is that of the business."""

    kind: Kind
    role: str
    business_id: UUID | None
    name: str
    current: bool


class SeatList(Answer):
    """All places of one person: businesses first joined first, then those in none."""

    items: list[SeatLine]


async def choose(
    ctx: Ctx, user_id: UUID, business_id: UUID | None = None, wanted: str | None = None
) -> Seat:
    """Where the person sits. Raises `NoSuchSeat`, the same for what is not theirs and what is not.

    With nothing asked: the first business joined, else the creator that they are.
    """
    fits = [
        seat
        for seat in await all_of(ctx, user_id)
        if business_id in (None, seat.business_id) and wanted in (None, seat.kind)
    ]
    if fits:
        return fits[0]
    if business_id is not None or wanted is not None:
        raise NoSuchSeat(remedy="Leave business_id and seat out, or choose one that is yours.")
    return Seat(STRANGER)


async def all_of(ctx: Ctx, user_id: UUID) -> list[Seat]:
    """Every seat of a person. Leaves the transaction acting as that person, without a seat."""
    found = [
        Seat(cast(Role, role), business)
        for business, role in await people.memberships_of(ctx, user_id)
        if role in PEOPLE
    ]
    creator = await people.creator_of(ctx, user_id)
    if creator is not None:
        found.append(Seat("creator", None, creator))
    async with acting(ctx.db, Actor(STRANGER, user_id=user_id)) as mine:
        if await people.vets(mine):
            found.append(Seat("reviewer"))
        if await people.is_operator(mine):
            found.append(Seat("operator"))
        member = {seat.business_id for seat in found}
        held = [one.business_id for one in await grants.held_by(mine, user_id)]
        found += [Seat("evaluator", one) for one in dict.fromkeys(held) if one not in member]
    return found


async def list_seats(ctx: Ctx) -> SeatList:
    """The places of the person of `ctx`, with the names of the businesses."""
    actor = ctx.actor
    if actor.user_id is None:
        return SeatList(items=[])
    now = Seat(actor.role, actor.business_id, actor.creator_id)
    lines = [
        SeatLine(
            kind=seat.kind, role=seat.role, business_id=seat.business_id,
            name=await _name(ctx, seat.business_id), current=seat == now,
        )
        for seat in await all_of(ctx, actor.user_id)
    ]  # fmt: skip
    async with acting(ctx.db, actor):  # and again as whoever asked
        return SeatList(items=lines)


async def _name(ctx: Ctx, business_id: UUID | None) -> str:
    if business_id is None:
        return ""
    async with acting(ctx.db, worker_for(business_id)) as house:
        row = await people.business(house)
    return row.name if row else ""
