"""How one answer came about: prompt, context, adapter, beliefs, tools, checks, cost and time.

A trace is put together from what was written down when it happened: the audit card, the calls of
models, the log of the run, the version's manifest. What is private to somebody stays withheld,
whatever a grant opens: a grant opens what the person who gave it may see.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.errors import NotFound
from domain.access import worker_for
from domain.evaluations import CaseWords
from memory import audit, evaluations, models, receipts, releases, runs, threads
from memory.ctx import Ctx, on_behalf
from prompts import library
from tools.base import Answer, Ask, Nothing, tool
from tools.evaluations import NoSuchCase, OneCase
from tools.grants import Looking, looking
from tools.receipts import WITHHELD, may_read

MOST_ACTIONS = 200
NO_PROMPT = "No prompt: the preference model reckons, and no model is asked."


class NoSuchAction(NotFound):
    """There is no action of this id."""


class OneAction(Ask):
    """An action of a mind, by the id of its audit card."""

    id: UUID


class Prompt(Answer):
    """Which words were sent; the words themselves where they are open and still known."""

    id: str
    version: int
    hash: str
    instructions: str
    material: str


class Piece(Answer):
    """A row that stood in the context."""

    kind: str
    id: UUID
    at: datetime | date | None
    text: str


class Belief(Answer):
    """A belief that a version pins."""

    id: str
    claim: str
    confidence: float
    status: str


class ToolCall(Answer):
    """A tool that was called, with what it took and said."""

    name: str
    arguments: str
    said: str


class ModelCall(Answer):
    """One request to a model; `usd_micros` is empty where no price is known."""

    at: datetime
    model: str
    adapter: str
    outcome: str
    tokens_in: int
    tokens_out: int
    seconds: float
    usd_micros: int | None
    retries: int


class Check(Answer):
    """Something that was checked, and whether it held."""

    name: str
    held: bool
    said: str


class Trace(Answer):
    """How one case or action came about. `withheld` names the parts that are not open.

    `seconds` and `usd_micros` are the sums of the models' calls; None where nothing is known.
    """

    kind: str
    id: UUID
    at: datetime
    by: str
    level: str
    withheld: list[str]
    note: str
    prompt: Prompt | None
    question: str
    answers: dict[str, str]
    context: list[Piece]
    beliefs: list[Belief]
    tools: list[ToolCall]
    checks: list[Check]
    calls: list[ModelCall]
    models: list[str]
    adapter: str
    numbers: dict[str, float]
    tokens: int
    usd_micros: int | None
    seconds: float | None
    steps: list[str]


class ActionLine(Answer):
    """An action of a mind, without a word of it."""

    id: UUID
    at: datetime
    prompt_id: str
    prompt_version: int
    by: str
    models: list[str]
    calls: int
    tokens: int
    usd_micros: int | None
    dropped: int


class ActionList(Answer):
    """The newest actions, newest first."""

    items: list[ActionLine]


@tool("evaluations:read")
async def list_actions(ctx: Ctx, ask: Nothing) -> ActionList:
    """What the minds of this business did lately, each to be traced."""
    async with looking(ctx, "cases", "actions") as look:
        rows = (await audit.cards(look.ctx))[:MOST_ACTIONS]
    lines = [
        ActionLine.model_validate({**row._mapping, "dropped": len(row.dropped)}) for row in rows
    ]
    return ActionList(items=lines)


@tool("evaluations:read")
async def trace_case(ctx: Ctx, ask: OneCase) -> Trace:
    """How each arm came to its answer in a case: features, beliefs, context, checks."""
    async with looking(ctx, "cases", "trace of a case", ask.case_id) as look:
        row = await evaluations.case(look.ctx, ask.case_id)
        if row is None:
            raise NoSuchCase(f"{ask.case_id}.", field="case_id", value=str(ask.case_id))
        one = await evaluations.by_id(look.ctx, row.evaluation_id)
        version = await releases.version(look.ctx, one.version)
        metrics = await evaluations.metrics_of(look.ctx, [one.id])
        context = await _rested_on(ctx, look, row.source_kind, row.source_id)
    words = CaseWords.model_validate(row.words) if look.words else CaseWords()
    pinned = version.manifest.get("beliefs", [])
    blocking = [metric for metric in metrics if metric.unit == "count"]
    return Trace(
        kind="case", id=row.id, at=one.at, by="preference model", level=look.level,
        withheld=_withheld(look, "question", "answers", "context", "beliefs"), note=NO_PROMPT,
        prompt=None, question=words.input, answers=dict(words.answers), context=context,
        beliefs=[_belief(each, look) for each in pinned], tools=[], models=[], calls=[],
        checks=[Check(name=m.name, held=m.verdict == "pass", said=m.why) for m in blocking],
        adapter=version.adapter or "none", numbers=row.numbers, tokens=0, usd_micros=0,
        seconds=None, steps=[],
    )  # fmt: skip


@tool("evaluations:read")
async def trace_action(ctx: Ctx, ask: OneAction) -> Trace:
    """How an action of a mind came about: prompt, context, tools, checks, calls, cost, time."""
    async with looking(ctx, "cases", "trace of an action", ask.id) as look:
        card = await audit.card(look.ctx, ask.id)
        if card is None:
            raise NoSuchAction(f"{ask.id}.", field="id", value=str(ask.id))
        calls = await models.calls_of(look.ctx, card.id)
        context = [piece for each in card.evidence for piece in await _pieces(ctx, look, each)]
        prompt = await _prompt(look, card)
        log = await _log(ctx, look, card.run_id)
    seconds = [row.seconds for row in calls]
    open_chat = look.words and log.open
    return Trace(
        kind="action", id=card.id, at=card.at, by=card.by, level=look.level,
        withheld=_withheld(look, "prompt", "question", "answers", "context", "tools"),
        note=log.note, prompt=prompt, question=log.question if open_chat else "",
        answers={card.by: log.answer} if open_chat and log.answer else {}, context=context,
        beliefs=[], tools=[_call(each, told=open_chat) for each in log.tools],
        checks=[Check(name="dropped", held=False, said=each) for each in card.dropped]
        or [Check(name="checks", held=True, said="Nothing stood against it.")],
        calls=[ModelCall.model_validate(row, from_attributes=True) for row in calls],
        models=card.models, adapter=card.adapter, numbers={}, tokens=card.tokens,
        usd_micros=card.usd_micros, seconds=sum(seconds) if seconds else None, steps=log.steps,
    )  # fmt: skip


class _Log(Answer):
    """What the log of a run tells; `open` where the reader may read the chat."""

    open: bool = False
    note: str = ""
    question: str = ""
    answer: str = ""
    tools: list[ToolCall] = []
    steps: list[str] = []


async def _log(ctx: Ctx, look: Looking, run_id: UUID | None) -> _Log:
    run = await runs.run(look.ctx, run_id) if run_id else None
    if run is None:
        return _Log(open=True)
    events = await runs.events_of(look.ctx, run.id)
    told = {"tools": _tools(events), "steps": _steps(events)}
    reader = ctx.actor.user_id if look.granted_by is None else look.granted_by
    if run.user_id != reader:
        note = "The chat is its person's own; its words are withheld from everybody else."
        return _Log(note=note, **told)
    person = replace(worker_for(ctx.business_id), user_id=run.user_id)
    async with on_behalf(look.ctx, person) as own:
        said = [await threads.message(own, each) for each in (run.question_id, run.answer_id)]
    question, answer = (str(row.content["text"]) if row else "" for row in said)
    return _Log(open=True, question=question, answer=answer, **told)


def _tools(events: Sequence[dict[str, Any]]) -> list[ToolCall]:
    """The tools of a run's log, in the order of calling."""
    found: dict[str, dict[str, str]] = {}
    for event in events:
        one = found.setdefault(str(event.get("toolCallId")), {"arguments": "", "said": ""})
        match event.get("type"):
            case "TOOL_CALL_START":
                one["name"] = str(event["toolCallName"])
            case "TOOL_CALL_ARGS":
                one["arguments"] += str(event["delta"])
            case "TOOL_CALL_RESULT":
                one["said"] = str(event["content"])
    return [ToolCall.model_validate(one) for one in found.values() if "name" in one]


