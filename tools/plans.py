"""Plans: publish a map with its predictions frozen, list maps, decide on one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from cdt import release
from cdt.predictions import whether_taken
from core.clock import month_of
from core.errors import Conflict, NotFound
from core.ids import derived_id
from domain.escrow import bonus_of
from domain.events import MapApproved, MapPublished, MapUnapproved, NothingProposed
from domain.maps import ExecutionMap, Proposal, Source
from memory import calendar, events, outcomes, plans, predictions, receipts
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.predictions import Subject, freeze
from tools.receipts import words_of


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
    """A map as the founder sees it: `proposed`, `approved`, `purchased`, `own` or `declined`."""

    id: UUID
    status: str
    proposed_at: datetime
    version: int
    approved_at: datetime | None
    purchased_at: datetime | None
    plan: ExecutionMap


class Frozen(Answer):
    """A prediction as it was frozen when the map was proposed, and what became of it."""

    id: UUID
    position: int
    title: str
    metric: str
    expected: float
    low: float
    high: float
    probability: float
    due_on: date
    outcome: float | None
    verdict: str | None


class SourceLine(Answer):
    """What a claim rests on, in words; its receipt is at the same id."""

    kind: str
    id: UUID
    at: datetime | date | None
    text: str


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


class MapDetail(Answer):
    """A map whole: its parts, what was frozen, what each claim rests on, what buying it does.

    `hold_cents` is what buying would set aside, bonuses and all; `quote_open` whether it holds.
    """

    line: MapLine
    artifacts: list[ArtifactLine]
    predictions: list[Frozen]
    sources: list[SourceLine]
    hold_cents: int
    bonus_cents: int
    quote_open: bool


class MapList(Answer):
    """All maps, oldest first."""

    items: list[MapLine]


class Maps(Ask):
    """All maps, or the last of each status."""

    last: int | None = Field(default=None, ge=1)


@tool("plans:write")
async def publish_maps(ctx: Ctx, ask: Publication) -> Published:
    """Propose maps to the founder; their predictions are frozen in the same breath."""
    _, version = await release.answering(ctx, f"maps {month_of(ctx.at)}")
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
async def list_maps(ctx: Ctx, ask: Maps) -> MapList:
    """The maps proposed to this business, oldest first."""
    return MapList(items=[line_of(row) for row in await plans.all_maps(ctx, ask.last)])


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
    await one_known(ctx, ask.map_id)
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


@tool("plans:read")
async def read_map(ctx: Ctx, ask: MapId) -> MapDetail:
    """One map: why now with its evidence, the pieces, the price, what was predicted."""
    row = await one_known(ctx, ask.map_id)
    line = line_of(row)
    pieces = (await list_artifacts(ctx, ask)).items
    frozen = await predictions.of_map(ctx, row.id)
    bonus = sum(bonus_of(one.price_cents) for one in pieces)
    return MapDetail(
        line=line, artifacts=pieces,
        predictions=[Frozen(**{n: getattr(one, n) for n in Frozen.model_fields}) for one in frozen],
        sources=[one for source in line.plan.sources() if (one := await _source(ctx, source))],
        hold_cents=sum(one.price_cents for one in pieces) + bonus, bonus_cents=bonus,
        quote_open=ctx.at.date() <= line.plan.quote_valid_until,
    )  # fmt: skip


@tool("plans:write")
async def approve_map(ctx: Ctx, ask: MapId) -> MapLine:
    """Approve a map, so that it may be bought; nothing is paid by that. Twice is once."""
    row = await undecided(ctx, ask.map_id)
    if row.status == "proposed":
        await approve(ctx, row.id)
    return line_of(await plans.one_map(ctx, ask.map_id))


@tool("plans:write")
async def reopen_map(ctx: Ctx, ask: MapId) -> MapLine:
    """Take an approval or a no back, as long as nothing was bought; the map is open again."""
    row = await one_known(ctx, ask.map_id)
    if row.status in ("purchased", "own"):
        said = "It is bought." if row.status == "purchased" else "The team makes it."
        raise MapDecidedAlready(
            said, remedy="Take back the briefs that nobody took.", field="map_id",
            value=str(row.id),
        )  # fmt: skip
    if row.status != "proposed":
        open_again = {"status": "proposed", "approved_at": None, "approved_by": None}
        await plans.change_map(ctx, row.id, decided_at=None, **open_again)
        await events.record(ctx, MapUnapproved(map_id=row.id))
    return line_of(await plans.one_map(ctx, ask.map_id))


@tool("plans:write")
async def decline_map(ctx: Ctx, ask: MapId) -> MapLine:
    """Say no to a map; it is not proposed again."""
    row = await undecided(ctx, ask.map_id)
    await plans.decide_map(ctx, row.id, "declined")
    await outcomes.answer(ctx, "execution_map", row.id, "rejected")
    return line_of(await plans.one_map(ctx, ask.map_id))


async def approve(ctx: Ctx, map_id: UUID) -> None:
    """Write down who approved a map and when; no money moves before that stands."""
    approved = {"approved_at": ctx.at, "approved_by": ctx.actor.user_id}
    await plans.change_map(ctx, map_id, status="approved", **approved)
    await events.record(ctx, MapApproved(map_id=map_id))


async def undecided(ctx: Ctx, map_id: UUID) -> Any:
    """The map, still open. Raises `NoSuchMap` or `MapDecidedAlready`."""
    row = await one_known(ctx, map_id)
    if row.status not in ("proposed", "approved"):
        raise MapDecidedAlready(f"It is {row.status}.", field="map_id", value=str(map_id))
    return row


async def one_known(ctx: Ctx, map_id: UUID) -> Any:
    """The row of a map. Raises `NoSuchMap`."""
    row = await plans.one_map(ctx, map_id)
    if row is None:
        raise NoSuchMap(f"{map_id}.", field="map_id", value=str(map_id))
    return row


def line_of(row: Any) -> MapLine:
    """A map's row as the founder sees it."""
    plan = ExecutionMap.model_validate(row.payload)
    return MapLine(
        id=row.id, status=row.status, proposed_at=row.created_at, version=row.version,
        approved_at=row.approved_at, purchased_at=row.purchased_at, plan=plan,
    )  # fmt: skip


