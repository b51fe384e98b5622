"""Index health: how whole every business's search index is, how old its keys are, and checking now.

Whoever runs the installation sees counts, days and ids here, never anybody's words.
"""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from core.settings import settings
from domain.vault import KEY_LIFE
from domain.work import CheckIndex, RebuildIndex
from memory import index, oversight, people, queue
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class HealthLine(Answer):
    """One business: the live generation with its vectors, what is being built, what the last check
    found, and its keys. `seals` of a change of keys that goes on, `resealed` of them by now."""

    business_id: UUID
    generation: int
    held: int
    building: int | None
    total: int
    done: int
    failed: int
    checked_at: datetime | None
    missing: int
    surplus: int
    different: int
    repaired: int
    keys: int
    newest_key_at: datetime | None
    key_days: int
    seals: int
    resealed: int


class Health(Answer):
    """All businesses, and their sums. `engine`: chroma or pgvector; `reachable`: it answers."""

    engine: str
    reachable: bool
    key_life_days: int = KEY_LIFE.days
    vectors: int
    repaired: int
    building: int
    changing_keys: int
    items: list[HealthLine]


class Chosen(Ask):
    """One business, or all of them."""

    business_id: UUID | None = None


class Asked(Answer):
    """For how many businesses a job waits now."""

    businesses: int = Field(ge=0)


@tool("operations:read")
async def watch_index(ctx: Ctx, ask: Nothing) -> Health:
    """How whole the search index is, by business, and how old keys are."""
    items = [_line(ctx, row) for row in await oversight.index_health(ctx)]
    return Health(
        engine=settings().vectors,
        reachable=settings().vectors == "pgvector" or index.reachable(),
        vectors=sum(one.held for one in items),
        repaired=sum(one.repaired for one in items),
        building=sum(one.building is not None for one in items),
        changing_keys=sum(one.keys > 1 for one in items),
        items=items,
    )


@tool("operations:write")
async def check_index(ctx: Ctx, ask: Chosen) -> Asked:
    """Hold the index against Postgres now, and repair what diverges."""
    return await _enqueue(ctx, ask, CheckIndex())


@tool("operations:write")
async def rebuild_index(ctx: Ctx, ask: Chosen) -> Asked:
    """Fill the index anew from Postgres; searches go on meanwhile."""
    return await _enqueue(ctx, ask, RebuildIndex())


async def _enqueue(ctx: Ctx, ask: Chosen, work: CheckIndex | RebuildIndex) -> Asked:
    known = await people.all_businesses(ctx)
    chosen = [one for one in known if ask.business_id in (None, one)]
    for business_id in chosen:
        await queue.enqueue_for(ctx, business_id, work)
    return Asked(businesses=len(chosen))


def _line(ctx: Ctx, row: object) -> HealthLine:
    values = {name: getattr(row, name) for name in HealthLine.model_fields if name != "key_days"}
    for name in ("total", "done", "failed"):
        values[name] = values[name] or 0
    newest = values["newest_key_at"]
    return HealthLine(**values, key_days=(ctx.at - newest).days if newest else 0)
