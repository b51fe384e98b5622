"""What is believed, what was predicted, what the business says of itself, what the model is."""

import asyncio
import re
from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from pydantic import Field
from rapidfuzz import fuzz, utils

from cdt.embed import embed
from core.errors import NotFound
from domain import passages
from domain.beliefs import Belief
from domain.briefs import FIRST_REVIEW
from domain.business import PROFILE_KINDS
from domain.interview import Turn
from domain.language import answers
from domain.opinions import usable
from domain.predictions import TAKEN
from domain.prose import counted, day, listed, named, number, paragraph, rounded
from memory import beliefs, inputs, people, predictions, releases
from memory.ctx import Ctx
from tools.base import Ask, Nothing, tool
from tools.findings import Finding, Part, Ref, lacking, weightiest

FIELDS: dict[str, str] = {
    "business_name": "name", "industry": "industry", "size": "number of people who work on it",
    "stage": "stage", "business_model": "business model and whom it sells to",
    "revenue_mechanics": "way money comes in", "icp_industry": "customers' industry",
    "icp_company_size": "customers' company size", "icp_titles": "best customers and their jobs",
    "icp_geography": "customers' country", "icp_pains": "customers' problems and pains",
    "competitors_direct": "direct competitors", "competitors_indirect": "indirect competitors",
    "competitors_aspirational": "companies it looks up to", "voice_formality": "voice, formal",
    "voice_technicality": "voice, technical", "voice_boldness": "voice, bold",
    "voice_playfulness": "voice, playful", "visual_colors": "brand colors",
    "visual_fonts": "fonts", "visual_logo": "logo", "visual_references": "visual references",
    "products": "products", "pricing": "prices", "features": "features",
    "differentiators": "what sets it apart from competitors", "stack_cms": "website system",
    "stack_email": "email tool", "stack_crm": "CRM tool", "stack_analytics": "analytics tool",
    "stack_social": "social media tool", "state_working": "marketing that works",
    "state_not_working": "marketing that does not work", "state_tried": "marketing tried before",
    "state_never_tried": "marketing never tried",
}  # fmt: skip
SEVERAL: dict[str, tuple[str, ...]] = {
    "tools": ("stack_cms", "stack_email", "stack_crm", "stack_analytics", "stack_social"),
    "customers": ("icp_titles", "icp_industry", "icp_company_size", "icp_geography"),
    "money": ("revenue_mechanics", "business_model", "pricing"),
    "tried": ("state_tried", "state_working", "state_not_working", "state_never_tried"),
    "rivals": ("competitors_direct", "competitors_indirect", "competitors_aspirational"),
    "voice": ("voice_formality", "voice_technicality", "voice_boldness", "voice_playfulness"),
}
"""A word for several fields of the profile → those fields."""
SURE = 0.8
LONGEST_QUOTE = 120
NEAR = 0.3
CLOSE = 0.12
YES_OR_NO = (TAKEN, FIRST_REVIEW)
NONE_YET = "measured results, team activities or notes; beliefs follow from them within the day"


class NoSuchField(NotFound):
    """The profile has no such field."""


class BeliefAsk(Ask):
    """What the belief is about."""

    about: str = Field(
        default="", max_length=500,
        description="Words the belief is about, such as webinars; leave out for the surest ones",
    )  # fmt: skip


class FactAsk(Ask):
    """What the business said of itself."""

    field: str = Field(
        min_length=1, max_length=300,
        description="Which fact, in free words or as a field: pricing, best customers, CRM tool",
    )  # fmt: skip


@tool("beliefs:read")
async def belief_lookup(ctx: Ctx, ask: BeliefAsk) -> Finding:
    """What is believed about something, how surely, and what speaks for and against it."""
    held = [one for one in await beliefs.held(ctx) if usable(one)]
    if not held:
        return lacking("Nothing is believed yet.", NONE_YET)
    found = await _about(held, ask.about) if ask.about else _surest(held)
    if not found:
        said = f"Nothing is believed about “{ask.about}” among "
        said += f"{counted(len(held), 'belief')}."
        refs = [Ref(kind="belief", id=UUID(one.id)) for one in _surest(held)]
        return lacking(said, f"results or notes that speak of “{ask.about}”", len(held), refs)
    top = found[0]
    n = top.evidence_count + top.counter_count
    figures: dict[str, float] = {}
    for one in found[:3]:
        figures |= {f"for: {one.claim}": one.evidence_count,
                    f"against: {one.claim}": one.counter_count}  # fmt: skip
    return Finding(
        said=paragraph(*(_worded(one) for one in found[:3])), enough=True, n=n,
        value=round(top.confidence, 4), unit="confidence, 0 to 1",
        parts=[Part(name=one.claim, value=round(one.confidence, 4),
                    n=one.evidence_count + one.counter_count) for one in found],
        figures=figures,
        evidence=weightiest(Ref(kind="belief", id=UUID(one.id)) for one in found),
    )  # fmt: skip


