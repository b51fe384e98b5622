"""A model's words for an answer: streamed, checked by sentence and as a whole, mended at most once.

The model may look further through reading tools, each in its own short transaction as the asking
person, and may put acts before that person; it can do nothing itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import ValidationError

from agents import cards
from agents.base import MOST_CHARACTERS, Thought
from agents.calling import WRONG, correction, reason
from agents.consulting import Notebook, witnesses_for
from agents.speaking import Say, Speaker, say_whole
from cdt import bridge, gateway
from cdt.calls import Meter
from core.errors import RefleqtError
from core.telemetry import logger
from domain.access import Actor
from domain.answer_checks import faults, other_language
from domain.answer_text import SETTLED, citations
from domain.asking import Gathered, Proposal, Reply, ToolBegun, ToolEnded
from domain.events import DraftRefined
from memory import audit, events
from memory.ctx import open_ctx
from prompts import library
from tools import beliefs, calendar, plans, suggestions, vents
from tools.base import Tool
from tools.context import list_themes
from tools.search import search_context

if TYPE_CHECKING:
    from pydantic_ai import Agent
    from pydantic_ai import Tool as ModelTool
    from pydantic_ai.messages import ModelMessage

PROMPT = "asking/answer_question"
MOST_REQUESTS = 6
MOST_TOOLS = 7
LONGEST_RESULT = 8_000
ACTS: tuple[Tool[Any, Any], ...] = (
    vents.submit_vent, calendar.save_entries, plans.decline_map, suggestions.answer_suggestion,
    beliefs.judge_belief,
)  # fmt: skip
"""What a model may put before the person."""

_log = logger("asking")


class _Refused(ValueError):
    """The words as a whole did not pass."""


@dataclass
class _Talk:
    """One answer in the making: what it may rest on grows with each tool that the model calls."""

    actor: Actor
    gathered: Gathered
    drafted: Reply
    say: Say
    words: library.Rendered
    meter: Meter
    proposals: tuple[Proposal, ...] = ()
    calls: int = 0


async def reworded(
    actor: Actor, run_id: UUID | None, gathered: Gathered, drafted: Reply, say: Say
) -> Thought[Reply]:
    """`drafted`, or a model's words for it that pass every check. Raises for no model's fault."""
    words = library.render(PROMPT, _inputs(gathered, drafted))
    meter = Meter(words, business_id=actor.business_id, run_id=run_id)
    async with open_ctx(actor, read_only=True) as ctx:
        ready = gathered.kind not in SETTLED and await gateway.ready(ctx)
    thought, reasons = Thought(drafted), ()
    if ready:
        await audit.keep_prompt(library.known(PROMPT))
        thought, reasons = await _tried(_Talk(actor, gathered, drafted, say, words, meter))
    if thought.by == "draft":
        await say_whole(drafted.text, say)
    if reasons:
        _log.info("refinement dropped", prompt_id=PROMPT, reasons=reasons)
    async with open_ctx(actor) as ctx:
        cited = cards.evidence_in(thought.answer.citations)
        await cards.file_card(ctx, meter, thought.by, reasons, cited)
        if ready:
            by, calls = thought.by, thought.calls
            fact = DraftRefined(prompt_id=PROMPT, by=by, dropped=reasons, calls=calls)
            await events.record(ctx, fact)
    return thought


def _inputs(gathered: Gathered, drafted: Reply) -> dict[str, object]:
    return {
        "question": gathered.asked.text,
        "evidence": [
            {"number": one.label, "kind": one.kind, "at": one.at, "text": one.text}
            for one in gathered.evidence
        ],
        "findings": [
            {"tool": fact.tool, "said": fact.said, "enough": fact.enough, "needed": fact.needed,
             "rests_on": fact.labels}
            for fact in gathered.facts
        ],
        "history": [{"who": who, "words": words} for who, words in gathered.asked.history[-6:]],
        "mode": gathered.asked.mode,
        "language": gathered.language,
        "today": f"{gathered.at:%Y-%m-%d}",
        "draft": drafted.text,
    }  # fmt: skip


async def _tried(talk: _Talk) -> tuple[Thought[Reply], tuple[str, ...]]:
    """The thought, and the names of what stood against the refinement (no words in them)."""
    if len(talk.words.material) > MOST_CHARACTERS:
        return Thought(talk.drafted, dropped=("The material is too long to send.",)), ("too_long",)
    from openai import OpenAIError
    from pydantic_ai.exceptions import AgentRunError, UserError

    speaker = Speaker(talk.gathered, talk.say)
    try:
        reply, dropped = await _spoken(talk, speaker)
    except _Refused as wrong:
        sentences, reasons = tuple(map(str, wrong.args)), ("checks",)
    except (AgentRunError, UserError, OpenAIError, RefleqtError, OSError, ValueError) as wrong:
        reasons = (reason(wrong, talk.meter),)
        sentences = (f"{type(wrong).__name__}: {reasons[0]}",)
    else:
        return Thought(reply, "model", dropped, len(talk.meter.calls)), ("held_back",) * bool(
            dropped
        )
    await speaker.withdraw("The model's words did not pass the checks; this is the draft by code.")
    unheard = bool(talk.meter.failure)
    return Thought(talk.drafted, "draft", sentences, len(talk.meter.calls), unheard), reasons


async def _spoken(talk: _Talk, speaker: Speaker) -> tuple[Reply, tuple[str, ...]]:
    """The model's answer and what was held back of it. Raises `_Refused` after one repair."""
    agent = _agent(talk)
    history = await _heard(talk, agent, speaker, talk.words.material, ())
    reply, wrong = _judged(talk, speaker)
    if not wrong:
        return reply, tuple(speaker.dropped)
    await speaker.withdraw("The first wording did not pass the checks; it is being mended.")
    again = Speaker(talk.gathered, talk.say, live=False)
    ask = f"The answer breaks a rule: {'; '.join(wrong)[:1500]}. Mend that and answer again."
    await _heard(talk, agent, again, ask, history)
    reply, still = _judged(talk, again)
    if still:
        raise _Refused(*still)
    await say_whole(reply.text, talk.say)
    return reply, tuple(again.dropped)


