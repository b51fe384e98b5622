"""Edits of maps and briefs: a version each, nobody's words lost when two write at once."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationError

from core.errors import BadInput, Conflict, NotFound
from domain.assignments import FREE
from domain.brief_text import render
from domain.briefs import Brief
from domain.differences import Stretch, differences
from domain.events import BriefWritten, PlanRevised
from domain.maps import ExecutionMap
from memory import comments, events, market, plans
from memory.ctx import Ctx, as_worker
from tools.attacks import reported
from tools.base import Answer, Ask, tool
from tools.briefs import BriefRead, brief_of, known, read_of
from tools.plans import MapLine, line_of, undecided

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class NoSuchPlan(NotFound):
    """There is no such map or brief here."""


class EditedMeanwhile(Conflict):
    """Somebody else wrote a newer version while you were writing."""


class BriefIsOut(Conflict):
    """A creator has this brief before them; it is not changed any more."""


class DoesNotFit(BadInput):
    """What you wrote breaks a rule of its kind."""


class ArtifactEdit(Ask):
    """A piece of a map: what it is called and what goes in."""

    position: int
    title: Words
    outline: list[Words] = Field(min_length=3, max_length=20)


class MapEdit(Ask):
    """A map in other words. `version` is the one you read; prices and predictions stay frozen."""

    map_id: UUID
    version: int = Field(ge=1)
    title: Words
    message: Annotated[str, StringConstraints(strip_whitespace=True, max_length=240)]
    artifacts: list[ArtifactEdit] = Field(min_length=1, max_length=6)


class MessageEdit(Ask):
    """A key message with its proof."""

    text: Words
    proof: Words


class BriefEdit(Ask):
    """A brief in other words. `version` is the one you read; fee, format and metric stay frozen."""

    brief_id: UUID
    version: int = Field(ge=1)
    title: Words
    takeaway: Words
    situation: Words
    pain: Words
    messages: list[MessageEdit] = Field(min_length=3, max_length=5)
    avoid: list[Words] = Field(min_length=2, max_length=7)
    call_to_action: Words


class PlanId(Ask):
    """A map or a brief by its id."""

    id: UUID


class PlanVersion(Answer):
    """A version of a map or a brief as text, and what changed since the one before."""

    id: UUID
    version: int
    author_id: UUID | None
    at: datetime
    text: str
    changes: list[Stretch]


class PlanVersions(Answer):
    """Versions, first first; empty where nothing was ever changed."""

    items: list[PlanVersion]


@tool("plans:write")
async def revise_map(ctx: Ctx, ask: MapEdit) -> MapLine:
    """Write a map's title, message and outlines anew, before it is bought."""
    row = await undecided(ctx, ask.map_id)
    before = ExecutionMap.model_validate(row.payload)
    edits = {one.position: one for one in ask.artifacts}
    artifacts = tuple(
        one.model_copy(update={"title": edit.title, "outline": tuple(edit.outline)})
        if (edit := edits.get(one.position)) else one
        for one in before.artifacts
    )  # fmt: skip
    changed = {"title": ask.title, "message": ask.message, "artifacts": artifacts}
    after = before.model_copy(update=changed)
    _is_newest(row.version, ask.version, map_text(before), map_text(after))
    if after == before:
        return line_of(row)
    await _versioned(ctx, "map", row, after)
    await plans.change_map(
        ctx, row.id, title=ask.title, payload=after.model_dump(mode="json"),
        version=row.version + 1,
    )  # fmt: skip
    for piece in await plans.artifacts_of(ctx, row.id):
        one = next(each for each in artifacts if each.position == piece.position)
        outline = one.model_dump(mode="json")
        await plans.change_artifact(ctx, piece.id, title=one.title, outline=outline)
    return line_of(await plans.one_map(ctx, row.id))