@tool("plans:read")
async def predictions_status(ctx: Ctx, ask: Nothing) -> Finding:
    """What was predicted, what came of it, and what is due next."""
    rows = await predictions.every(ctx)
    if not rows:
        return lacking("Nothing was predicted yet.", "a map whose pieces have measured forerunners")
    scored = [row for row in rows if row.outcome is not None]
    open_ = [row for row in rows if row.verdict is None]
    places = Counter(_place(row) for row in scored)
    lines = [f"{counted(len(rows), 'prediction')} {_was(len(rows))} frozen before launch."]
    figures: dict[str, float] = {"open": len(open_), "measured": len(scored)}
    if scored:
        lines.append(
            f"{len(scored)} {_was(len(scored))} measured: {places['inside']} inside the range, "
            f"{places['below']} below and {places['above']} above."
        )
        figures |= {key: places[key] for key in ("inside", "below", "above")}
    else:
        lines.append("Nothing of that is measured yet.")
    if open_:
        first = open_[0]
        lines.append(
            f"The next is due on {day(first.due_on)}: “{first.title}”, {named(first.metric)} "
            f"{_range(first)}."
        )
        if first.metric in YES_OR_NO:
            figures["next, chance in %"] = round(100 * first.chance)
        else:
            figures |= {"next, low": rounded(first.low), "next, high": rounded(first.high)}
    evidence = [Ref(kind="prediction", id=row.id) for row in [*open_[:10], *scored[::-1]]]
    return Finding(
        said=paragraph(*lines), enough=True, n=len(rows), value=len(rows), unit="predictions",
        parts=[Part(name=row.title, value=rounded(row.expected), low=rounded(row.low),
                    high=rounded(row.high)) for row in rows[:20]],
        figures=figures, evidence=weightiest(evidence),
    )  # fmt: skip


def _place(row: Any) -> str:
    return "below" if row.outcome < row.low else "above" if row.outcome > row.high else "inside"


def _range(row: Any) -> str:
    if row.metric in YES_OR_NO:
        return f"with a chance of {row.chance:.0%}"
    return f"between {number(row.low)} and {number(row.high)}"


@tool("profile:read")
async def read_fact(ctx: Ctx, ask: FactAsk) -> Finding:
    """One fact of the profile: what the business says of itself, and in which answer."""
    profile = await people.profile(ctx)
    if ask.field in SEVERAL:
        return await _together(ctx, profile, SEVERAL[ask.field], ask.field)
    field = await _field(ask.field)
    value = getattr(profile, field, None) if profile else None
    what = FIELDS[field]
    if profile is None or value is None or value == []:
        return lacking(f"Not known yet: {what}.", f"an answer to the question on {what}")
    confidence = float((profile.confidence or {}).get(field, 0.5))
    words = await _said_in(ctx, field)
    refs = [*words, Ref(kind="profile", id=profile.id)]
    shown = f"{number(value)} on a scale from −1 to 1" if isinstance(value, float) else _told(value)
    figures = {"value": rounded(value), "scale": 1.0} if isinstance(value, float) else {}
    quote = _quoted(words) if isinstance(value, int | str) and confidence < SURE else ""
    if quote:
        lines = [f"In the interview it was: “{quote}”",
                 f"The profile guessed {what}: {shown}, not confirmed."]  # fmt: skip
        figures |= {"guess": float(value)} if isinstance(value, int) else {}
    else:
        sure = "That was read out of an answer and is not confirmed." if confidence < SURE else ""
        lines = [f"{what}, as the business says of itself: {shown}.", sure]
    return Finding(
        said=paragraph(*lines), enough=True, n=max(1, len(refs) - 1), figures=figures,
        parts=[Part(name=_plain(one), value=1) for one in value]
        if isinstance(value, list) else [],
        evidence=weightiest(refs),
    )  # fmt: skip


