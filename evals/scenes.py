"""Golden scenes: little facts of one business, from which the product's own code drafts a map, a
brief, an answer and suggestions, as the inputs on which outputs and wordings are judged.

A scene is a line of `evals/golden/scenes.jsonl`; the business is `evals/golden/house.json`.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from agents import answerer, briefer, cartographer, suggester
from agents.base import Thought
from domain import fidelity, maps, suggestions
from domain.access import Actor
from domain.answer_checks import other_language
from domain.asking import Asked, Evidence, Gathered, Reply, Shown, Utterance
from domain.beliefs import Belief, Category, Scope
from domain.briefs import Brief
from domain.identity import Tenant
from domain.maps import ExecutionMap
from domain.planning import Evidence as Known
from domain.planning import Theme
from domain.suggestions import Suggestions
from evals.cases import GOLDEN
from memory.ctx import Ctx, open_ctx

M = TypeVar("M", ExecutionMap, Brief)
Kind = Literal["map", "brief", "answer", "suggestion", "words"]
ASKED = datetime(2026, 11, 2, tzinfo=UTC)
TODAY = ASKED.date()
NOTED = datetime(2026, 10, 5, 9, tzinfo=UTC)
MONTHS = 5

WANTED = {
    "map": "Plan one campaign that answers what keeps coming back.",
    "brief": "Write the brief of this piece, from which a stranger can work.",
    "suggestion": "Propose entries for the calendar, each with its reason.",
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Scene(_Frozen):
    """What keeps coming back in a business, whom it concerns, and what is asked about it."""

    id: str
    topic: str
    note: str
    question: str
    count: int
    piece: int
    segments: tuple[str, str]
    angles: tuple[str, str]
    channel: str
    voice: Mapping[str, float]


class House(_Frozen):
    """Whose scenes they are: what must not be told of it, and texts in its founder's manner."""

    tenant: Tenant
    own: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """One thing to write for a scene: the draft by code, all that it may rest on (`given`), what is
    wrong with an answer (`faults`, of its JSON text), and how a model is asked (`refine`)."""

    kind: Kind
    scene: Scene
    draft: BaseModel
    given: tuple[str, ...]
    faults: Callable[[str], list[str]]
    refine: Callable[[Actor], Awaitable[Thought[Any]]]

    @property
    def wanted(self) -> str:
        """What is asked for, in words for a judge."""
        return WANTED.get(self.kind, self.scene.question)

    @property
    def asked(self) -> str:
        """The draft as JSON text."""
        return self.draft.model_dump_json()


@cache
def house() -> House:
    """The golden business."""
    return House.model_validate_json((GOLDEN / "house.json").read_text("utf-8"))


@cache
def scenes() -> Mapping[str, Scene]:
    """The golden scenes by id, in order."""
    lines = (GOLDEN / "scenes.jsonl").read_text("utf-8").splitlines()
    found = [Scene.model_validate(json.loads(line)) for line in lines if line.strip()]
    return {one.id: one for one in found}


def map_task(scene: Scene) -> Task:
    """A map that answers what keeps coming back."""
    known = _known(scene)
    drafted = _plan(scene)
    ids = frozenset(source.id for source in drafted.sources())

    def wrong(answer: ExecutionMap) -> list[str]:
        facts = fidelity.changed(_marked(drafted, answer), answer, cartographer.WORDS)
        return maps.faults(answer, TODAY, ids) + facts

    async def refine(ctx: Ctx) -> Thought[ExecutionMap]:
        return await cartographer.refine(ctx, known, {}, drafted)

    return Task("map", scene, drafted, (scene.note,), _read(ExecutionMap, wrong), _within(refine))


def brief_task(scene: Scene) -> Task:
    """The brief of a piece of that map."""
    plan = _plan(scene)
    known = briefer.Known(scene.id, plan, plan.artifacts[scene.piece], scene.voice)
    drafted = briefer.draft(known)

    def wrong(answer: Brief) -> list[str]:
        return fidelity.changed(_marked(drafted, answer), answer, briefer.WORDS)

    async def refine(ctx: Ctx) -> Thought[Brief]:
        return await briefer.refine(ctx, known, house().tenant, drafted)

    return Task("brief", scene, drafted, (), _read(Brief, wrong), _within(refine))