@tool("plans:write")
async def revise_brief(ctx: Ctx, ask: BriefEdit) -> BriefRead:
    """Write a brief anew before a creator has it; a blocked one goes out once it is clean."""
    await known(ctx, ask.brief_id)
    row = await plans.brief_alone(ctx, ask.brief_id)
    offers = await market.assignments_of(ctx, row.id)
    if any(one.status not in FREE for one in offers) or row.status not in ("ready", "blocked"):
        raise BriefIsOut(field="brief_id", value=str(row.id))
    before = brief_of(row)
    after = _rewritten(before, ask)
    _is_newest(row.version, ask.version, render(before), render(after))
    if after == before and row.status == "ready":
        return read_of(row)
    async with as_worker(ctx) as house:
        report = await reported(house, after)
    faults = report.faults()
    await _versioned(ctx, "brief", row, after)
    await plans.change_brief(
        ctx, row.id, version=row.version + 1, status="blocked" if faults else "ready",
        leaks=len(faults), payload={
            **row.payload, "brief": after.model_dump(mode="json"), "faults": faults,
            "report": report.model_dump(mode="json"),
        },
    )  # fmt: skip
    if row.status == "blocked" and not faults:
        await events.record(ctx, BriefWritten(brief_id=row.id))
    return read_of(await plans.brief(ctx, row.id))


@tool("plans:read")
async def list_plan_versions(ctx: Ctx, ask: PlanId) -> PlanVersions:
    """Every version of a map or a brief that was changed, with what changed."""
    if await plans.one_map(ctx, ask.id) is None and await plans.brief(ctx, ask.id) is None:
        raise NoSuchPlan(f"{ask.id}.", field="id", value=str(ask.id))
    lines, before = [], ""
    for row in await comments.versions_of(ctx, ask.id):
        text = _shown(row.subject_kind, row.payload)
        lines.append(
            PlanVersion(
                id=row.id, version=row.version, author_id=row.author_id, at=row.at, text=text,
                changes=[*differences(before, text)] if before else [],
            )
        )  # fmt: skip
        before = text
    return PlanVersions(items=lines)


def map_text(plan: ExecutionMap) -> str:
    """What of a map people write, as text."""
    pieces = [
        "\n".join([f"## {one.title}", "", *(f"- {line}" for line in one.outline)])
        for one in plan.artifacts
    ]
    return "\n\n".join([f"# {plan.title}", plan.message, *pieces])


def _shown(kind: str, payload: dict[str, Any]) -> str:
    if kind == "map":
        return map_text(ExecutionMap.model_validate(payload))
    return render(Brief.model_validate(payload))


def _is_newest(current: int, given: int, theirs: str, yours: str) -> None:
    """Raises `EditedMeanwhile`, with both texts, where a newer version was written meanwhile."""
    if current != given:
        raise EditedMeanwhile(
            f"You wrote on version {given}; there is version {current}.",
            remedy="Compare both, and save what you want to keep on the newest version.",
            field="version", value=given, version=current, theirs=theirs, yours=yours,
        )  # fmt: skip


def _rewritten(before: Brief, ask: BriefEdit) -> Brief:
    messages = [
        {**(before.messages[at].model_dump() if at < len(before.messages) else {}),
         "text": one.text, "proof": one.proof}
        for at, one in enumerate(ask.messages)
    ]  # fmt: skip
    audience = {**before.audience.model_dump(), "situation": ask.situation, "pain": ask.pain}
    changed = {
        "title": ask.title, "takeaway": ask.takeaway, "audience": audience, "messages": messages,
        "avoid": ask.avoid, "call_to_action": ask.call_to_action,
    }  # fmt: skip
    try:
        return Brief.model_validate({**before.model_dump(), **changed})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DoesNotFit(f"{place}: {first['msg']}.", field=place or "messages") from wrong


async def _versioned(
    ctx: Ctx, kind: Literal["map", "brief"], row: Any, after: ExecutionMap | Brief
) -> None:
    """Keep what there was and what there is from now on."""
    before = row.payload if kind == "map" else row.payload["brief"]
    if row.version == 1:
        await comments.keep_version(ctx, kind, row.id, 1, before)
    written = after.model_dump(mode="json")
    await comments.keep_version(ctx, kind, row.id, row.version + 1, written)
    await events.record(ctx, PlanRevised(kind=kind, id=row.id, version=row.version + 1))