async def _source(ctx: Ctx, source: Source) -> SourceLine | None:
    """What a piece of evidence says; None where it is gone."""
    found = await receipts.of_kind(ctx, source.kind, [source.id])
    if not found:
        return None
    (one,) = found
    return SourceLine(kind=one.kind, id=one.id, at=one.at, text=words_of(ctx, one))


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
    artifacts = [
        {
            "id": derived_id(map_id, "artifact", one.position), "map_id": map_id,
            "position": one.position, "artifact_type": one.artifact_type,
            "channel": one.channel, "title": one.title, "due_on": one.due_on,
            "price_cents": one.price_high, "outline": one.model_dump(mode="json"),
        }
        for one in plan.artifacts
    ]  # fmt: skip
    await plans.keep_artifacts(ctx, artifacts)
    cited = [(source.kind, source.id, "why now") for source in plan.sources()]
    await outcomes.link(ctx, "map", map_id, cited)
    for row in artifacts:
        await outcomes.link(ctx, "artifact", row["id"], [("map", map_id, "part of this map")])
    await _freeze(ctx, map_id, plan, version)
    shown = {"id": map_id, "content": {"title": plan.title}, "version": version, "position": 1}
    await outcomes.recommend(ctx, "execution_map", shown)


async def _freeze(ctx: Ctx, map_id: UUID, plan: ExecutionMap, version: int | None) -> None:
    """Freeze what each artifact is to reach; where none was measured yet, whether it is bought."""
    held = [source.id for source in plan.sources() if source.kind == "belief"]
    forecasts = [(one, one.forecast) for one in plan.artifacts if one.forecast is not None]
    for one, said in forecasts:
        artifact_id = derived_id(map_id, "artifact", one.position)
        subject = Subject(
            "artifact", artifact_id, said.due_on, one.artifact_type, held, version, map_id,
            artifact_id,
        )  # fmt: skip
        await freeze(ctx, subject, said.foreseen())
    if not forecasts:
        subject = Subject("map", map_id, plan.quote_valid_until, "", held, version, map_id)
        await freeze(ctx, subject, await whether_taken(ctx, "execution_map"))