def _steps(events: Sequence[dict[str, Any]]) -> list[str]:
    return [str(each["stepName"]) for each in events if each.get("type") == "STEP_STARTED"]


def _call(one: ToolCall, *, told: bool) -> ToolCall:
    return one if told else ToolCall(name=one.name, arguments="", said="")


async def _prompt(look: Looking, card: Any) -> Prompt:
    """The prompt of a card; with its words where they are open and known by their hash."""
    shape = {"id": card.prompt_id, "version": card.prompt_version, "hash": card.prompt_hash}
    kept: Any = await audit.prompt_of_hash(look.ctx, card.prompt_hash) if look.words else None
    if kept is None and look.words and card.prompt_id in library.names():
        known = library.known(card.prompt_id)
        kept = known if known.hash == card.prompt_hash else None
    words = (kept.instructions, kept.material) if kept else ("", "")
    return Prompt(**shape, instructions=words[0], material=words[1])


async def _rested_on(ctx: Ctx, look: Looking, kind: str, one: UUID | None) -> list[Piece]:
    """A source, and the rows that it rests on."""
    if one is None:
        return []
    links = await receipts.links_from(look.ctx, [one])
    known = [(kind, one), *((link.to_kind, link.to_id) for link in links)]
    found = []
    for each, row_id in known:
        found += await _pieces(ctx, look, {"kind": each, "id": str(row_id)})
    return found


async def _pieces(ctx: Ctx, look: Looking, source: dict[str, str]) -> list[Piece]:
    rows = await receipts.of_kind(look.ctx, source["kind"], [UUID(source["id"])])
    found = []
    for row in rows:
        told = (row.text if may_read(ctx, row) else WITHHELD) if look.words else ""
        found.append(Piece(kind=row.kind, id=row.id, at=row.at, text=told))
    return found


def _belief(one: dict[str, Any], look: Looking) -> Belief:
    shown = Belief.model_validate(one)
    return shown if look.words else shown.model_copy(update={"claim": ""})


def _withheld(look: Looking, *parts: str) -> list[str]:
    return [] if look.words else [*parts]
