"""The gateway asks a real server through LiteLLM, retries what may pass, and records every call."""

import math
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, get_args

import psycopg
import pytest
from pydantic import SecretStr

from cdt import gateway
from cdt.calls import (
    Meter,
    ModelFailed,
    ModelRefused,
    ModelResting,
    NoModelConfigured,
    UnknownModel,
    WrongKey,
)
from cdt.model_says import Brain, Fail, Fault, Reply, Say
from cdt.model_server import ModelServer, agrees, running
from cdt.model_wire import Pace, usage
from core import settings
from core.errors import Unavailable
from domain.access import Actor
from memory import db
from memory.ctx import open_ctx
from memory.models import model_calls
from memory.server import OWNER
from prompts.library import Rendered
from tools.models import OneModel, set_model

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


async def books(founder: Actor) -> list[Any]:
    """What the business's books say of its calls, oldest first."""
    async with open_ctx(founder, read_only=True) as ctx:
        return await ctx.rows(model_calls.select().order_by(model_calls.c.at, model_calls.c.id))


async def test_the_next_model_answers_where_one_does_not(lasting: Actor, served: Served) -> None:
    ours = served([Say("from the deployment")])
    with running(lambda _body: Fail("broken")) as theirs:
        async with open_ctx(lasting) as ctx:
            ask = OneModel(model="openai/own", api_base=theirs.url, api_key=SecretStr("sk-own"))
            await set_model(ctx, ask)
        answer = await gateway.complete(ASK, WORDS, lasting.business_id)
    assert (answer.text, len(theirs.requests), len(ours.requests)) == ("from the deployment", 3, 1)
    told = [(row.model, row.outcome) for row in await books(lasting)]
    assert told == [("openai/own", "InternalServerError"), ("openai/scripted", "answered")]


async def test_a_stream_falls_back_until_its_first_piece(served: Served) -> None:
    server = served([Fail("broken"), Say("one two")])
    pieces = [piece async for piece in gateway.stream({"messages": ASK}, Meter(WORDS))]
    assert (len(server.requests), len(pieces)) == (2, 4)


async def test_a_refusal_is_not_taken_to_the_next_model(served: Served) -> None:
    server = served(lambda _body: Fail("refusal"))
    settings.use(model="openai/scripted,openai/other")
    with pytest.raises(ModelRefused):
        await gateway.complete(ASK, WORDS)
    assert len(server.requests) == 1


async def test_a_short_wait_that_a_server_asks_for_is_kept(served: Served) -> None:
    served([Fail("retry_after", seconds=0.4), Say("at last")])
    answer = await gateway.complete(ASK, WORDS)
    assert answer.text == "at last"
    assert answer.call.seconds >= 0.4


async def test_a_long_wait_ends_the_tries_and_rests_the_model(served: Served) -> None:
    server = served(lambda _body: Fail("retry_after", seconds=120))
    with pytest.raises(ModelFailed, match="429"):
        await gateway.complete(ASK, WORDS)
    assert len(server.requests) == 1
    assert await gateway.resting()


@pytest.mark.parametrize(
    ("fault", "kind"), [("wrong_key", WrongKey), ("unknown_model", UnknownModel)]
)
async def test_a_wrong_key_and_an_unknown_model_are_said_so(
    served: Served, fault: Fault, kind: type[ModelFailed]
) -> None:
    server = served(lambda _body: Fail(fault))
    with pytest.raises(kind):
        await gateway.complete(ASK, WORDS)
    assert len(server.requests) == 1
    assert not await gateway.resting()


async def test_a_model_without_a_vendor_is_unknown(served: Served) -> None:
    served(agrees)
    settings.use(model="nonsense")
    with pytest.raises(UnknownModel):
        await gateway.complete(ASK, WORDS)


