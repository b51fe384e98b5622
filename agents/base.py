"""What every mind does: draft by code, refine by a model where one is configured, check.

An agent makes its draft and calls `think`. Without a model the draft is the answer. With one, the
model is asked for the same type, its answer passes the agent's checks or is repaired once, and
whatever goes wrong ends in the draft: no outage and no bad answer stops the loop. Every action
leaves an audit card.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from pydantic import BaseModel

from agents import cards
from agents.calling import WRONG, called, correction, reason
from cdt import bridge, gateway
from cdt.calls import Meter
from core.errors import CheckFailed, RefleqtError
from core.telemetry import logger
from core.text import clean_text
from domain import fidelity
from domain.events import DraftRefined
from memory import audit, events
from memory.ctx import Ctx
from prompts import library
from tools.base import Tool

if TYPE_CHECKING:
    from pydantic_ai import Agent
    from pydantic_ai import Tool as ModelTool

T = TypeVar("T", bound=BaseModel)
Check = Callable[[T], Sequence[str]]
"""What is wrong with an answer, one sentence each; empty when all is well."""

MOST_CHARACTERS = 60_000
"""Longer material is not sent: the draft read it whole, a model would be paid to skim it."""
REPAIRS = 1
MOST_REQUESTS = 6

_log = logger("agents")


class AnswerDiffers(CheckFailed):
    """A prompt asks for another type of answer than the draft's."""


@dataclass(frozen=True)
class Thought(Generic[T]):
    """An answer and who gave it. `dropped` says in sentences what stood against a refinement;
    `unheard` that it was no fault of the model's words: no model answered."""

    answer: T
    by: Literal["draft", "model"] = "draft"
    dropped: tuple[str, ...] = ()
    calls: int = 0
    unheard: bool = False


@dataclass
class _Ask(Generic[T]):
    """One question to a model while it is open, with the faults of its last answer by check."""

    ctx: Ctx
    words: library.Rendered
    draft: T
    checks: Sequence[Check[T]]
    tools: Sequence[Tool[Any, Any]]
    meter: Meter
    faults: dict[str, Sequence[str]] = field(default_factory=dict)


async def think(
    ctx: Ctx,
    prompt_id: str,
    inputs: Mapping[str, object],
    draft: T,
    checks: Sequence[Check[T]] = (),
    tools: Sequence[Tool[Any, Any]] = (),
) -> Thought[T]:
    """The draft, or a model's refinement of it that passes `checks`. Raises for no model's fault.

    No refinement brings an address, markup or a request for a secret that the draft has not.

    `inputs` are those of the prompt, without `draft`. Of `tools` the model sees those that only
    read and whose scope the caller has. Raises `InputsDiffer` or `AnswerDiffers` where prompt and
    agent do not fit together, with or without a model.
    """
    words = library.render(prompt_id, {**inputs, "draft": draft})
    _must_fit(words, draft)
    meter = Meter(words, ctx.actor.business_id)
    thought, reasons = Thought(draft), ()
    if await gateway.ready(ctx):
        await audit.keep_prompt(library.known(prompt_id))

        def language_is_theirs(answer: T) -> list[str]:
            return fidelity.other_language(answer, draft, inputs)

        def brings_no_marks(answer: T) -> list[str]:
            return fidelity.new_marks(answer, draft)

        rules = [*checks, language_is_theirs, brings_no_marks]
        ask = _Ask(ctx, words, draft, rules, tools, meter)
        thought, reasons = await _tried(ask)
        await events.record(ctx, _fact(ask, thought, reasons))
    if thought.dropped:
        _log.info("refinement dropped", prompt_id=prompt_id, reasons=reasons)
    evidence = cards.evidence_in(thought.answer, inputs)
    await cards.file_card(ctx, meter, thought.by, reasons, evidence)
    return thought


async def drafted(
    ctx: Ctx, prompt_id: str, answered: Sequence[tuple[Mapping[str, object], T]]
) -> bool:
    """Whether no model is there to refine: then each draft (of its inputs) is the answer.

    Their cards are written; the inputs are those of the prompt, as for `think`.
    """
    if await gateway.ready(ctx):
        return False
    if answered:
        first, draft = answered[0]
        words = library.render(prompt_id, {**first, "draft": draft})
        _must_fit(words, draft)
        evidence = [cards.evidence_in(draft, inputs) for inputs, draft in answered]
        await cards.file_drafts(ctx, words, evidence)
    return True


