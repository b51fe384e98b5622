"""Briefs: keep one that names nobody, read it, list them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import BadInput, NotFound
from core.ids import derived_id
from domain import bonuses
from domain.anonymity import leaks, leaks_of
from domain.bonuses import BonusTerms
from domain.brief_text import render
from domain.briefs import FIRST_REVIEW, Brief, Success
from domain.escrow import bonus_of
from domain.events import BriefBlocked, BriefWritten
from domain.identity import Tenant
from domain.leak_report import LeakReport
from domain.maps import Artifact, ExecutionMap, Source
from domain.predictions import held_to, yes_or_no
from memory import events, inputs, market, outcomes, people, plans
from memory.ctx import Ctx, as_worker
from tools.base import Answer, Ask, tool
from tools.predictions import Subject, freeze


class NoSuchBrief(NotFound):
    """There is no such brief here."""


class TellsWhoseItIs(BadInput):
    """This would tell a creator whose brief it is."""


class WrittenBrief(Ask):
    """A brief for an artifact; `faults` say why nobody may see it, if anything does."""

    artifact_id: UUID
    brief: Brief
    specialization: str = ""
    faults: list[str] = Field(default_factory=list)
    report: LeakReport | None = None
    heard: Source | None = None
    """The note in which a customer says what the brief paraphrases."""


class BriefKept(Answer):
    """The brief's id and whether creators may see it."""

    id: UUID
    status: str


class BriefId(Ask):
    """A brief by its id."""

    brief_id: UUID


class BriefRead(Answer):
    """A brief as a record and as the text that a creator reads."""

    id: UUID
    artifact_id: UUID
    status: str
    leaks: int
    fee_cents: int
    bonus_cents: int
    bonus: BonusTerms | None
    version: int
    faults: list[str]
    report: LeakReport | None
    created_at: datetime
    brief: Brief
    text: str


class BriefList(Answer):
    """All briefs, oldest first."""

    items: list[BriefRead]


class Listing(Ask):
    """Whether each brief comes with its whole text."""

    text: bool = True


@tool("plans:write")
async def keep_brief(ctx: Ctx, ask: WrittenBrief) -> BriefKept:
    """Keep the brief of an artifact; a leaking one waits for the founder and is offered to no one.

    An artifact has one brief: keeping it again changes nothing. Where the own team makes the map,
    nobody is asked.
    """
    artifact = await plans.artifact(ctx, ask.artifact_id)
    plan = await plans.one_map(ctx, artifact.map_id)
    own, cap = plan.status == "own", bonus_of(artifact.price_cents)
    due = Artifact.model_validate(artifact.outline).due_on
    terms = bonuses.frozen(ask.brief.success, cap, plan.currency, due)
    brief_id = derived_id(ask.artifact_id, "brief")
    status = "own" if own else "blocked" if ask.faults else "ready"
    row = {
        "id": brief_id, "artifact_id": ask.artifact_id, "artifact_type": artifact.artifact_type,
        "status": status, "specialization": ask.specialization, "fee_cents": artifact.price_cents,
        "bonus_cents": cap, "leaks": len(ask.faults),
        "payload": {"bonus": terms.model_dump(mode="json"),
                    "brief": ask.brief.model_dump(mode="json"), "faults": ask.faults,
                    "report": ask.report and ask.report.model_dump(mode="json")},
    }  # fmt: skip
    if await plans.keep_brief(ctx, row):
        cited = [("map", artifact.map_id, "written for this map")]
        cited.append(("artifact", artifact.id, "its contents and its day"))
        if ask.heard:
            cited.append((ask.heard.kind, ask.heard.id, "a customer's words, paraphrased in it"))
        await outcomes.link(ctx, "brief", brief_id, cited)
        await _freeze(ctx, brief_id, artifact, ask.brief.success)
        if not own:
            fact = BriefBlocked if ask.faults else BriefWritten
            await events.record(ctx, fact(brief_id=brief_id))
    kept = await plans.brief(ctx, brief_id)
    return BriefKept(id=brief_id, status=kept.status)


@tool("plans:read")
async def read_brief(ctx: Ctx, ask: BriefId) -> BriefRead:
    """One brief of this business."""
    return read_of(await known(ctx, ask.brief_id))


@tool("plans:read")
async def list_briefs(ctx: Ctx, ask: Listing) -> BriefList:
    """The briefs of this business, oldest first."""
    return BriefList(items=[read_of(row, ask.text) for row in await plans.all_briefs(ctx)])


