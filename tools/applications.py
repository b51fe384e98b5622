"""Applications: a person asks to work as a creator, and somebody who vets says yes, no or not yet.

A reviewer of the market takes an application in hand, looks at the samples and fills a form; an
operator may answer without one. Both go through `_settle`, and the applicant is told by mail.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from pydantic import Field, StringConstraints

from core.errors import BadInput, NotFound, NotSignedIn
from core.settings import settings
from domain import vetting
from domain.access import STRANGER, Actor
from domain.vetting import CRITERIA, HELD_FOR, Decision, HeldByAnother, NotTaken, in_hand
from memory import applications, market, people
from memory.ctx import Ctx, acting, as_person
from tools import letters
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


class ConsentMissing(BadInput):
    """Nobody becomes a creator without agreeing to how the marketplace works."""


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
    """An application and what became of it; `sample`: another sample was asked for.

    `scores` are the reviewer's points by criterion; `in_hand` says whether somebody looks at it
    now, `mine` whether that is you.
    """

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
    status: Literal["waiting", "sample", "accepted", "refused"]
    reason: str
    scores: dict[str, int]
    sent_at: datetime
    due_at: datetime
    in_hand: bool
    mine: bool
    held_until: datetime | None
    answered_at: datetime | None


class ApplicationList(Answer):
    """Applications, the one sent first first."""

    items: list[ApplicationLine]


class ApplicationAnswer(Ask):
    """An operator's answer to an application."""

    application_id: UUID
    accept: bool
    reason: str = Field(default="", max_length=500)


class ApplicationId(Ask):
    """Which application."""

    application_id: UUID


Points = Annotated[int, Field(ge=1, le=5)]


class Vetting(Ask):
    """The form of whoever vets: one to five points per criterion, and a reason in fair words.

    Points may be left out where another sample is asked for, the reason where somebody is let in.
    """

    application_id: UUID
    decision: Decision
    craft: Points | None = Field(default=None, description=CRITERIA["craft"])
    depth: Points | None = Field(default=None, description=CRITERIA["depth"])
    reader: Points | None = Field(default=None, description=CRITERIA["reader"])
    own: Points | None = Field(default=None, description=CRITERIA["own"])
    reason: str = Field(default="", max_length=500)


