"""Drafts the creator's brief of one artifact: nine parts in general words that name nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from agents import anonymiser
from agents.base import Thought, think
from agents.hearing import Paraphrase
from agents.phrases import Phrases, book, of_angle, of_type, people, said
from domain import fidelity
from domain.anonymity import leaks_of
from domain.brief_text import render
from domain.briefs import (
    ABOVE_USUAL,
    FIRST_REVIEW,
    GIVING,
    WORDS_A_MINUTE,
    Audience,
    Brief,
    Format,
    Instead,
    Message,
    Seo,
    Success,
    Technical,
    Voice,
    acceptance,
)
from domain.identity import Tenant
from domain.maps import Artifact, ExecutionMap
from memory.ctx import Ctx

SEARCHED = ("seo", "google_search", "google_ads", "bing_ads")
WORDS = frozenset(
    {"title", "takeaway", "situation", "pain", "words", "role", "text", "proof", "sounds", "never",
     "examples", "headings", "avoid", "references", "made_by"}
)  # fmt: skip
"""What a model may word anew; the rest is what money and results hang on. Who worded it is set
here, by code."""
MEASURED_AFTER = timedelta(days=30)
CLEAR = 0.2  # an axis of the voice speaks from here on


@dataclass(frozen=True)
class Known:
    """What a brief is drafted from; `voice` maps an axis to -1..1, `n` counts the months of results
    behind its first point. `heard` is a customer's words in a paraphrase; `offer` and `trade` say
    what kind of thing is sold and to whom, `vocabulary` what such people search with."""

    brief_id: str
    plan: ExecutionMap
    artifact: Artifact
    voice: Mapping[str, float]
    confidence: float = 0.5
    n: int = 0
    size: str = ""
    heard: Paraphrase | None = None
    offer: str = ""
    trade: str = ""
    vocabulary: Sequence[str] = ()


def draft(known: Known) -> Brief:
    """A whole brief from the map's abstract slots; same input, same brief."""
    artifact = known.artifact
    kind, phrases = of_type(artifact.artifact_type), of_angle(artifact.angle)
    evidence = tuple(str(source.id) for source in known.plan.sources())
    brief = Brief(
        id=known.brief_id,
        title=artifact.title,
        offer=known.offer,
        takeaway=known.plan.message,
        format=Format(
            artifact_type=artifact.artifact_type, length_low=kind["length"][0],
            length_high=kind["length"][1], consists_of=tuple(kind["consists_of"]),
            made=kind.get("made", ""),
        ),
        audience=_audience(known, kind, phrases, evidence),
        messages=_messages(known, phrases, evidence),
        voice=_voice(known.voice, known.vocabulary),
        seo=_seo(artifact, phrases),
        technical=Technical(
            file_format=kind["file_format"], dimensions=kind.get("dimensions", ""),
            requirements=tuple(kind["requirements"]),
        ),
        success=_success(artifact, evidence),
        avoid=_avoid(kind["avoid"]),
        references=tuple(kind["references"]),
        call_to_action=said(phrases["call_to_action"], artifact.angle),
        due=artifact.due_on,
        search_led=artifact.channel in SEARCHED,
    )  # fmt: skip
    return brief.model_copy(update={"acceptance": acceptance(brief)})


async def refine(ctx: Ctx, known: Known, tenant: Tenant, drafted: Brief) -> Thought[Brief]:
    """`drafted`, or a model's wording of it that promises the same and names nobody.

    The model is shown the artifact, the voice and ids: never the words that the map rests on.
    """
    artifact = known.artifact.model_dump(mode="json", exclude={"outline", "title"})
    inputs = {
        "artifact": artifact,
        "voice": known.voice,
        "evidence": sorted({source.id for source in known.plan.sources()}),
        "limits": {"messages": "3 to 5", "avoid": "2 to 7", "references": "at most 3"},
    }

    def promises_are_kept(answer: Brief) -> list[str]:
        return fidelity.changed(drafted, answer, WORDS) + ["there are more or fewer messages"] * (
            len(answer.messages) != len(drafted.messages)
        )

    def numbers_are_given(answer: Brief) -> list[str]:
        return fidelity.new_numbers(answer, drafted, inputs)

    def names_nobody(answer: Brief) -> list[str]:
        return anonymiser.faults(leaks_of(tenant, answer, render(answer)))

    checks = [promises_are_kept, numbers_are_given, names_nobody]
    thought = await think(ctx, "briefing/write_brief", inputs, drafted, checks)
    if thought.by == "draft":
        return thought
    return replace(thought, answer=thought.answer.model_copy(update={"made_by": "model"}))


