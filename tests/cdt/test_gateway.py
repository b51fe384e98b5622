"""The gateway asks a real server through LiteLLM, retries what may pass, and records every call."""

import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from cdt import gateway
from cdt.calls import Meter, ModelFailed, ModelResting, NoModelConfigured
from cdt.model_server import Brain, Fail, Fault, ModelServer, Reply, Say
from core import settings
from prompts.library import Rendered

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
WORDS = Rendered("area/verb", 3, "abc", "domain.interview.Question", "Do it.", "<x>1</x>")
ASK = [{"role": "user", "content": "hello"}]


async def test_without_a_model_nothing_is_asked() -> None:
    with pytest.raises(NoModelConfigured, match="REFLEQT_MODEL"):
        await gateway.complete(ASK, WORDS)


async def test_an_answer_comes_with_its_lineage(served: Served) -> None:
    served([Say("hi there")])
    answer = await gateway.complete(ASK, WORDS)
    assert answer.text == "hi there"
    call = answer.call
    assert (call.prompt_id, call.prompt_version, call.prompt_hash) == ("area/verb", 3, "abc")
    assert (call.model, call.adapter, call.outcome) == ("openai/scripted", "none", "answered")
    assert call.tokens_in > 0
    assert call.tokens_out > 0


@pytest.mark.parametrize("fault", ["rate_limited", "broken"])
async def test_what_may_pass_is_tried_again(served: Served, fault: Fault) -> None:
    server = served([Fail(fault), Fail(fault), Say("at last")])
    answer = await gateway.complete(ASK, WORDS)
    assert (answer.text, answer.call.retries, len(server.requests)) == ("at last", 2, 3)


async def test_a_fault_that_stays_is_given_up_after_two_retries(served: Served) -> None:
    server = served(lambda _body: Fail("broken"))
    meter = Meter(WORDS)
    with pytest.raises(ModelFailed, match="500"):
        await gateway.send({"messages": ASK}, meter)
    assert len(server.requests) == 3
    assert [call.outcome for call in meter.calls] == ["InternalServerError"]


async def test_a_request_that_is_refused_is_not_repeated(served: Served) -> None:
    server = served(lambda _body: Fail("refused"))
    with pytest.raises(ModelFailed, match="400"):
        await gateway.complete(ASK, WORDS)
    assert len(server.requests) == 1
    assert not await gateway.resting()


@pytest.mark.parametrize("fault", ["bad_json", "wrong_types", "empty", "cut"])
async def test_an_answer_that_is_none_is_a_failure_with_a_name(
    served: Served, fault: Fault
) -> None:
    served(lambda _body: Fail(fault))
    with pytest.raises(ModelFailed):
        await gateway.complete(ASK, WORDS)


async def test_a_silent_server_is_left_after_the_time_limit(served: Served) -> None:
    served(lambda _body: Fail("hangs"))
    settings.use(model_timeout_seconds=0.3)
    meter = Meter(WORDS)
    with pytest.raises(ModelFailed):
        await gateway.send({"messages": ASK}, meter)
    assert meter.calls[0].seconds < 2


async def test_a_server_that_keeps_failing_is_left_alone(served: Served) -> None:
    server = served(lambda _body: Fail("broken"))
    for _ in range(2):
        with pytest.raises(ModelFailed):
            await gateway.complete(ASK, WORDS)
    meter = Meter(WORDS)
    with pytest.raises(ModelResting):
        await gateway.send({"messages": ASK}, meter)
    assert len(server.requests) == 5
    assert [call.outcome for call in meter.calls] == ["resting"]


async def test_words_come_piece_by_piece(served: Served) -> None:
    served([Say("one two three")])
    meter = Meter(WORDS)
    pieces = [piece async for piece in gateway.stream({"messages": ASK}, meter)]
    words = [p["choices"][0]["delta"].get("content") for p in pieces if p["choices"]]
    assert "".join(word for word in words if word) == "one two three"
    assert meter.calls[0].outcome == "answered"
    assert meter.calls[0].tokens_out > 0


async def test_a_stream_that_breaks_off_says_so(served: Served) -> None:
    served([Fail("cut")])
    meter = Meter(WORDS)
    pieces = gateway.stream({"messages": ASK}, meter)
    await anext(pieces)
    with pytest.raises(ModelFailed):
        [piece async for piece in pieces]
    assert meter.calls[0].outcome != "answered"


async def test_a_reader_who_leaves_a_stream_is_recorded(served: Served) -> None:
    served([Say("one two three")])
    meter = Meter(WORDS)
    pieces = gateway.stream({"messages": ASK}, meter)
    await anext(pieces)
    await pieces.aclose()
    assert [call.outcome for call in meter.calls] == ["abandoned"]


async def test_the_servers_words_are_not_repeated_in_the_error(served: Served) -> None:
    served(lambda _body: Fail("refused"))
    with pytest.raises(ModelFailed) as raised:
        await gateway.complete(ASK, WORDS)
    assert "scripted" not in str(raised.value)


def test_the_gateway_without_a_model_loads_no_vendor() -> None:
    heavy = ("litellm", "openai", "pydantic_ai")
    code = (
        "import sys, agents.base, agents.extractor, cdt.bridge, cdt.gateway;"
        f"print([n for n in {heavy} if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