async def _freeze(ctx: Ctx, brief_id: UUID, artifact: Any, aim: Success) -> None:
    """Freeze whether the work will reach what its bonus hangs on."""
    row = await plans.one_map(ctx, artifact.map_id)
    plan = ExecutionMap.model_validate(row.payload)
    held = [source.id for source in plan.sources() if source.kind == "belief"]
    subject = Subject(
        "brief", brief_id, aim.measured_on, artifact.artifact_type, held, row.cdt_version,
        artifact_id=artifact.id,
    )  # fmt: skip
    forecast = Artifact.model_validate(artifact.outline).forecast
    if forecast is not None and aim.metric == forecast.metric:
        said = held_to(forecast.foreseen(), aim.target)
    else:
        done = [one.revision_count == 0 for one in await market.records(ctx)]
        said = yes_or_no(FIRST_REVIEW, sum(done), len(done))
    await freeze(ctx, subject, said)


async def known(ctx: Ctx, brief_id: UUID) -> Any:
    """The row of a brief. Raises `NoSuchBrief`."""
    row = await plans.brief(ctx, brief_id)
    if row is None:
        raise NoSuchBrief(f"{brief_id}.", field="brief_id", value=str(brief_id))
    return row


def brief_of(row: Any) -> Brief:
    """The brief in a row."""
    return Brief.model_validate(row.payload["brief"])


def terms_of(row: Any) -> BonusTerms | None:
    """The terms that were frozen with a brief; a brief of before they were has none."""
    kept = row.payload.get("bonus")
    return BonusTerms.model_validate(kept) if kept else None


async def tenant_of(ctx: Ctx) -> Tenant:
    """What no brief of this business may hold: what the founder said of it, and their own words."""
    business = await people.business(ctx)
    told = dict(business.settings.get("tenant", {})) if business else {}
    told.setdefault("name", business.name if business else "")
    profile = await people.profile(ctx)
    if profile is not None:
        told.setdefault("products", profile.products or [])
        told.setdefault("brand_colors", profile.visual_colors or [])
    said = [row.text for row in await inputs.vents(ctx)]
    told["corpus"] = [*_listed(told.get("corpus")), *(text for text in said if text)]
    return Tenant.model_validate(told)


async def must_name_nobody(ctx: Ctx, field: str, *texts: str) -> None:
    """Let nothing through to a creator that tells whose it is. Raises `TellsWhoseItIs`.

    Read with the worker's eyes, since a creator or a reviewer may not know the business either;
    so the error repeats only what the text itself says.
    """
    async with as_worker(ctx) as house:
        tenant = await tenant_of(house)
    found = [leak for text in texts for leak in leaks(tenant, text)]
    if found:
        named = [*dict.fromkeys(leak.text for leak in found)]
        raise TellsWhoseItIs(
            f"It says {', '.join(f'“{each}”' for each in named[:5])}.",
            remedy="Say it in general words, or write {{BRAND}} for the name.", field=field,
            leaks=[{"text": leak.text, "where": leak.where, "rule": leak.rule} for leak in found],
        )  # fmt: skip


async def came_to_leak(ctx: Ctx, row: Any) -> bool:
    """Whether a ready brief would tell whose it is by what is known of the business now, a new name
    or product; it is held back then, for the founder to see where."""
    report = await _read_again(ctx, row)
    if not report.leaks:
        return False
    await plans.change_brief(ctx, row.id, status="blocked", **_marked(row, report))
    await events.record(ctx, BriefBlocked(brief_id=row.id))
    return True


async def marked_at_work(ctx: Ctx, row: Any) -> int:
    """How much of a brief that somebody works from came to tell whose it is; its report says where.

    0 where nothing does, or where that is known already. The brief stays as it is.
    """
    report = await _read_again(ctx, row)
    known = LeakReport.model_validate(row.payload.get("report") or {}).leaks
    if not report.leaks or report.leaks == known:
        return 0
    await plans.change_brief(ctx, row.id, **_marked(row, report))
    return len(report.leaks)


async def _read_again(ctx: Ctx, row: Any) -> LeakReport:
    tenant, brief = await tenant_of(ctx), brief_of(row)
    found = leaks_of(tenant, brief, render(brief))
    before = LeakReport.model_validate(row.payload.get("report") or {})
    return before.model_copy(update={"leaks": tuple(found)})


def _marked(row: Any, report: LeakReport) -> dict[str, Any]:
    faults = report.faults()
    payload = row.payload | {"faults": faults, "report": report.model_dump(mode="json")}
    return {"leaks": len(faults), "payload": payload}


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [*(value or [])]


def read_of(row: Any, whole: bool = True) -> BriefRead:
    """A brief's row as the founder reads it; not `whole` without its text."""
    brief = brief_of(row)
    return BriefRead(
        id=row.id, artifact_id=row.artifact_id, status=row.status, leaks=row.leaks,
        fee_cents=row.fee_cents,
        bonus_cents=row.bonus_cents, bonus=terms_of(row), version=row.version,
        faults=row.payload["faults"],
        report=row.payload.get("report"), created_at=row.created_at, brief=brief,
        text=render(brief, own=row.status == "own") if whole else "",
    )  # fmt: skip