async def _tried(ask: _Ask[T]) -> tuple[Thought[T], tuple[str, ...]]:
    """The thought, and the names of what stood against the refinement (no words in them)."""
    if len(ask.words.material) > MOST_CHARACTERS:
        return Thought(ask.draft, dropped=("The material is too long to send.",)), ("too_long",)
    from openai import OpenAIError
    from pydantic_ai.exceptions import AgentRunError, UserError

    try:
        answer = await _refined(ask)
    except (AgentRunError, UserError, OpenAIError, RefleqtError, OSError, ValueError) as wrong:
        failed = ask.meter.failure
        sentences = [fault for faults in ask.faults.values() for fault in faults]
        reasons = [*ask.faults]
        if failed or not reasons:
            sentences.append(str(failed) if failed else f"{type(wrong).__name__}.")
            reasons.append(reason(wrong, ask.meter))
        dropped, reasons = tuple(sentences), tuple(reasons)
        thought = Thought(
            ask.draft, dropped=dropped, calls=len(ask.meter.calls), unheard=bool(failed)
        )
        return thought, reasons
    return Thought(answer, by="model", calls=len(ask.meter.calls)), ()


async def _refined(ask: _Ask[T]) -> T:
    from pydantic_ai import UsageLimits

    agent = await _agent(ask)
    limits = UsageLimits(request_limit=MOST_REQUESTS)
    run = await agent.run(ask.words.material, deps=ask.ctx, usage_limits=limits)
    return run.output


async def _agent(ask: _Ask[T]) -> "Agent[Ctx, T]":
    from pydantic_ai import Agent, ModelRetry

    agent = Agent(
        bridge.chat_model(ask.meter),
        output_type=type(ask.draft),
        instructions=ask.words.instructions,
        deps_type=Ctx,
        retries=REPAIRS,
        tools=[_offered(tool) for tool in ask.tools if may_be_shown(ask.ctx, tool)],
    )

    @agent.output_validator
    def checked(answer: T) -> T:
        answer = _cleaned(answer)
        named = {_name(check): check(answer) for check in ask.checks}
        ask.faults = {name: faults for name, faults in named.items() if faults}
        if ask.faults:
            said = "; ".join(fault for faults in ask.faults.values() for fault in faults)
            raise ModelRetry(f"The answer breaks a rule: {said}. Mend that and answer again.")
        return answer

    return agent


def may_be_shown(ctx: Ctx, tool: Tool[Any, Any]) -> bool:
    """Whether a model may see a tool: it only reads, and the actor has its scope."""
    return not tool.writes and tool.scope in ctx.actor.scopes


def _offered(tool: Tool[Any, Any]) -> "ModelTool[Ctx]":
    """One of our tools as the model sees it: same name, arguments and result; business from ctx."""
    from pydantic_ai import ModelRetry, RunContext
    from pydantic_ai import Tool as ModelTool

    async def call(run: RunContext[Ctx], /, **arguments: Any) -> str:
        try:
            return await called(run.deps, tool, arguments)
        except WRONG as wrong:
            raise ModelRetry(correction(wrong)) from wrong

    return ModelTool.from_schema(
        call, tool.name, tool.summary, tool.takes.model_json_schema(), takes_ctx=True,
        sequential=True,
    )  # fmt: skip


def _must_fit(words: library.Rendered, draft: BaseModel) -> None:
    kind = type(draft)
    if words.answer != f"{kind.__module__}.{kind.__qualname__}":
        raise AnswerDiffers(
            f"{words.prompt_id} asks for {words.answer}; the draft is a {kind.__qualname__}.",
            remedy="Give the prompt a new version with `answer` set to the type of the draft.",
        )


def _cleaned(answer: T) -> T:
    """The answer with its texts fit to be stored (no NUL, no lone surrogates)."""
    return type(answer).model_validate(_clean(answer.model_dump()))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_clean(each) for each in value)
    return value


def _name(check: Check[Any]) -> str:
    return getattr(check, "__name__", type(check).__name__)


def _fact(ask: _Ask[T], thought: Thought[T], reasons: tuple[str, ...]) -> DraftRefined:
    return DraftRefined(
        prompt_id=ask.words.prompt_id, by=thought.by, dropped=reasons, calls=thought.calls
    )
