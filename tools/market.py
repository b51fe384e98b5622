"""The marketplace: creators come in, by an application of their own or from a file."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from pydantic import Field, StringConstraints

from core.errors import BadInput, Conflict, NotFound, NotSignedIn
from core.ids import derived_id
from core.settings import settings
from domain.imports import CreatorRow
from memory import applications, market
from memory.ctx import Ctx, acting
from tools.base import Answer, Ask, Nothing, tool

Slug = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, pattern=r"^[\w][\w &/+-]{1,39}$", max_length=40
    ),
]
Language = Annotated[str, StringConstraints(to_lower=True, pattern=r"^[A-Za-z]{2}$")]


class NoSuchApplication(NotFound):
    """There is no such application here."""


class AnsweredAlready(Conflict):
    """This application was answered already."""


class ConsentMissing(BadInput):
    """Nobody becomes a creator without agreeing to how the marketplace works."""


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


class CreatorList(Answer):
    """Every creator of the marketplace."""

    items: list[CreatorLine]


class Sample(Ask):
    """A piece of earlier work: its words, or where it stands."""

    title: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=20_000)
    link: str = Field(default="", max_length=500, pattern=r"^(https?://[^\s<>\"']+)?$")


class Application(Ask):
    """Somebody who wants to work as a creator. `price_cents` is per artifact type."""

    name: str = Field(min_length=1, max_length=200)
    specializations: list[Slug] = Field(min_length=1, max_length=12)
    artifact_types: list[Slug] = Field(min_length=1, max_length=12)
    languages: list[Language] = Field(default=["en"], min_length=1, max_length=12)
    samples: list[Sample] = Field(default_factory=list, max_length=5)
    capacity: int = Field(default=2, ge=1, le=20, description="Briefs at the same time")
    price_cents: dict[Slug, Annotated[int, Field(gt=0, le=10_000_000)]] = Field(
        default_factory=dict, max_length=12
    )
    about: str = Field(default="", max_length=2_000)
    consent: bool = Field(description="To anonymous briefs, reviews, held funds and the record")


class ApplicationLine(Answer):
    """An application and what became of it: `waiting`, `accepted` or `refused`."""

    id: UUID
    user_id: UUID
    name: str
    specializations: list[str]
    artifact_types: list[str]
    languages: list[str]
    samples: list[dict[str, str]]
    capacity: int
    price_cents: dict[str, int]
    about: str
    status: Literal["waiting", "accepted", "refused"]
    reason: str
    created_at: datetime
    answered_at: datetime | None


class ApplicationList(Answer):
    """Applications, oldest first."""

    items: list[ApplicationLine]


class ApplicationAnswer(Ask):
    """An operator's answer to an application."""

    application_id: UUID
    accept: bool
    reason: str = Field(default="", max_length=500)


@tool("market:read")
async def list_creators(ctx: Ctx, ask: Nothing) -> CreatorList:
    """The creators of the marketplace."""
    fields = CreatorLine.model_fields
    rows = await market.all_creators(ctx)
    return CreatorList(
        items=[CreatorLine(**{name: getattr(row, name) for name in fields}) for row in rows]
    )


@tool("creators:write")
async def import_creators(ctx: Ctx, ask: Creators) -> CreatorsKept:
    """Take creators into the marketplace."""
    rows = [_row(creator) for creator in ask.creators]
    return CreatorsKept(read=len(rows), changed=len(await market.keep_creators(ctx, rows)))


@tool("applications:apply")
async def apply_as_creator(ctx: Ctx, ask: Application) -> ApplicationLine:
    """Ask to work as a creator; asked again, the terms of before are replaced.

    An operator answers, or the application is accepted at once where the settings say so.
    """
    user_id = ctx.actor.user_id
    if user_id is None or not await applications.has_account(ctx):
        raise NotSignedIn(remedy="Make an account first.") if user_id is None else NoSuchApplication
    if not ask.consent:
        raise ConsentMissing(remedy="Tick the box.", field="consent", value=False)
    row = {**ask.model_dump(exclude={"consent"}), "user_id": user_id, "consented_at": ctx.at}
    one = await applications.keep(ctx, row)
    if settings().creators_at_once:
        await applications.answer(ctx, one, "accepted", "")
        await _admit(ctx, await applications.application(ctx, one))
    return _application(await applications.application(ctx, one))


@tool("applications:read")
async def list_applications(ctx: Ctx, ask: Nothing) -> ApplicationList:
    """Who asked to work as a creator: your own application, or, for an operator, all of them."""
    return ApplicationList(
        items=[_application(r) for r in await applications.all_applications(ctx)]
    )


@tool("creators:write")
async def answer_application(ctx: Ctx, ask: ApplicationAnswer) -> ApplicationLine:
    """Let a person in as a creator, or say why not."""
    row = await applications.application(ctx, ask.application_id)
    if row is None:
        raise NoSuchApplication(
            f"{ask.application_id}.", field="application_id", value=str(ask.application_id)
        )
    if row.status != "waiting":
        raise AnsweredAlready(f"It was {row.status}.", field="application_id", value=str(row.id))
    status = "accepted" if ask.accept else "refused"
    await applications.answer(ctx, row.id, status, ask.reason)
    if ask.accept:
        await _admit(ctx, row)
    return _application(await applications.application(ctx, row.id))


def known_as(external_id: str) -> UUID:
    """Our id of a creator who came in by a file."""
    return market.creator_id(external_id)


async def _admit(ctx: Ctx, row: Any) -> None:
    """The person becomes a creator: from now on they have that seat."""
    creator_id = derived_id("creator", "person", row.user_id)
    terms = ("name", "specializations", "artifact_types", "languages", "capacity", "price_cents")
    portfolio = "\n\n".join(
        "\n".join(part for part in (one["title"], one["link"], one["text"]) if part)
        for one in cast(list[dict[str, str]], row.samples)
    )
    values = {name: getattr(row, name) for name in terms}
    # row-level security lets a creator write their own row, and nobody is one before it stands
    async with acting(ctx.db, replace(ctx.actor, creator_id=creator_id)) as newcomer:
        kept = {**values, "id": creator_id, "user_id": row.user_id, "portfolio": portfolio}
        await market.admit(newcomer, kept)
    async with acting(ctx.db, ctx.actor):
        pass


def _application(row: Any) -> ApplicationLine:
    return ApplicationLine(**{name: getattr(row, name) for name in ApplicationLine.model_fields})


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