async def _together(ctx: Ctx, profile: Any, fields: tuple[str, ...], asked: str) -> Finding:
    """Several fields of the profile in one answer; those that are not known are named."""
    values = {field: getattr(profile, field, None) for field in fields} if profile else {}
    held = {field: value for field, value in values.items() if value not in (None, [], "")}
    what = listed(FIELDS[field] for field in fields)
    if not held:
        return lacking(f"Not known yet: {what}.", f"an answer to the question on {asked}")
    confidence = profile.confidence or {}
    refs = [ref for field in held for ref in await _said_in(ctx, field)]
    refs = weightiest([*refs, Ref(kind="profile", id=profile.id)])
    unsure = [FIELDS[field] for field in held if float(confidence.get(field, 0.5)) < SURE]
    figures = {FIELDS[k]: rounded(v) for k, v in held.items() if isinstance(v, float)}
    lines = "; ".join(
        f"{FIELDS[field]}: {number(value) if isinstance(value, float) else _told(value)}"
        for field, value in held.items()
    )
    doubt = f"Not confirmed: {listed(unsure)}." if unsure else ""
    return Finding(
        said=paragraph(f"As the business says of itself, {lines}.", doubt), enough=True,
        n=len(held), figures=figures, evidence=refs,
        parts=[Part(name=_plain(one), value=1) for value in held.values()
               for one in (value if isinstance(value, list) else [value])],
    )  # fmt: skip


def _quoted(words: list[Ref]) -> str:
    """The first sentence of the first answer that a fact was read out of, where it is short."""
    text = next((ref.quote for ref in words if ref.quote), "")
    first = next(iter(passages.sentences(text)), "")
    return first if 0 < len(first) <= LONGEST_QUOTE and first in text else ""


@tool("profile:read")
async def profile_gaps(ctx: Ctx, ask: Nothing) -> Finding:
    """What the business has not said of itself yet."""
    profile = await people.profile(ctx)
    if profile is None:
        return lacking("Nothing is known of the business yet.", "the interview, or a description")
    known = [name for name in PROFILE_KINDS if getattr(profile, name, None) not in (None, [], "")]
    open_ = [FIELDS[name] for name in PROFILE_KINDS if name not in known]
    confidence = profile.confidence or {}
    unsure = [FIELDS[name] for name in known if float(confidence.get(name, 0.5)) < 0.6]
    n = len(PROFILE_KINDS)
    lack = f"Not said yet: {listed(open_[:8])}." if len(open_) <= 8 else (
        f"Not said yet: {listed([*open_[:8], 'others'])}.")  # fmt: skip
    return Finding(
        said=paragraph(
            f"{len(known)} of {n} facts about the business are known.", lack if open_ else "",
            f"Read out of answers, but not confirmed: {listed(unsure[:5])}." if unsure else "",
        ),
        enough=True, n=n, value=len(known), unit="facts",
        parts=[Part(name=name, value=0) for name in open_],
        evidence=[Ref(kind="profile", id=profile.id)],
    )  # fmt: skip


@tool("releases:read")
async def model_status(ctx: Ctx, ask: Nothing) -> Finding:
    """Which version of the business's own model answers, and how its versions were judged."""
    rows = await releases.versions(ctx)
    if not rows:
        return lacking("No version of your model was trained yet.",
                       "a month of inputs; training is on the 28th")  # fmt: skip
    live = next((row for row in rows if row.live), None)
    last = max(rows, key=lambda row: row.version)
    head = f"{counted(len(rows), 'version')} of your model {_was(len(rows))} made"
    head += f"; version {live.version} answers." if live else "; none of them answers."
    verdict = {"release": "released", "keep": "not better, so the old one stays",
               "not_enough_evidence": "not released, for there was too little evidence",
               "block": "blocked"}.get(last.verdict, named(last.verdict))  # fmt: skip
    adapter = "adapter: none" if not last.adapter else f"adapter {last.adapter}"
    figures = {"latest version": last.version}
    if live:
        figures["version that answers"] = live.version
    return Finding(
        said=paragraph(head, f"The latest, version {last.version}, was {verdict} ({adapter})."),
        enough=True, n=len(rows), value=len(rows), unit="versions", figures=figures,
        evidence=weightiest(Ref(kind="release", id=row.id) for row in rows[::-1]),
    )  # fmt: skip


@tool("inputs:read")
async def team_activity(ctx: Ctx, ask: Nothing) -> Finding:
    """Which team activities took place, when, how long, and who took part."""
    rows = await inputs.team_activities(ctx)
    if not rows:
        return lacking("No team activity is known.", "`refleqt import activities FOLDER`")
    people_of = Counter(
        str(one.get("name", one)) if isinstance(one, dict) else str(one)
        for row in rows for one in row.participants
    )  # fmt: skip
    minutes = [row.minutes for row in rows if row.minutes]
    lines = listed(f"{row.kind} on {day(row.at)}" for row in rows[-3:])
    regular = listed(name for name, n in people_of.most_common(6) if n == len(rows))
    return Finding(
        said=paragraph(
            f"{counted(len(rows), 'team activity', 'team activities')} {_was(len(rows))} held"
            f"{f', {sum(minutes)} minutes in all' if minutes else ''}: {lines}.",
            f"{regular} took part every time." if regular else "",
        ),
        enough=True, n=len(rows), value=len(rows), unit="activities",
        parts=[Part(name=name, value=n) for name, n in people_of.most_common(20)],
        figures={"minutes": sum(minutes)},
        evidence=weightiest(Ref(kind="activity", id=row.id) for row in rows[::-1]),
    )  # fmt: skip


