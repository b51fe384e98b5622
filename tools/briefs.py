"""Briefs: keep one that names nobody, read it, list them."""

from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from core.ids import derived_id
from domain.brief_text import render
from domain.briefs import Brief
from domain.events import BriefBlocked, BriefWritten
from domain.identity import Tenant
from memory import events, inputs, outcomes, people, plans
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool

BONUS_PERCENT = 20
"""Of an artifact's price, held on top for a creator whose work meets its metric (product MK8)."""


class NoSuchBrief(NotFound):
    """There is no such brief here."""


class WrittenBrief(Ask):
    """A brief for an artifact; `faults` say why nobody may see it, if anything does."""

    artifact_id: UUID
    brief: Brief
    specialization: str = ""
    faults: list[str] = Field(default_factory=list)


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
    brief: Brief
    text: str


class BriefList(Answer):
    """All briefs, oldest first."""

    items: list[BriefRead]


@tool("plans:write")
async def keep_brief(ctx: Ctx, ask: WrittenBrief) -> BriefKept:
    """Keep the brief of an artifact; a leaking one waits for the founder and is offered to no one.

    An artifact has one brief: keeping it again changes nothing.
    """
    artifact = await plans.artifact(ctx, ask.artifact_id)
    brief_id = derived_id(ask.artifact_id, "brief")
    status = "blocked" if ask.faults else "ready"
    row = {
        "id": brief_id, "artifact_id": ask.artifact_id, "artifact_type": artifact.artifact_type,
        "status": status, "specialization": ask.specialization, "fee_cents": artifact.price_cents,
        "bonus_cents": bonus_of(artifact.price_cents), "leaks": len(ask.faults),
        "payload": {"brief": ask.brief.model_dump(mode="json"), "faults": ask.faults},
    }  # fmt: skip
    if await plans.keep_brief(ctx, row):
        cited = [("map", artifact.map_id, "written for this map")]
        cited.append(("artifact", artifact.id, "its contents and its day"))
        await outcomes.link(ctx, "brief", brief_id, cited)
        fact = BriefBlocked if ask.faults else BriefWritten
        await events.record(ctx, fact(brief_id=brief_id))
    kept = await plans.brief(ctx, brief_id)
    return BriefKept(id=brief_id, status=kept.status)


@tool("plans:read")
async def read_brief(ctx: Ctx, ask: BriefId) -> BriefRead:
    """One brief of this business."""
    return _read(await known(ctx, ask.brief_id))


@tool("plans:read")
async def list_briefs(ctx: Ctx, ask: Nothing) -> BriefList:
    """The briefs of this business, oldest first."""
    return BriefList(items=[_read(row) for row in await plans.all_briefs(ctx)])


async def known(ctx: Ctx, brief_id: UUID) -> Any:
    """The row of a brief. Raises `NoSuchBrief`."""
    row = await plans.brief(ctx, brief_id)
    if row is None:
        raise NoSuchBrief(f"{brief_id}.", field="brief_id", value=str(brief_id))
    return row


def brief_of(row: Any) -> Brief:
    """The brief in a row."""
    return Brief.model_validate(row.payload["brief"])


def bonus_of(price_cents: int) -> int:
    """The bonus that is held on top of a price, in minor units."""
    return price_cents * BONUS_PERCENT // 100


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


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [*(value or [])]


def _read(row: Any) -> BriefRead:
    brief = brief_of(row)
    return BriefRead(
        id=row.id, artifact_id=row.artifact_id, status=row.status, leaks=row.leaks,
        fee_cents=row.fee_cents,
        bonus_cents=row.bonus_cents, brief=brief, text=render(brief),
    )  # fmt: skip