@tool("applications:apply")
async def apply_as_creator(ctx: Ctx, ask: Application) -> ApplicationLine:
    """Ask to work as a creator; asked again, the terms of before are replaced.

    Somebody who vets answers, or the application is accepted at once where the settings say so.
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
    return _line(ctx, await applications.application(ctx, one))


@tool("applications:read")
async def list_applications(ctx: Ctx, ask: Nothing) -> ApplicationList:
    """Who asked to work as a creator: your own, or, for whoever vets, all of them."""
    return ApplicationList(
        items=[_line(ctx, row) for row in await applications.all_applications(ctx)]
    )


async def is_vetted(ctx: Ctx) -> bool:
    """Whether the creator of `ctx` is asked by the whole market, or by who invited them alone."""
    found = await market.creator(ctx, ctx.actor.creator_id) if ctx.actor.creator_id else None
    return found is None or found.vetted


@tool("applications:vet")
async def take_application(ctx: Ctx, ask: ApplicationId) -> ApplicationLine:
    """Take an application in hand for two days; nobody else can decide on it meanwhile."""
    row = await _waiting(ctx, ask.application_id)
    await _must_be_anothers(ctx, row)
    if not await applications.hold(ctx, row.id, ctx.at + HELD_FOR):
        raise HeldByAnother(remedy="Take another one.", field="application_id", value=str(row.id))
    return _line(ctx, await applications.application(ctx, row.id))


@tool("applications:vet")
async def put_back_application(ctx: Ctx, ask: ApplicationId) -> ApplicationLine:
    """Put an application that you have in hand back among those that wait."""
    row = await _waiting(ctx, ask.application_id)
    await applications.let_go(ctx, row.id)
    return _line(ctx, await applications.application(ctx, row.id))


@tool("applications:vet")
async def vet_application(ctx: Ctx, ask: Vetting) -> ApplicationLine:
    """Decide on an application that you have in hand: let in, not this time, or another sample."""
    row = await _waiting(ctx, ask.application_id)
    await _must_be_anothers(ctx, row)
    if in_hand(row.held_by, row.held_until, ctx.at) != ctx.actor.user_id:
        raise NotTaken(field="application_id", value=str(row.id))
    points = {name: getattr(ask, name) for name in CRITERIA}
    given = {name: value for name, value in points.items() if value is not None}
    vetting.must_be_complete(ask.decision, given, ask.reason)
    return await _settle(ctx, row, ask.decision, ask.reason.strip(), given)


@tool("creators:write")
async def answer_application(ctx: Ctx, ask: ApplicationAnswer) -> ApplicationLine:
    """Let a person in as a creator, or say why not; not while a reviewer has it in hand."""
    row = await _waiting(ctx, ask.application_id)
    holder = in_hand(row.held_by, row.held_until, ctx.at)
    vetting.must_be_free(holder, row.held_until, ctx.actor.user_id)
    return await _settle(ctx, row, "accepted" if ask.accept else "refused", ask.reason, {})


async def _settle(
    ctx: Ctx, row: Any, decision: Decision, reason: str, scores: Mapping[str, int]
) -> ApplicationLine:
    """Write the decision, let in whoever is let in, and tell them by mail."""
    await applications.answer(ctx, row.id, decision, reason, {**scores})
    if decision == "accepted":
        await _admit(ctx, row)
    applicant = Actor(STRANGER, user_id=row.user_id)
    async with as_person(ctx, applicant) as theirs:
        account = await people.person(theirs)
        if account is not None:
            kind = f"application_{decision}"
            said = {"name": row.name, "reason": reason or "–"}
            await letters.to_me(theirs, kind, "/studio/apply", to=account.email, **said)
    return _line(ctx, await applications.application(ctx, row.id))


async def _waiting(ctx: Ctx, application_id: UUID) -> Any:
    """An application that waits for an answer. Raises `NoSuchApplication`, `AnsweredAlready`."""
    row = await applications.application(ctx, application_id)
    if row is None:
        raise NoSuchApplication(
            f"{application_id}.", field="application_id", value=str(application_id)
        )
    vetting.must_wait(row.status)
    return row


async def _must_be_anothers(ctx: Ctx, row: Any) -> None:
    mine = await people.person(ctx)
    async with as_person(ctx, Actor(STRANGER, user_id=row.user_id)) as applicant:
        theirs = await people.person(applicant)
    addresses = [one.email if one else "" for one in (mine, theirs)]
    vetting.must_be_strangers(ctx.actor.user_id, addresses[0], row.user_id, addresses[1])


async def _admit(ctx: Ctx, row: Any) -> None:
    """The person becomes a creator: from now on they have that seat."""
    creator_id = await market.seat_for(ctx, row.user_id)
    terms = ("name", "specializations", "artifact_types", "languages", "capacity", "price_cents")
    portfolio = "\n\n".join(
        "\n".join(part for part in (one["title"], one["link"], one["text"]) if part)
        for one in cast(list[dict[str, str]], row.samples)
    )
    values = {name: getattr(row, name) for name in terms}
    # row-level security lets a creator write their own row, and nobody is one before it stands
    async with acting(ctx.db, replace(ctx.actor, creator_id=creator_id)) as newcomer:
        kept = {**values, "id": creator_id, "user_id": row.user_id, "portfolio": portfolio,
                "vetted": True}  # fmt: skip
        await market.admit(newcomer, kept)
    async with acting(ctx.db, ctx.actor):
        pass


def _line(ctx: Ctx, row: Any) -> ApplicationLine:
    holder = in_hand(row.held_by, row.held_until, ctx.at)
    seen = {
        "due_at": vetting.due(row.sent_at), "in_hand": holder is not None,
        "mine": holder is not None and holder == ctx.actor.user_id,
        "held_until": row.held_until if holder else None,
    }  # fmt: skip
    fields = (name for name in ApplicationLine.model_fields if name not in seen)
    return ApplicationLine(**{name: getattr(row, name) for name in fields}, **seen)
