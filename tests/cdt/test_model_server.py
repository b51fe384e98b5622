"""The scripted server speaks OpenAI's shape: words, data, tools, streams, and real faults."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cdt.model_says import STATUS, Fail, Give, Say, Use
from cdt.model_server import ModelServer, agrees, asked, in_order, prompt_of, running, shown
from prompts import library

OUTPUT = {"type": "function", "function": {"name": "final_result", "parameters": {}}}


def ask(server: ModelServer, **more: Any) -> httpx.Response:
    """One chat request."""
    body = {"model": "m", "messages": [{"role": "user", "content": "<draft>[1]</draft>"}], **more}
    return httpx.post(f"{server.url}/chat/completions", json=body, timeout=5)


@pytest.fixture
def agreeing() -> Iterator[ModelServer]:
    """A server that gives back the draft."""
    with running(agrees) as server:
        yield server


def test_words_have_usage_and_an_ending(agreeing: ModelServer) -> None:
    reply = ask(agreeing).json()
    assert reply["choices"][0]["message"]["content"] == "[1]"
    assert reply["choices"][0]["finish_reason"] == "stop"
    assert reply["usage"]["total_tokens"] > 0
    assert len(agreeing.requests) == 1


def test_data_goes_through_the_output_tool_where_one_is_offered() -> None:
    with running(in_order([Give({"a": 1}), Use("look", {"at": 2})])) as server:
        message = ask(server, tools=[OUTPUT]).json()["choices"][0]["message"]
        second = ask(server).json()["choices"][0]
    [call] = message["tool_calls"]
    assert (call["function"]["name"], call["function"]["arguments"]) == ("final_result", '{"a": 1}')
    assert second["finish_reason"] == "tool_calls"


def test_a_stream_ends_with_usage_and_done() -> None:
    with running(in_order([Say("one two")])) as server:
        lines = [line for line in ask(server, stream=True).text.splitlines() if line]
    pieces = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
    said = [p["choices"][0]["delta"].get("content", "") for p in pieces if p["choices"]]
    assert "".join(said) == "one two"
    assert pieces[-1]["usage"]["total_tokens"] > 0
    assert lines[-1] == "data: [DONE]"


@pytest.mark.parametrize(("fault", "status"), STATUS.items())
def test_a_fault_has_its_status(fault: Any, status: int) -> None:
    with running(in_order([Fail(fault)])) as server:
        assert ask(server).status_code == status


def test_a_cut_stream_breaks_off() -> None:
    with running(in_order([Fail("cut")])) as server, pytest.raises(httpx.RemoteProtocolError):
        ask(server, stream=True)


def test_an_exhausted_script_refuses() -> None:
    with running(in_order([Say("one")])) as server:
        assert [ask(server).status_code, ask(server).status_code] == [200, 400]


def test_two_servers_run_side_by_side(agreeing: ModelServer) -> None:
    with running(in_order([Say("two")])) as other:
        assert other.port != agreeing.port
        assert ask(other).json()["choices"][0]["message"]["content"] == "two"


@pytest.mark.parametrize("name", library.names())
def test_a_prompt_is_known_by_its_instructions(name: str) -> None:
    prompt = library.load(name)
    body = {
        "messages": [
            {"role": "system", "content": prompt.instructions},
            {"role": "user", "content": [{"type": "text", "text": "<draft>a &lt;b&gt;</draft>"}]},
            {"role": "user", "content": "mend it"},
        ]
    }
    assert prompt_of(body) == name
    assert shown(body, "draft") == "a <b>"
    assert shown(body, "other") == ""
    assert asked(body).startswith("<draft>")