def suggestion_task(scene: Scene) -> Task:
    """Entries for the calendar, from what is believed of two segments and a channel."""
    held = [
        *(
            _belief("messaging", angle, segment)
            for angle, segment in zip(scene.angles, scene.segments, strict=True)
        ),
        _belief("channel", scene.channel),
    ]
    drafted = suggester.draft(TODAY, held, [])
    cards = suggester.cards_of(drafted)

    def wrong(answer: Suggestions) -> list[str]:
        return suggestions.faults(cards, answer)

    async def refine(ctx: Ctx) -> Thought[Suggestions]:
        return await suggester.reworded(ctx, drafted, held, [])

    given = tuple(one.claim for one in held)
    return Task("suggestion", scene, cards, given, _read(Suggestions, wrong), _within(refine))


def answer_task(scene: Scene) -> Task:
    """The answer to the scene's question, from its note."""
    gathered = gathered_for(scene)
    drafted = answerer.draft(gathered)

    def wrong(answer: Reply) -> list[str]:
        return answerer.faults(gathered, answer) + other_language(gathered, answer.text)

    async def refine(actor: Actor) -> Thought[Reply]:
        return await answerer.refine(actor, None, gathered, drafted, _unheard)

    given = (scene.note, scene.question)
    return Task("answer", scene, drafted, given, _read(Reply, wrong), refine)


TASKS: Mapping[str, Callable[[Scene], Task]] = {
    "mapping/draft_map": map_task,
    "briefing/write_brief": brief_task,
    "asking/answer_question": answer_task,
    "suggestions/suggest_entries": suggestion_task,
}
"""The prompts that have golden inputs, and how a scene becomes one."""


def gathered_for(scene: Scene) -> Gathered:
    """What Ask would have found for a scene's question: its note."""
    note = Evidence(label=1, kind="vent", id=UUID(int=2), text=scene.note, at=NOTED)
    return Gathered(
        asked=Asked(text=scene.question), at=ASKED, evidence=(note,),
        shown=(Shown(label=1, quote=scene.note, who="a note", fit=0.9),), support=0.9,
    )  # fmt: skip


def _marked(drafted: M, answer: M) -> M:
    """The draft with the answer's mark of who worded it: our code sets that, after the checks."""
    return drafted.model_copy(update={"made_by": answer.made_by})


def _known(scene: Scene) -> Known:
    quotes = tuple((UUID(int=2 + place), scene.note) for place in range(scene.count))
    theme = Theme(
        UUID(int=1), scene.topic, scene.count, quotes, segment=scene.segments[0].replace("_", " ")
    )
    return Known(today=TODAY, currency="EUR", themes=[theme])


def _plan(scene: Scene) -> ExecutionMap:
    [plan] = cartographer.draft(_known(scene)).maps
    return plan


def _belief(category: Category, subject: str, segment: str = "") -> Belief:
    scope = Scope(category=category, subject=subject, segment=segment)
    place = sum(map(ord, f"{category}{subject}{segment}"))
    return Belief(
        id=str(UUID(int=place)), scope=scope, claim=f"{subject} does well.", alpha=9, beta=1,
        as_of=NOTED, first_observed=NOTED, evidence_count=MONTHS,
    )  # fmt: skip


def _read(
    shape: type[Any], wrong: Callable[[Any], Sequence[str]]
) -> Callable[[str], list[str]]:  # fmt: skip
    """What is wrong with a JSON text: it is none of its `shape`, or breaks the rules of it."""

    def faults(text: str) -> list[str]:
        try:
            answer = shape.model_validate_json(text)
        except ValidationError as bad:
            return [f"it is no {shape.__name__}: {bad.errors()[0]['msg']}"]
        return [*wrong(answer)]

    return faults


def _within(
    refine: Callable[[Ctx], Awaitable[Thought[Any]]],
) -> Callable[[Actor], Awaitable[Thought[Any]]]:
    """A refinement in a transaction of its own."""

    async def asked(actor: Actor) -> Thought[Any]:
        async with open_ctx(actor) as ctx:
            return await refine(ctx)

    return asked


async def _unheard(_piece: Utterance) -> None:
    """Nobody listens while wordings are compared."""
