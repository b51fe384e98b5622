"""Scores of maps and briefs from the checklists, with the points that are missing."""

from typing import Any, Literal
from uuid import UUID

from domain import rubric_briefs, rubric_maps
from domain.map_text import render
from domain.maps import ExecutionMap
from domain.rubric_maps import MapCase
from domain.rubrics import Finding, ScoreCard
from memory import plans, receipts
from memory.ctx import Ctx, as_worker
from tools.base import Answer, tool
from tools.briefs import BriefId, known, read_of, tenant_of
from tools.planning import around
from tools.plans import MapId, one_known


class Point(Answer):
    """One criterion that is missing or was not checked; `cap` is what it holds the score at."""

    id: str
    title: str
    why: str
    weight: int
    cap: int


class Scored(Answer):
    """A score of 0 to 100; `cap` is what holds it down, if so. `met` of `checked` criteria hold."""

    id: UUID
    kind: Literal["map", "brief"]
    score: int
    cap: int | None
    met: int
    checked: int
    missing: list[Point]
    unchecked: list[Point]


@tool("plans:read")
async def score_map(ctx: Ctx, ask: MapId) -> Scored:
    """Score a map by its 28 criteria, with what is missing; raises `NoSuchMap`."""
    row = await one_known(ctx, ask.map_id)
    plan = ExecutionMap.model_validate(row.payload)
    ids = await _resolved(ctx, plan, row.id)
    open_to_choice = row.status in ("proposed", "approved")
    near = await around(ctx)
    card = rubric_maps.scored(
        MapCase(
            plan, render(plan), ids=frozenset(ids), segments=near.segments or None,
            free=near.free or None if open_to_choice else None,
            ahead=near.ahead if open_to_choice else None,
        )
    )  # fmt: skip
    return _scored(row.id, "map", card)


@tool("plans:read")
async def score_brief(ctx: Ctx, ask: BriefId) -> Scored:
    """Score a brief by its 28 criteria, with what is missing; raises `NoSuchBrief`."""
    row = await known(ctx, ask.brief_id)
    async with as_worker(ctx) as house:
        tenant = await tenant_of(house)
    artifact = await plans.artifact(ctx, row.artifact_id)
    plan = ExecutionMap.model_validate((await plans.one_map(ctx, artifact.map_id)).payload)
    ids = frozenset(str(one) for one in await _resolved(ctx, plan, row.id))
    read = read_of(row)
    card = rubric_briefs.score_of(read.brief, read.text, ids=ids, tenant=tenant)
    return _scored(row.id, "brief", card)


async def _resolved(ctx: Ctx, plan: ExecutionMap, one: UUID) -> set[UUID]:
    """Which pieces of evidence of a map, or of a brief made from it, are there in the store."""
    told = [(source.kind, source.id) for source in plan.sources()]
    told += [(link.to_kind, link.to_id) for link in await receipts.links_from(ctx, [one])]
    ids: set[UUID] = set()
    for kind in {kind for kind, _ in told}:
        cited = [each for its, each in told if its == kind]
        ids |= {found.id for found in await receipts.of_kind(ctx, kind, cited)}
    return ids


def _scored(one: UUID, kind: Literal["map", "brief"], card: ScoreCard) -> Scored:
    checked = [each for each in card.findings if each.state != "not_checked"]
    return Scored(
        id=one, kind=kind, score=card.score, cap=card.cap, checked=len(checked),
        met=sum(each.state == "met" for each in checked),
        missing=[_point(each) for each in card.missing],
        unchecked=[_point(each) for each in card.unchecked],
    )  # fmt: skip


def _point(one: Finding) -> Point:
    fields: dict[str, Any] = {name: getattr(one, name) for name in Point.model_fields}
    return Point(**fields)
