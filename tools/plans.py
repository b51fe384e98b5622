"""Plans: publish a map with its predictions frozen, list maps, decide on one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.errors import Conflict, NotFound
from core.ids import derived_id
from domain.events import MapPublished, NothingProposed
from domain.maps import ExecutionMap, Proposal
from memory import calendar, events, outcomes, plans, releases
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class NoSuchMap(NotFound):
    """There is no such map here."""


class MapDecidedAlready(Conflict):
    """This map was decided on already."""


class Publication(Ask):
    """What the cartographer proposes for a week."""

    week: str
    proposal: Proposal


class Published(Answer):
    """The maps that are new, or why there is none."""

    map_ids: list[UUID]
    do_nothing: str | None


class MapId(Ask):
    """A map by its id."""

    map_id: UUID


class MapLine(Answer):
    """A map as the founder sees it."""

    id: UUID
    status: str
    proposed_at: datetime
    plan: ExecutionMap


class Reason(Answer):
    """Why doing nothing was right in a week; both none where there was always something."""

    week: str | None
    because: str | None


class ArtifactLine(Answer):
    """A piece of a map, its price in minor units, and where it stands on the calendar."""

    id: UUID
    position: int
    artifact_type: str
    title: str
    price_cents: int
    due_on: date | None
    channel: str | None
    entry_id: UUID | None
    external_id: str | None
    publish_on: date | None
    status: str | None


class ArtifactList(Answer):
    """The pieces of a map in their order."""

    items: list[ArtifactLine]


class MapList(Answer):
    """All maps, oldest first."""

    items: list[MapLine]


@tool("plans:write")
async def publish_maps(ctx: Ctx, ask: Publication) -> Published:
    """Propose maps to the founder; their predictions are frozen in the same breath."""
    live = await releases.live(ctx)
    version = live.version if live else None
    new: list[UUID] = []
    for plan in ask.proposal.maps:
        map_id = derived_id(ctx.business_id, "map", plan.guard)
        if await plans.keep_map(ctx, _map_row(map_id, plan, version)):
            new.append(map_id)
            await _keep_parts(ctx, map_id, plan, version)
            await events.record(ctx, MapPublished(map_id=map_id))
    if not new:
        because = ask.proposal.do_nothing or "everything worth proposing is proposed already"
        await events.record(ctx, NothingProposed(week=ask.week, because=because))
    return Published(map_ids=new, do_nothing=ask.proposal.do_nothing)


@tool("plans:read")
async def list_maps(ctx: Ctx, ask: Nothing) -> MapList:
    """The maps proposed to this business, oldest first."""
    return MapList(items=[_line(row) for row in await plans.all_maps(ctx)])


@tool("plans:read")
async def last_reason(ctx: Ctx, ask: Nothing) -> Reason:
    """Why nothing was proposed when that was last so."""
    row = await events.latest(ctx, NothingProposed.__name__)
    if row is None:
        return Reason(week=None, because=None)
    return Reason(week=row.payload["week"], because=row.payload["because"])


@tool("plans:read")
async def list_artifacts(ctx: Ctx, ask: MapId) -> ArtifactList:
    """The artifacts of a map, and the calendar entry that each became; raises `NoSuchMap`."""
    await _known(ctx, ask.map_id)
    rows = await plans.artifacts_of(ctx, ask.map_id)
    known = [row.calendar_entry_id for row in rows if row.calendar_entry_id]
    refs = {row.id: row for row in await calendar.entries(ctx, known)}
    items = []
    for row in rows:
        entry = refs.get(row.calendar_entry_id)
        items.append(
            ArtifactLine(
                id=row.id, position=row.position, artifact_type=row.artifact_type,
                title=row.title, price_cents=row.price_cents, due_on=row.due_on,
                channel=row.channel, entry_id=entry.id if entry else None,
                external_id=entry.external_id if entry else None,
                publish_on=entry.publish_on if entry else None,
                status=entry.status if entry else None,
            )
        )  # fmt: skip
    return ArtifactList(items=items)


@tool("plans:write")
async def decline_map(ctx: Ctx, ask: MapId) -> MapLine:
    """Say no to a map; it is not proposed again."""
    row = await undecided(ctx, ask.map_id)
    await plans.decide_map(ctx, row.id, "declined")
    await outcomes.answer(ctx, "execution_map", row.id, "rejected")
    return _line(await plans.one_map(ctx, ask.map_id))


async def score_predictions(ctx: Ctx, artifact_id: UUID, measured: Mapping[str, float]) -> None:
    """Hold the frozen predictions of an artifact against what was measured, once each."""
    for row in await plans.open_predictions(ctx):
        if row.artifact_id != artifact_id or row.metric not in measured:
            continue
        value = measured[row.metric]
        verdict = "below" if value < row.low else "above" if value > row.high else "inside"
        await plans.score_prediction(ctx, row.id, value, verdict)
        impact = {"metric": row.metric, "predicted": row.expected, "measured": value}
        await outcomes.impact(ctx, "execution_map", row.map_id, {**impact, "verdict": verdict})


async def undecided(ctx: Ctx, map_id: UUID) -> Any:
    """The map, still open. Raises `NoSuchMap` or `MapDecidedAlready`."""
    row = await _known(ctx, map_id)
    if row.status != "proposed":
        raise MapDecidedAlready(f"It is {row.status}.", field="map_id", value=str(map_id))
    return row


async def _known(ctx: Ctx, map_id: UUID) -> Any:
    row = await plans.one_map(ctx, map_id)
    if row is None:
        raise NoSuchMap(f"{map_id}.", field="map_id", value=str(map_id))
    return row


def _line(row: Any) -> MapLine:
    plan = ExecutionMap.model_validate(row.payload)
    return MapLine(id=row.id, status=row.status, proposed_at=row.created_at, plan=plan)


def _map_row(map_id: UUID, plan: ExecutionMap, version: int | None) -> dict[str, Any]:
    return {
        "id": map_id,
        "guard": plan.guard,
        "title": plan.title,
        "segment": plan.segment,
        "cost_low_cents": plan.cost_low,
        "cost_high_cents": plan.cost_high,
        "currency": plan.currency,
        "cdt_version": version,
        "payload": plan.model_dump(mode="json"),
    }


async def _keep_parts(ctx: Ctx, map_id: UUID, plan: ExecutionMap, version: int | None) -> None:
    artifacts, frozen = [], []
    for one in plan.artifacts:
        artifact_id = derived_id(map_id, "artifact", one.position)
        artifacts.append(
            {
                "id": artifact_id, "map_id": map_id, "position": one.position,
                "artifact_type": one.artifact_type, "channel": one.channel, "title": one.title,
                "due_on": one.due_on, "price_cents": one.price_high,
                "outline": one.model_dump(mode="json"),
            }
        )  # fmt: skip
        if one.forecast:
            forecast = one.forecast.model_dump(exclude={"n"})
            row = {"id": derived_id(artifact_id, "prediction"), "map_id": map_id, **forecast}
            frozen.append(
                {
                    **row,
                    "artifact_id": artifact_id,
                    "subject_kind": "artifact",
                    "cdt_version": version,
                }
            )
    await plans.keep_artifacts(ctx, artifacts)
    await plans.keep_predictions(ctx, frozen)
    cited = [(source.kind, source.id, "why now") for source in plan.sources()]
    await outcomes.link(ctx, "map", map_id, cited)
    for row in artifacts:
        await outcomes.link(ctx, "artifact", row["id"], [("map", map_id, "part of this map")])
    shown = {"id": map_id, "content": {"title": plan.title}, "version": version, "position": 1}
    await outcomes.recommend(ctx, "execution_map", shown)
