"""Onboarding: record an answer and read the profile that follows; β_s is there after each turn."""

from typing import Any
from uuid import UUID

from babel.numbers import list_currencies
from pydantic import Field

from core.errors import BadInput, NotFound
from core.ids import derived_id
from core.text import kept_text
from domain.business import PROFILE_KINDS
from domain.deals import NamesChanged
from domain.events import InputKept, OnboardingFinished
from domain.interview import InterviewResult, Question
from domain.notifications import known_zone
from memory import events, inputs, outcomes, people, threads
from memory.ctx import Ctx
from tools import profiles
from tools.base import Answer, Ask, Nothing, tool


class NoSuchInterview(NotFound):
    """There is no such interview here."""


class Start(Ask):
    """A new interview; the same `key` finds the one that was started with it."""

    key: str = ""


class Thread(Ask):
    """An interview by its id."""

    thread_id: UUID


class Said(Ask):
    """One turn: what was asked and what was answered; no answer means skipped."""

    thread_id: UUID
    turn: int = Field(ge=0, le=500)
    question: str = Field(min_length=1, max_length=2000)
    answer: str | None = None


class Standing(Answer):
    """Where the interview stands: the next question, or none when enough is known."""

    thread_id: UUID
    turns: int
    coverage: float
    next_question: Question | None


class ProfileRead(Answer):
    """The profile with confidence and quotes, the manner of answering, what contradicts itself."""

    result: InterviewResult


class Tenant(Ask):
    """What would tell whose a brief is: names, people, customers, places, figures, sayings."""

    name: str = ""
    aliases: list[str] = []
    legal: str = ""
    domains: list[str] = []
    handles: list[str] = []
    products: list[str] = []
    people: list[str] = []
    customers: list[str] = []
    city: str = ""
    founded: int | None = None
    phone: str = ""
    address: str = ""
    tagline: str = ""
    brand_colors: list[str] = []
    facts: list[str] = []


class NoSuchCurrency(BadInput):
    """This currency is not known."""


class Description(Ask):
    """What a founder says of the business in a few lines; every field may be left out."""

    business_name: str | None = Field(default=None, min_length=1, max_length=200)
    what: str | None = Field(default=None, max_length=4000)
    industry: str | None = None
    products: list[str] | None = None
    business_model: list[str] | None = None
    revenue_mechanics: list[str] | None = None
    currency: str | None = Field(default=None, min_length=3, max_length=3)
    timezone: str | None = None
    tenant: Tenant | None = None


class Described(Answer):
    """The profile fields that were written."""

    written: list[str]


class BusinessRead(Answer):
    """The business and its profile: fields that are known, with confidence 0 to 1 of each."""

    name: str
    currency: str
    timezone: str
    fields: dict[str, Any]
    confidence: dict[str, float]


@tool("profile:read")
async def read_business(ctx: Ctx, ask: Nothing) -> BusinessRead:
    """What is known of the business itself."""
    business, profile = await people.business(ctx), await people.profile(ctx)
    known = {name: getattr(profile, name, None) for name in PROFILE_KINDS}
    return BusinessRead(
        name=business.name if business else "", currency=business.currency if business else "USD",
        timezone=business.timezone if business else "UTC",
        fields={name: value for name, value in known.items() if value not in (None, [], "")},
        confidence=profile.confidence if profile else {},
    )  # fmt: skip


@tool("profile:write")
async def describe_business(ctx: Ctx, ask: Description) -> Described:
    """Say in a few lines what the business is, and what no brief of it may give away."""
    told = ask.model_dump(exclude_none=True)
    if ask.timezone is not None:
        known_zone(ask.timezone)
    if ask.currency is not None:
        told["currency"] = _known_currency(ask.currency)
    row = await people.business(ctx)
    kept = dict(row.settings) if row else {}
    kept |= {name: told[name] for name in ("what", "industry", "tenant") if name in told}
    head = {name: told[name] for name in ("currency", "timezone") if name in told}
    if "business_name" in told:
        head["name"] = told["business_name"]
    await people.change_business(ctx, settings=kept, **head)
    fields = {name: told[name] for name in PROFILE_KINDS if name in told}
    if fields:
        await people.keep_profile(ctx, fields, dict.fromkeys(fields, 1.0))
    if row is not None and told.keys() & {"business_name", "products", "tenant"}:
        await events.record(ctx, NamesChanged(cause=ctx.at.isoformat()))
    return Described(written=[*fields])


def _known_currency(code: str) -> str:
    if code.upper() not in list_currencies():
        remedy = "Give its three letters, such as EUR or USD."
        raise NoSuchCurrency(remedy=remedy, field="currency", value=code)
    return code.upper()


@tool("profile:write")
async def start_interview(ctx: Ctx, ask: Start) -> Standing:
    """Begin to get to know the business, or go on where it was left."""
    thread_id = await threads.start(ctx, "onboarding", ask.key)
    return await standing_of(ctx, thread_id, await profiles.read(ctx, thread_id))


@tool("profile:write")
async def record_answer(ctx: Ctx, ask: Said) -> Standing:
    """Keep an answer (or a skip) and bring the profile up to date at once."""
    if await threads.thread(ctx, ask.thread_id) is None:
        raise NoSuchInterview(f"{ask.thread_id}", field="thread_id", value=str(ask.thread_id))
    said = ask.answer or ""
    answer = kept_text(said, field="answer") if said.strip() else None
    row = {
        "id": derived_id(ctx.business_id, "answer", ask.thread_id, ask.turn),
        "thread_id": ask.thread_id,
        "turn": ask.turn,
        "question": ask.question,
        "answer": answer,
        "author_id": ctx.actor.user_id,
        "at": ctx.at,
    }
    new = await inputs.keep_answer(ctx, row)
    result = await profiles.read(ctx, ask.thread_id)
    if new and answer is not None:
        await outcomes.account_for(ctx, "answer", new)
        await events.record(ctx, InputKept(kind="answer", id=new[0]))
    elif new:
        await outcomes.account_for(ctx, "answer", new, "used", "a skip: kept as a gap to close")
    await profiles.keep(ctx, result.profile)
    return await standing_of(ctx, ask.thread_id, result)


@tool("profile:write")
async def finish_interview(ctx: Ctx, ask: Thread) -> Standing:
    """End the interview; beliefs and suggestions begin from what is known."""
    row = await threads.thread(ctx, ask.thread_id)
    if row is None:
        raise NoSuchInterview(f"{ask.thread_id}", field="thread_id", value=str(ask.thread_id))
    if row.status != "closed":
        await threads.close(ctx, ask.thread_id)
        await events.record(ctx, OnboardingFinished(thread_id=ask.thread_id))
    return await standing_of(ctx, ask.thread_id, await profiles.read(ctx, ask.thread_id))


@tool("profile:read")
async def read_profile(ctx: Ctx, ask: Thread) -> ProfileRead:
    """The profile as the answers of an interview give it, with the words each field rests on."""
    if await threads.thread(ctx, ask.thread_id) is None:
        raise NoSuchInterview(f"{ask.thread_id}", field="thread_id", value=str(ask.thread_id))
    return ProfileRead(result=await profiles.read(ctx, ask.thread_id))


async def standing_of(ctx: Ctx, thread_id: UUID, result: InterviewResult) -> Standing:
    """Where an interview stands, by what was read of it."""
    rows = await profiles.rows_of(ctx, thread_id)
    return Standing(
        thread_id=thread_id,
        turns=len(rows),
        coverage=result.coverage,
        next_question=result.next_question,
    )
