"""What whoever runs the installation sees of all businesses: ids, counts and days, no content.

Names of facts are shown where they are words of ours; anything else is `other`.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import Field

from cdt import spend
from domain import erasure
from domain.facts import Event
from memory import erasures, oversight
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool

OTHER = "other"
FACTS = frozenset(each.__name__ for each in Event.__subclasses__())


class Since(Ask):
    """How many days back, today included."""

    days: int = Field(7, ge=1, le=366)


class TenantLine(Answer):
    """A business by its id: people, rows, when anything last happened."""

    business_id: UUID
    made_at: datetime
    people: int
    rows: int
    last_at: datetime | None
    paused: bool


class Tenants(Answer):
    """All businesses, oldest first."""

    items: list[TenantLine]


class FactLine(Answer):
    """A kind of fact: how often, in how many businesses, when last."""

    name: str
    facts: int
    businesses: int
    last_at: datetime


class FactCounts(Answer):
    """Facts by how often they happened."""

    items: list[FactLine]


class SpendLine(Answer):
    """What models cost one business on one day."""

    day: date
    business_id: UUID
    calls: int
    answered: int
    tokens: int
    usd_micros: int


class SpendCounts(Answer):
    """Costs by day and business, and the sum."""

    items: list[SpendLine]
    usd_micros: int


class StepLine(Answer):
    """A step of an erasure: what it does, whether it is done, and its counts."""

    name: str
    does: str
    done_at: datetime | None
    counts: dict[str, int]


class ProgressLine(Answer):
    """How far the erasure of a business is; its id names nobody. `status`: running, stuck, done."""

    id: UUID
    status: str
    begun_at: datetime
    finished_at: datetime | None
    steps: list[StepLine]


class Progress(Answer):
    """Erasures of businesses, newest first."""

    items: list[ProgressLine]


@tool("operations:read")
async def list_tenants(ctx: Ctx, ask: Nothing) -> Tenants:
    """All businesses by id, with counts and their last activity."""
    rows = await oversight.tenants(ctx)
    return Tenants(items=[TenantLine.model_validate(row, from_attributes=True) for row in rows])


@tool("operations:read")
async def count_facts(ctx: Ctx, ask: Since) -> FactCounts:
    """How often which kind of fact happened, over all businesses."""
    found: dict[str, FactLine] = {}
    for row in await oversight.facts(ctx, ctx.at - timedelta(days=ask.days)):
        name = row.name if row.name in FACTS else OTHER
        line = FactLine(name=name, facts=row.facts, businesses=row.businesses, last_at=row.last_at)
        found[name] = line if name not in found else _sum(found[name], line)
    return FactCounts(items=sorted(found.values(), key=lambda line: (-line.facts, line.name)))


@tool("operations:read")
async def count_spend(ctx: Ctx, ask: Since) -> SpendCounts:
    """What models cost, by day and business."""
    rows = await oversight.costs(ctx, spend.today() - timedelta(days=ask.days - 1))
    lines = [SpendLine.model_validate(row, from_attributes=True) for row in rows]
    return SpendCounts(items=lines, usd_micros=sum(line.usd_micros for line in lines))


@tool("operations:read")
async def watch_erasures(ctx: Ctx, ask: Nothing) -> Progress:
    """How far the erasure of each business is: names of steps and counts."""
    items = []
    for row in await erasures.all_of_them(ctx):
        done = {step.step: step for step in await erasures.steps(ctx, row.id)}
        steps = [
            StepLine(
                name=step.name, does=step.does,
                done_at=done[step.name].done_at if step.name in done else None,
                counts=done[step.name].counts if step.name in done else {},
            )
            for step in erasure.STEPS
        ]  # fmt: skip
        items.append(
            ProgressLine(id=row.id, status=row.status, begun_at=row.begun_at,
                         finished_at=row.finished_at, steps=steps)
        )  # fmt: skip
    return Progress(items=items)


def _sum(one: FactLine, other: FactLine) -> FactLine:
    return FactLine(
        name=one.name, facts=one.facts + other.facts,
        businesses=max(one.businesses, other.businesses), last_at=max(one.last_at, other.last_at),
    )  # fmt: skip