def _judged(talk: _Talk, speaker: Speaker) -> tuple[Reply, list[str]]:
    """What was said as a reply, and what is wrong with it as a whole."""
    text = speaker.text
    cited = citations(talk.gathered, text)
    known = speaker.known if speaker.known is not None else bool(cited)
    reply = Reply(
        text=text, known=known, missing=() if known else talk.drafted.missing, citations=cited,
        used=talk.gathered.findings, language=talk.gathered.language,
        proposals=(*talk.drafted.proposals, *talk.proposals),
    )  # fmt: skip
    wrong = [*speaker.faults(), *faults(talk.gathered, reply)]
    wrong += other_language(talk.gathered, text)
    if known and not cited:
        wrong.append("it claims to know and cites nothing")
    if not known and talk.drafted.known:
        wrong.append("it says that it does not know, though the draft has evidence that answers")
    if known and not talk.drafted.known and not any(each.quote for each in cited):
        wrong.append("code found no answer in the material, and no quote here shows one")
    return reply, list(dict.fromkeys(wrong))


async def _heard(
    talk: _Talk, agent: "Agent[_Talk, str]", speaker: Speaker, words: str,
    history: "Sequence[ModelMessage]",
) -> "list[ModelMessage]":  # fmt: skip
    """Let the model speak into `speaker`; returns the conversation so far."""
    from pydantic_ai import UsageLimits

    limits = UsageLimits(request_limit=MOST_REQUESTS)
    begun = agent.iter(words, deps=talk, usage_limits=limits, message_history=[*history])
    async with begun as run:
        async for node in run:
            if agent.is_model_request_node(node):
                speaker.gathered = talk.gathered
                async with node.stream(run.ctx) as stream:
                    await _listened(stream, speaker)
            elif agent.is_call_tools_node(node) and _calls(node.model_response.parts):
                await speaker.restart()
        await speaker.finish()
        return run.all_messages()


