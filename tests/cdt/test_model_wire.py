"""The scripted model's answers on the wire: deformed, cut at a byte, paced."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from cdt.model_says import Fail, Fault, Give, Say
from cdt.model_server import in_order, running
from cdt.model_wire import CHANGES, HUGE, Pace, bytes_of, message_of

OUTPUT = {"type": "function", "function": {"name": "final_result", "parameters": {}}}
BODY: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def post(url: str, **more: Any) -> httpx.Response:
    """One chat request."""
    return httpx.post(f"{url}/chat/completions", json={**BODY, **more}, timeout=5)


def until_it_breaks(url: str, body: dict[str, Any]) -> Iterator[bytes]:
    """What comes before the connection breaks."""
    with suppress(httpx.RemoteProtocolError), httpx.stream("POST", url, json=body) as reply:
        yield from reply.iter_raw()


@pytest.mark.parametrize("fault", sorted(CHANGES))
def test_a_deformed_answer_looks_like_one_and_is_none(fault: Fault) -> None:
    true = Give({"text": "How many are you?"})
    with running(in_order([Fail(fault, instead=true)])) as server:
        message = post(server.url, tools=[OUTPUT]).json()["choices"][0]["message"]
    words = message["tool_calls"][0]["function"]["arguments"]
    signs = {"nan": "NaN", "duplicate_keys": '"title": "two"', "surrogates": "\\ud800"}
    assert signs.get(fault, "") in words
    assert (len(words) > HUGE) == (fault == "huge")
    assert ("How many" in words) == (fault != "wrong_language")


@pytest.mark.parametrize("streamed", [False, True])
async def test_an_answer_is_cut_at_the_byte_that_is_named(streamed: bool) -> None:
    body = {**BODY, "stream": streamed}
    whole = await bytes_of(message_of(Say("one two"), body), body)
    with running(in_order([Fail("cut", at=70, instead=Say("one two"))])) as server:
        got = b"".join(until_it_breaks(f"{server.url}/chat/completions", body))
    assert got == whole[:70]


def test_a_server_that_is_busy_says_how_long() -> None:
    with running(in_order([Fail("retry_after", seconds=2.5)])) as server:
        reply = post(server.url)
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "2.5")


def test_a_careless_server_repeats_the_key() -> None:
    with running(in_order([Fail("wrong_key")])) as server:
        url = f"{server.url}/chat/completions"
        reply = httpx.post(url, json=BODY, headers={"authorization": "Bearer sk-1"})
    assert (reply.status_code, "sk-1" in reply.text) == (401, True)


def test_a_refusal_is_a_field_of_its_own() -> None:
    with running(in_order([Fail("refusal")])) as server:
        message = post(server.url).json()["choices"][0]["message"]
    assert message["content"] is None
    assert message["refusal"]


def test_a_stream_keeps_its_pace() -> None:
    with running(in_order([Say("one two three")]), pace=Pace(0.1, 0.05)) as server:
        began, seen = time.perf_counter(), []
        with httpx.stream(
            "POST", f"{server.url}/chat/completions", json={**BODY, "stream": True}
        ) as reply:
            for line in reply.iter_lines():
                if line.startswith("data: {") and json.loads(line[6:])["choices"]:
                    seen.append(time.perf_counter() - began)
    assert [at >= 0.1 + 0.05 * place for place, at in enumerate(seen)] == [True] * 4