def _audience(known: Known, kind: Phrases, phrases: Phrases, evidence: Sequence[str]) -> Audience:
    artifact = known.artifact
    minutes = ceil(kind["length"][1] / WORDS_A_MINUTE)
    time = kind.get("time") or f"about {minutes} minute{'s' if minutes > 1 else ''}"
    trade = f" in {known.trade}" if known.trade else ""
    role = f"{people(known.plan.segment).capitalize()}{trade}"
    return Audience(
        role=f"{role}{GIVING}{time} between other tasks",
        size=known.size,
        situation=said(phrases["situation"], artifact.angle),
        pain=said(phrases["pain"], artifact.angle),
        words=known.heard.text if known.heard else "",
        evidence=(*evidence, *([str(known.heard.id)] if known.heard else [])),
    )


def _messages(known: Known, phrases: Phrases, evidence: Sequence[str]) -> tuple[Message, ...]:
    points = _ordered(known, phrases["points"][:5])
    first = known.confidence
    return tuple(
        Message(
            text=said(text, known.artifact.angle),
            proof=_proof(said(proof, known.artifact.angle), known if place == 0 else None),
            evidence=tuple(evidence) if place == 0 else tuple(evidence[:2]),
            # the first point is what results spoke for; the others are how it is told
            confidence=first if place == 0 and known.n else 0.8,
            n=known.n if place == 0 else 0,
        )
        for place, (text, proof) in enumerate(points)
    )


def _ordered(known: Known, points: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The points with those first that are this piece's own in the plan; the others keep order."""
    told = " ".join(known.artifact.outline)
    own = [one for one in points if said(one[0], known.artifact.angle) in told]
    return [*own, *(one for one in points if one not in own)]


def _proof(shown: str, known: Known | None) -> str:
    """What the piece shows, and for the first point what results said of it."""
    if known is None or not known.n:
        return shown
    return f"{shown}. Messages of this kind did better with such readers than others did"


def _voice(axes: Mapping[str, float], vocabulary: Sequence[str]) -> Voice:
    voices = book()["voice"]
    told = [
        voices[axis]["high" if value > 0 else "low"]
        for axis, value in axes.items()
        if axis in voices and abs(value) >= CLEAR
    ]
    middle = voices["middle"]
    told = told or [middle | {"never": middle["never"][0]}]
    return Voice(
        sounds=tuple(one["sounds"] for one in told),
        never=tuple(one["never"] for one in told),
        words=tuple(vocabulary),
        examples=tuple(Instead(say=one["say"], not_say=one["not_say"]) for one in told[:3]),
    )


def _seo(artifact: Artifact, phrases: Phrases) -> Seo | None:
    if artifact.channel not in SEARCHED:
        return None
    keyword = said(phrases["keyword"], artifact.angle)
    return Seo(
        keyword=keyword,
        intent="an answer that can be used the same day",
        headings=tuple(said(text, artifact.angle) for text, _ in phrases["points"][:3]),
        meta_title=keyword.capitalize()[:60],
        meta_description=said(phrases["takeaway"], artifact.angle)[:160],
        links=("the page that the call to action leads to",),
    )


def _success(artifact: Artifact, evidence: Sequence[str]) -> Success:
    forecast = artifact.forecast
    if forecast is None:
        return Success(
            metric=FIRST_REVIEW, target=1, unit="review", measured_on=artifact.due_on,
            evidence=tuple(evidence),
        )  # fmt: skip
    return Success(
        metric=forecast.metric,
        target=ceil(max(1.0, forecast.expected) * ABOVE_USUAL),
        baseline=forecast.expected,
        baseline_n=forecast.n,
        measured_on=max(forecast.due_on, artifact.due_on + MEASURED_AFTER),
        evidence=tuple(evidence),
    )


def _avoid(own: Sequence[str]) -> tuple[str, ...]:
    return (
        *own,
        "The name of any company, product, person or place",
        "Promises about results that this brief does not give you",
    )