def _worded(one: Belief) -> str:
    """The claim as surely as its evidence allows, and what that evidence is."""
    n, against = one.evidence_count, one.counter_count
    claim = one.claim if one.confidence >= 0.6 else one.claim.rstrip(".")
    basis = f"{counted(n, 'piece')} of evidence {'speaks' if n == 1 else 'speak'} for it, "
    basis += f"{against} against."
    lower = claim if claim[:2].isupper() else claim[:1].lower() + claim[1:]
    if one.confidence >= 0.8:
        return f"{claim} {basis}"
    if one.confidence >= 0.6:
        return f"As far as {counted(n + against, 'result')} can show, {lower} {basis}"
    if one.confidence >= 0.4:
        return f"It may be that {lower}. {basis}"
    return f"Whether {lower} is a question to test. {basis}"


async def _about(held: list[Belief], about: str) -> list[Belief]:
    """Beliefs that speak of something, nearest first; among equally near ones the surest."""
    claims = [one.claim for one in held]
    vectors = await asyncio.to_thread(embed, [about, *claims])
    near = vectors[1:] @ vectors[0]
    rated = []
    for one, meaning in zip(held, near, strict=True):
        words = f"{one.claim} {one.scope.subject} {one.scope.segment}".replace("_", " ")
        shared = fuzz.token_set_ratio(about, words, processor=utils.default_process) / 100
        rated.append((max(float(meaning), 0.0) * 0.5 + shared * 0.5, one))
    best = max(score for score, _ in rated)
    if best < NEAR:
        return []
    close = [(score, one) for score, one in rated if score >= max(NEAR, best - CLOSE)]
    return [one for _, one in sorted(close, key=lambda each: (-each[0], -each[1].confidence))][:5]


def _surest(held: list[Belief]) -> list[Belief]:
    return sorted(held, key=lambda one: (-one.confidence, one.id))[:5]


async def _field(words: str) -> str:
    """The field of the profile that is meant. Raises `NoSuchField`."""
    plain = words.strip().lower().replace(" ", "_")
    if plain in FIELDS:
        return plain
    names = [*FIELDS]
    spoken = [f"{name.replace('_', ' ')} {FIELDS[name]}" for name in names]
    vectors = await asyncio.to_thread(embed, [words, *spoken])
    near = vectors[1:] @ vectors[0]
    rated = {
        name: 0.5 * float(near[at])
        + 0.5 * fuzz.token_set_ratio(words, spoken[at], processor=utils.default_process) / 100
        for at, name in enumerate(names)
    }
    best = max(names, key=lambda name: rated[name])
    if rated[best] < NEAR:
        raise NoSuchField(
            f"Got “{words}”.", remedy=f"Ask for {listed([*FIELDS.values()], 'or')}.",
            field="field", value=words,
        )  # fmt: skip
    return best


async def _said_in(ctx: Ctx, field: str) -> list[Ref]:
    """The answers that a field was read out of, with their words, as far as one may read them."""
    threads: dict[UUID, list[Any]] = defaultdict(list)
    for row in await inputs.answers(ctx):
        threads[row.thread_id].append(row)
    refs = []
    for rows in threads.values():
        turns = [Turn(question=row.question, answer=row.answer) for row in rows]
        mark = answers.read(turns).profile.get(field)
        for one in mark.evidence if mark else []:
            row = rows[one.turn]
            if row.author_id in (None, ctx.actor.user_id) or ctx.actor.role == "worker":
                refs.append(Ref(kind="answer", id=row.id, quote=one.quote))
    return refs


def _told(value: Any) -> str:
    return listed(_plain(one) for one in value) if isinstance(value, list) else named(str(value))


def _plain(one: Any) -> str:
    """A value as a sentence has it; a price that was kept as a record is written out."""
    text = str(one)
    found = re.search(r"'amount': ([\d.]+)", text)
    if not found:
        return text
    code, per = (re.search(rf"'{name}': '([^']+)'", text) for name in ("currency", "per"))
    price = f"{number(float(found[1]))}{f' {code[1]}' if code else ''}"
    return f"{price} per {per[1]}" if per else price


def _was(n: int) -> str:
    return "was" if n == 1 else "were"
