"""The marketplace: its creators, and how some come in from a file."""

from typing import Any
from uuid import UUID

from pydantic import Field

from domain.imports import CreatorRow
from domain.matching import is_open_to
from memory import market
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class Creators(Ask):
    """Creators with their prices and record."""

    creators: list[CreatorRow] = Field(min_length=1, max_length=10_000)


class CreatorsKept(Answer):
    """How many came, and how many were new."""

    read: int
    changed: int


class CreatorLine(Answer):
    """A creator as founders see one; prices in minor units by artifact type."""

    id: UUID
    name: str
    specializations: list[str]
    artifact_types: list[str]
    tier: str
    capacity: int
    active_briefs: int
    price_cents: dict[str, int]
    vetted: bool
    invited: bool = Field(description="Whether your business invited them")


class CreatorList(Answer):
    """The creators whom your business may ask."""

    items: list[CreatorLine]


@tool("market:read")
async def list_creators(ctx: Ctx, ask: Nothing) -> CreatorList:
    """The creators whom your business may ask: the marketplace's, and those that it invited."""
    return CreatorList(items=[_line(ctx, row) for row in await at_hand(ctx)])


async def names_of(ctx: Ctx) -> dict[UUID, str]:
    """The name of every creator whom there ever was; of those who left, a neutral one."""
    return {row.id: row.name for row in await market.ever(ctx)}


async def at_hand(ctx: Ctx) -> list[Any]:
    """The rows of creators whom the business of `ctx` may ask."""
    house = str(ctx.actor.business_id or "")
    return [
        row
        for row in await market.all_creators(ctx)
        if is_open_to(house, vetted=row.vetted, invited_by=str(row.invited_by or ""))
    ]


@tool("creators:write")
async def import_creators(ctx: Ctx, ask: Creators) -> CreatorsKept:
    """Take creators into the marketplace."""
    rows = [_row(creator) for creator in ask.creators]
    return CreatorsKept(read=len(rows), changed=len(await market.keep_creators(ctx, rows)))


def known_as(external_id: str) -> UUID:
    """Our id of a creator who came in by a file."""
    return market.creator_id(external_id)


def _line(ctx: Ctx, row: Any) -> CreatorLine:
    fields = (name for name in CreatorLine.model_fields if name != "invited")
    ours = row.invited_by is not None and row.invited_by == ctx.actor.business_id
    return CreatorLine(**{name: getattr(row, name) for name in fields}, invited=ours)


def _row(creator: CreatorRow) -> dict[str, object]:
    done = creator.history
    revisions = [float(each.get("revisions", 0)) for each in done]
    qualities = [float(each["quality"]) for each in done if "quality" in each]
    return {
        "external_id": creator.id,
        "name": creator.name,
        "specializations": creator.specializations,
        "artifact_types": creator.artifact_types,
        "tier": creator.tier,
        "capacity": creator.capacity,
        "active_briefs": creator.active_briefs,
        "price_cents": creator.price_cents,
        "history": done,
        "portfolio": creator.portfolio,
        "total_briefs_completed": len(done),
        "performance_score": sum(qualities) / len(qualities) if qualities else None,
        "revision_rate": sum(revisions) / len(revisions) if revisions else None,
    }