def _calls(parts: Sequence[Any]) -> bool:
    return any(part.part_kind == "tool-call" for part in parts)


async def _listened(stream: Any, speaker: Speaker) -> None:
    from pydantic_ai.messages import PartDeltaEvent, PartStartEvent, TextPart, TextPartDelta

    async for event in stream:
        if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
            await speaker.hear(event.part.content)
        elif isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
            await speaker.hear(event.delta.content_delta)


def _agent(talk: _Talk) -> "Agent[_Talk, str]":
    from pydantic_ai import Agent

    reads = [tool for tool in _reading(talk) if tool.scope in talk.actor.scopes][:MOST_TOOLS]
    acts = [tool for tool in ACTS if tool.scope in talk.actor.scopes]
    return Agent(
        bridge.chat_model(talk.meter), output_type=str, instructions=talk.words.instructions,
        deps_type=_Talk, retries=1,
        tools=[*(_offered(tool) for tool in reads), *(_proposing(tool) for tool in acts)],
    )  # fmt: skip


def _reading(talk: _Talk) -> list[Tool[Any, Any]]:
    """Search first, then the tools that fit the question best."""
    fitting = [witness.tool for witness in witnesses_for(talk.gathered.asked.text)]
    chosen = [search_context, list_themes, *fitting]
    return list({tool.name: tool for tool in chosen if not tool.writes}.values())


def _offered(tool: Tool[Any, Any]) -> "ModelTool[_Talk]":
    """A reading tool as the model sees it; what it says becomes evidence and findings."""
    from pydantic_ai import ModelRetry, RunContext
    from pydantic_ai import Tool as ModelTool

    async def call(run: RunContext[_Talk], /, **arguments: Any) -> str:
        talk = run.deps
        talk.calls += 1
        name = run.tool_call_id or f"{tool.name}-{talk.calls}"
        await talk.say(ToolBegun(call=name, tool=tool.name, arguments=arguments))
        try:
            said = await _asked(talk, tool, arguments)
        except WRONG as wrong:
            words = correction(wrong)
            title = wrong.title if isinstance(wrong, RefleqtError) else "the arguments do not fit"
            await talk.say(ToolEnded(call=name, tool=tool.name, said=title))
            raise ModelRetry(words) from wrong
        await talk.say(ToolEnded(call=name, tool=tool.name, said=said[:400]))
        return said

    return ModelTool.from_schema(
        call, tool.name, tool.summary, tool.takes.model_json_schema(), takes_ctx=True,
        sequential=True,
    )  # fmt: skip


async def _asked(talk: _Talk, tool: Tool[Any, Any], arguments: dict[str, Any]) -> str:
    """Call a tool in its own short transaction, and number what it found."""
    given = tool.takes.model_validate(arguments)
    async with open_ctx(talk.actor, read_only=True) as ctx:
        answer = await tool(ctx, given)
        book = Notebook.of(ctx, talk.gathered)
        said = await book.heard(tool.name, given.model_dump(mode="json"), answer)
    talk.gathered = book.kept(talk.gathered)
    return said[:LONGEST_RESULT]


def _proposing(tool: Tool[Any, Any]) -> "ModelTool[_Talk]":
    """An act as the model sees it: it is put before the person and not done."""
    from pydantic_ai import ModelRetry, RunContext
    from pydantic_ai import Tool as ModelTool

    async def propose(run: RunContext[_Talk], /, **arguments: Any) -> str:
        try:
            given = tool.takes.model_validate(arguments)
        except ValidationError as wrong:
            raise ModelRetry(correction(wrong)) from wrong
        kept = given.model_dump(mode="json", exclude_defaults=True)
        act = Proposal(tool=tool.name, arguments=kept, summary=tool.summary)
        if act not in run.deps.proposals:
            run.deps.proposals = (*run.deps.proposals, act)[:3]
        return "It is put before the person, who decides. Nothing was done."

    summary = f"Put this act before the person: {tool.summary}"
    return ModelTool.from_schema(
        propose, f"propose_{tool.name}", summary, tool.takes.model_json_schema(), takes_ctx=True,
        sequential=True,
    )  # fmt: skip
