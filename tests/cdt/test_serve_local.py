"""The local server speaks as OpenAI's does: answers, streams, counts and refuses by its shapes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.trained import chat, script, serving, words

pytestmark = [pytest.mark.train, pytest.mark.slow]
WARM = {"temperature": 1, "seed": 3, "max_tokens": 24}


@pytest.fixture(scope="module")
def client(toy_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server with one adapter."""
    store = tmp_path_factory.mktemp("store")
    script("toy_adapters.py", toy_base, store, 1)
    with serving(toy_base, store) as client:
        yield client


def adapter(client: httpx.Client) -> str:
    """The adapter that is served."""
    return client.get("/models").json()["data"][1]["id"]


def streamed(client: httpx.Client, **more: Any) -> list[Any]:
    """The chunks of a streamed answer; its last line is its mark."""
    told = {"model": "base", "messages": [{"role": "user", "content": "Hello"}], "stream": True}
    with client.stream("POST", "/chat/completions", json=told | more) as reply:
        lines = [line[6:] for line in reply.iter_lines() if line]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


def test_a_stream_says_the_same_as_a_whole_answer_and_counts_the_same(
    client: httpx.Client,
) -> None:
    name = adapter(client)
    whole = chat(client, name, "Hello", **WARM)
    chunks = streamed(client, model=name, stream_options={"include_usage": True}, **WARM)
    said = "".join(
        choice["delta"].get("content", "") for one in chunks for choice in one["choices"]
    )
    assert said == words(whole)
    assert len(chunks) > 5
    assert chunks[-1]["usage"] == whole.json()["usage"]
    assert chunks[-2]["choices"][0]["finish_reason"] == whole.json()["choices"][0]["finish_reason"]


def test_tokens_are_counted_and_the_length_is_kept(client: httpx.Client) -> None:
    reply = chat(client, "base", "Hello", temperature=1, seed=3, max_tokens=5).json()
    assert reply["usage"]["completion_tokens"] == 5
    assert reply["usage"]["total_tokens"] == reply["usage"]["prompt_tokens"] + 5
    assert reply["choices"][0]["finish_reason"] == "length"


def test_a_seed_gives_the_same_words_and_another_gives_others(client: httpx.Client) -> None:
    first, again, other = (
        words(chat(client, "base", "Hello", **WARM | {"seed": seed})) for seed in (3, 3, 4)
    )
    assert first == again != other


def test_a_stop_ends_the_answer_before_it(client: httpx.Client) -> None:
    said = words(chat(client, "base", "Hello", **WARM))
    stop = said[6:9]
    reply = chat(client, "base", "Hello", stop=[stop], **WARM)
    assert words(reply) == said[: said.index(stop)]
    assert reply.json()["choices"][0]["finish_reason"] == "stop"


@pytest.mark.parametrize("name", ["cdt-0123456789ab-v1-00000000", "../store", "", "x" * 300])
def test_an_unknown_adapter_is_not_found(client: httpx.Client, name: str) -> None:
    reply = chat(client, name, "Hello")
    assert (reply.status_code, reply.json()["error"]["type"]) == (404, "UnknownAdapter")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"messages": []}),
        (400, {"model": "base"}),
        (400, {"model": "base", "messages": [{"role": "king", "content": "x"}]}),
        (400, {"model": "base", "messages": [{"role": "user"}], "max_tokens": "many"}),
        (400, []),
        (422, {"model": "base", "messages": [{"role": "user", "content": "word " * 600}]}),
    ],
)
def test_what_cannot_be_answered_is_refused(client: httpx.Client, status: int, body: Any) -> None:
    assert client.post("/chat/completions", json=body).status_code == status


@pytest.mark.parametrize("content", [b"{", b'{"model": NaN}', b"\xff"])
def test_what_is_no_json_is_refused(client: httpx.Client, content: bytes) -> None:
    assert client.post("/chat/completions", content=content).status_code in (400, 422)


def test_without_the_key_nothing_is_told(client: httpx.Client) -> None:
    for path in ("/models", "/health"):
        reply = client.get(path, headers={"authorization": "Bearer wrong"})
        assert (reply.status_code, reply.json()["error"]["type"]) == (401, "NotSignedIn")
    assert client.get("/nothing").status_code == 404


def test_a_reader_that_goes_away_leaves_the_server_well(client: httpx.Client) -> None:
    told = {"model": "base", "messages": [{"role": "user", "content": "Hello"}], "stream": True}
    with client.stream("POST", "/chat/completions", json=told | WARM | {"max_tokens": 200}) as it:
        next(it.iter_lines())
    assert words(chat(client, "base", "Hello", **WARM))
