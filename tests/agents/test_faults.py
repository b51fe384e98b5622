"""Whatever a model's server does: every mind answers, nothing is raised, it costs little more."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from agents.base import think
from api.openapi import example
from cdt import gateway, spend
from cdt.calls import Meter, ModelFailed
from cdt.model_says import Brain, Fail, Fault, Give, Reply, Say, Use
from cdt.model_server import ModelServer, agrees
from cdt.model_wire import bytes_of, message_of, usage
from core import settings
from domain.interview import Question
from memory import models
from memory.ctx import Ctx, open_ctx
from prompts import library
from prompts.library import Rendered

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
FAULTS = get_args(Fault)
WORDS = Rendered("area/verb", 3, "abc", "domain.interview.Question", "Do it.", "<x>1</x>")
ASK: list[dict[str, Any]] = [{"role": "user", "content": "hello"}]
MOST_MORE = 1.3
MATERIAL = "What customers said this month, in their own words, as it was kept. " * 20


def a_draft(prompt_id: str) -> BaseModel:
    """An answer of the type that the prompt asks for, as its schema describes one."""
    module, _, name = library.load(prompt_id).answer.rpartition(".")
    kind: type[BaseModel] = getattr(import_module(module), name)
    schema = kind.model_json_schema()
    shown = example(schema, schema.get("$defs", {}))
    for number, message in enumerate(shown.get("messages", ())):
        shown["messages"][number] = {**message, "text": f"{message['text']} {number}"}
    return kind.model_validate(shown)


def inputs_of(prompt_id: str) -> dict[str, object]:
    """Material for each input of a prompt."""
    names = set(library.load(prompt_id).inputs) - {"draft"}
    return dict.fromkeys(sorted(names), MATERIAL)


class Moody:
    """A brain that fails as it is told, and otherwise gives back the draft."""

    def __init__(self) -> None:
        self.faults: Iterator[Fault | None] = iter(())
        self.counted = 0

    def __call__(self, body: dict[str, Any]) -> Reply:
        fault = next(self.faults, None)
        if fault not in ("broken", "rate_limited", "retry_after", "refused", "wrong_key",
                         "unknown_model", "hangs"):  # fmt: skip
            said = message_of(agrees(body), body)
            self.counted += usage(said, body)["total_tokens"]
        return Fail(fault, seconds=0.1) if fault else agrees(body)


@pytest.fixture
def moody(served: Served) -> Iterator[Moody]:
    """A server of moods, and little patience with it."""
    it = Moody()
    served(it)
    settings.use(model_timeout_seconds=0.5)
    yield it
    settings.use(model_timeout_seconds=60)


async def paid(ctx: Ctx) -> int:
    """Tokens that the books count for the business today."""
    async with open_ctx(ctx.actor) as books:
        return (await models.budget(books, spend.today())).tokens


@pytest.mark.parametrize("prompt_id", library.names())
async def test_every_mind_answers_through_every_fault(
    ctx: Ctx, moody: Moody, prompt_id: str
) -> None:
    draft, inputs = a_draft(prompt_id), inputs_of(prompt_id)
    for fault in FAULTS:
        gateway.breaker.cache_clear()
        moody.faults = iter([fault] * 9)
        thought = await think(ctx, prompt_id, inputs, draft)
        assert thought.answer == draft, fault
        assert thought.by == "model" or thought.dropped, fault


async def test_faults_cost_little_more_than_none(ctx: Ctx, moody: Moody) -> None:
    """Every fault once, each beside two requests that go well; against as many that all do."""
    prompt_id = "onboarding/ask_next"
    inputs = inputs_of(prompt_id)
    draft = Question(field="size", text="How many of you are there, all in all?")
    costs: list[tuple[int, int]] = []
    for troubled in (False, True):
        moody.counted, before = 0, await paid(ctx)
        for fault in FAULTS:
            for mood in (fault if troubled else None, None, None):
                gateway.breaker.cache_clear()
                moody.faults = iter([mood])
                assert (await think(ctx, prompt_id, inputs, draft)).answer.field == "size"
        costs.append((moody.counted, await paid(ctx) - before))
    (calm, calm_paid), (stormy, stormy_paid) = costs
    assert stormy <= MOST_MORE * calm
    assert stormy_paid <= MOST_MORE * calm_paid


ANSWERS: tuple[Reply, ...] = (
    Say("We heard it from three customers. [1] Prices are the reason."),
    Give({"field": "size", "text": "How many of you are there?"}),
    Use("read_name", {"of": "“Gaugewren” – ü 漢字 🙂"}),
)


async def ends(body: dict[str, Any], *, streamed: bool) -> tuple[str, str]:
    """How a request ends (`answered`, or the failure's name) and what was said. Nothing else may
    be raised."""
    gateway.breaker.cache_clear()
    said: list[str] = []
    try:
        if streamed:
            async for piece in gateway.stream(body, Meter(WORDS)):
                said += [words_of(choice["delta"]) for choice in piece["choices"]]
        else:
            said.append(words_of((await gateway.send(body, Meter(WORDS)))["choices"][0]["message"]))
    except ModelFailed as wrong:
        return str(wrong.fields["reason"]), "".join(said)
    return "answered", "".join(said)


def words_of(message: dict[str, Any]) -> str:
    """Words and arguments of a message or a piece of one."""
    calls = message.get("tool_calls") or ()
    return (message.get("content") or "") + "".join(
        call["function"].get("arguments", "") for call in calls
    )


async def cut(served: Served, answer: Any, step: int, *, streamed: bool) -> set[str]:
    """How a request ends when its answer is cut at every `step`th byte.

    What counts as answered has every word: the connection broke after the last of them.
    """
    asked: dict[str, Any] = {"messages": ASK, "model": "scripted", "stream": streamed}
    message = message_of(answer, asked)
    whole = await bytes_of(message, asked)
    at = iter(range(0, len(whole), step))
    served(lambda _body: Fail("cut", at=next(at), instead=answer))
    found = set()
    for _ in range(0, len(whole), step):
        name, said = await ends({"messages": ASK}, streamed=streamed)
        assert words_of(message).startswith(said)
        assert name != "answered" or said == words_of(message)
        found.add(name)
    return found


@pytest.mark.parametrize("streamed", [True, False], ids=["stream", "plain"])
@pytest.mark.parametrize("answer", ANSWERS, ids=["words", "data", "tool"])
async def test_an_answer_cut_anywhere_is_whole_or_a_failure_with_a_name(
    served: Served, answer: Reply, streamed: bool
) -> None:
    ended = await cut(served, answer, 29, streamed=streamed)
    assert ended <= {"BrokenOff", "Unreadable", "NotReached", *["answered"] * streamed}


@pytest.mark.torture
@pytest.mark.parametrize("number", range(10))
async def test_an_answer_cut_at_every_byte_is_whole_or_a_failure_with_a_name(
    served: Served, number: int
) -> None:
    answer = Say(f"{number} of ten said so. [1] " + "and so on " * (number % 3))
    ended = await cut(served, answer, 1, streamed=True)
    assert ended <= {"BrokenOff", "Unreadable", "NotReached", "answered"}