async def test_a_stream_that_stalls_is_left(served: Served) -> None:
    with running(lambda _body: Say("one two three"), pace=Pace(0, 0.6)) as server:
        settings.use(model="openai/slow", model_api_base=server.url, model_stall_seconds=0.2)
        meter = Meter(WORDS)
        try:
            with pytest.raises(ModelFailed, match="Late"):
                [piece async for piece in gateway.stream({"messages": ASK}, meter)]
        finally:
            settings.use(model="", model_api_base="", model_stall_seconds=20)
    assert [call.outcome for call in meter.calls] == ["Late"]


@pytest.mark.parametrize("streamed", [False, True])
async def test_the_books_are_what_the_provider_counted(
    lasting: Actor, served: Served, streamed: bool
) -> None:
    served(lambda _body: Say("one two three"))
    settings.use(model="openai/gpt-4o-mini")
    meter = Meter(WORDS, lasting.business_id)
    for _ in range(3):
        if streamed:
            [piece async for piece in gateway.stream({"messages": ASK}, meter)]
        else:
            await gateway.send({"messages": ASK}, meter)
    rows = await books(lasting)
    counted = usage({"role": "assistant", "content": "one two three"}, {"messages": ASK})
    for row in rows:
        assert (row.tokens_in, row.tokens_out) == (
            counted["prompt_tokens"], counted["completion_tokens"],
        )  # fmt: skip
        price = row.tokens_in * 0.15 + row.tokens_out * 0.60
        assert (row.settled, row.usd_micros) == (True, math.ceil(price))
        assert row.tokens_estimated >= counted["total_tokens"]
        assert row.usd_micros_estimated >= row.usd_micros
    assert len(rows) == 3


async def test_an_unknown_price_is_marked_and_never_made_up(lasting: Actor, served: Served) -> None:
    served([Say("hi")])
    await gateway.complete(ASK, WORDS, lasting.business_id)
    [row] = await books(lasting)
    assert (row.usd_micros, row.usd_micros_estimated, row.settled) == (None, None, True)


async def test_a_reader_who_leaves_keeps_the_estimate_in_the_books(
    lasting: Actor, served: Served
) -> None:
    served([Say("one two three")])
    pieces = gateway.stream({"messages": ASK}, Meter(WORDS, lasting.business_id))
    await anext(pieces)
    await pieces.aclose()
    [row] = await books(lasting)
    assert (row.outcome, row.settled, row.tokens_estimated > 2000) == ("abandoned", False, True)


async def test_a_server_that_fails_by_status_is_owed_nothing(
    lasting: Actor, served: Served
) -> None:
    served(lambda _body: Fail("broken"))
    with pytest.raises(ModelFailed):
        await gateway.complete(ASK, WORDS, lasting.business_id)
    [row] = await books(lasting)
    assert (row.settled, row.tokens_in + row.tokens_out, row.usd_micros) == (True, 0, None)


KEY = "sk-live-0123456789abcdef"


@pytest.mark.parametrize("fault", get_args(Fault))
async def test_a_key_stands_in_no_log_no_error_and_no_book(
    lasting: Actor, served: Served, fault: Fault, capfd: pytest.CaptureFixture[str]
) -> None:
    server = served(lambda _body: Fail(fault))
    settings.use(model="", model_timeout_seconds=0.3)
    async with open_ctx(lasting) as ctx:
        ask = OneModel(model="openai/own", api_base=server.url, api_key=SecretStr(KEY))
        told = await set_model(ctx, ask)
    errors = []
    for way in (gateway.send, told_by_stream):
        try:
            await way({"messages": ASK}, Meter(WORDS, lasting.business_id))
        except Unavailable as wrong:
            errors.append("".join(traceback.format_exception(wrong)))
    seen = [
        *capfd.readouterr(),
        *errors,
        told.model_dump_json(),
        repr(ask),
        str(await books(lasting)),
    ]
    assert [text for text in seen if KEY in text] == []
    with psycopg.connect(db.dsn(OWNER)) as owner:
        dump = owner.execute("select model_routes::text from model_routes").fetchall()
    assert KEY.encode().hex() not in str(dump)
    assert KEY not in str(dump)


async def told_by_stream(body: dict[str, Any], meter: Meter) -> None:
    """All pieces of a stream."""
    [piece async for piece in gateway.stream(body, meter)]
