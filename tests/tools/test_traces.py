"""A trace tells how an answer came about, as far as it was opened, and never a private word."""

from uuid import UUID

import pytest

from agents import cards
from cdt.calls import Call, Meter
from core.ids import new_id
from memory import models, runs, threads
from memory.ctx import Ctx
from prompts import library
from tests.evaluations import CANARY, first_case, seen_by, trained
from tests.memory.rows import as_actor, founder_of
from tools.base import Nothing
from tools.evaluations import NoSuchCase, OneCase
from tools.receipts import WITHHELD
from tools.traces import NoSuchAction, OneAction, list_actions, trace_action, trace_case
from tools.vents import Vent, submit_vent

SECRET = "xylophone"
PROMPT = "onboarding/ask_next"


async def action(ctx: Ctx, run_id: UUID | None = None) -> UUID:
    """An action of a mind that rests on a private note, with one call of a model."""
    kept = await submit_vent(ctx, Vent(text=f"The {SECRET} margin is gone.", visibility="private"))
    prompt = library.known(PROMPT)
    words = library.Rendered(PROMPT, prompt.version, prompt.hash, prompt.answer, "Do it.", "<x/>")
    call = Call(PROMPT, prompt.version, prompt.hash, "openai/scripted", tokens_in=7, tokens_out=5,
                usd_micros=40, seconds=1.25)  # fmt: skip
    meter = Meter(words, ctx.business_id, run_id, calls=[call])
    await cards.file_card(ctx, meter, "model", ["a figure without evidence"],
                          [{"kind": "vent", "id": str(kept.id)}])  # fmt: skip
    await models.keep_call(ctx, {
        "id": new_id(), "day": ctx.at.date(), "at": ctx.at, "action_id": meter.action_id,
        "run_id": run_id, "prompt_id": PROMPT, "prompt_version": prompt.version,
        "prompt_hash": prompt.hash, "model": call.model, "outcome": "answered", "settled": True,
        "tokens_in": 7, "tokens_out": 5, "usd_micros": 40, "seconds": 1.25,
    })  # fmt: skip
    return meter.action_id


async def test_a_case_is_traced_to_its_artifact_and_the_beliefs_of_its_version(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    case = await first_case(ctx)
    found = await trace_case(ctx, OneCase(case_id=case.id))
    assert CANARY in found.question
    assert CANARY in found.context[0].text
    assert found.beliefs[0].claim
    assert {check.name: check.held for check in found.checks} == {
        "held_out_leaks": True, "manifest": True,
    }  # fmt: skip
    assert (found.adapter, found.prompt) == ("none", None)
    with pytest.raises(NoSuchCase):
        await trace_case(ctx, OneCase(case_id=new_id()))


async def test_at_the_level_of_cases_a_trace_holds_figures_and_no_words(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    case = await first_case(ctx)
    async with seen_by(ctx, "cases") as other:
        told = await trace_case(other, OneCase(case_id=case.id))
    assert told.numbers
    assert told.withheld == ["question", "answers", "context", "beliefs"]
    assert CANARY not in told.model_dump_json()
    assert not any(one.claim for one in told.beliefs)


async def test_an_action_tells_prompt_calls_checks_cost_and_time(ctx: Ctx) -> None:
    found = await trace_action(ctx, OneAction(id=await action(ctx)))
    assert found.prompt is not None
    assert found.prompt.instructions == library.known(PROMPT).instructions
    assert (found.tokens, found.usd_micros, found.seconds) == (12, 40, 1.25)
    assert [(one.model, one.outcome) for one in found.calls] == [("openai/scripted", "answered")]
    assert [check.said for check in found.checks] == ["a figure without evidence"]
    assert SECRET in found.context[0].text
    with pytest.raises(NoSuchAction):
        await trace_action(ctx, OneAction(id=new_id()))


async def test_a_private_note_stays_private_whatever_is_opened(ctx: Ctx) -> None:
    one = await action(ctx)
    async with seen_by(ctx, "words") as other:
        told = await trace_action(other, OneAction(id=one))
    assert told.prompt is not None
    assert told.prompt.instructions
    assert [piece.text for piece in told.context] == [WITHHELD]
    async with seen_by(ctx, "cases") as other:
        told = await trace_action(other, OneAction(id=one))
    assert told.prompt is not None
    assert (told.prompt.instructions, told.context[0].text) == ("", "")
    assert SECRET not in told.model_dump_json()


async def test_actions_are_listed_without_a_word(ctx: Ctx) -> None:
    one = await action(ctx)
    async with seen_by(ctx, "cases") as other:
        (line,) = (await list_actions(other, Nothing())).items
    assert (line.id, line.calls, line.dropped, line.usd_micros) == (one, 1, 1, 40)
    assert SECRET not in line.model_dump_json()


async def chatted(ctx: Ctx) -> UUID:
    """An action that answered a question in a chat of the person of `ctx`."""
    thread = await threads.start(ctx, threads.CHAT)
    question = await threads.say(
        ctx, thread, threads.Saying("user", {"text": f"Why {SECRET}?"}, None)
    )
    run = await runs.begin(ctx, thread, question, "answer")
    await runs.tell(ctx, thread, run, [
        ("a", {"type": "TOOL_CALL_START", "toolCallId": "1", "toolCallName": "read_figure"}),
        ("b", {"type": "TOOL_CALL_ARGS", "toolCallId": "1", "delta": f'{{"q": "{SECRET}"}}'}),
        ("c", {"type": "TOOL_CALL_RESULT", "toolCallId": "1", "content": f"{SECRET}: 4"}),
    ])  # fmt: skip
    return await action(ctx, run)


async def test_the_words_of_a_chat_are_its_persons_and_of_those_whom_they_let_in(ctx: Ctx) -> None:
    own = await chatted(ctx)
    found = await trace_action(ctx, OneAction(id=own))
    assert SECRET in found.question
    assert (found.tools[0].name, found.tools[0].said) == ("read_figure", f"{SECRET}: 4")
    async with seen_by(ctx, "words") as other:
        assert SECRET in (await trace_action(other, OneAction(id=own))).question
    async with as_actor(ctx, founder_of(ctx.business_id)) as partner:
        told = await trace_action(partner, OneAction(id=own))
    assert SECRET not in told.model_dump_json()
    assert told.tools[0].name == "read_figure"
    assert "own" in told.note
