"""A chat is followed live: nothing lost, nothing twice, whoever leaves, returns or is restarted."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from domain.access import Actor
from jobs import worker
from memory import runs, server
from memory.ctx import open_ctx
from tests.api.people import Person, headers_of, register
from tests.chats import SENTENCES, VENTS, in_words, kinds, speaking, told

QUESTION = {"text": "Why do customers cancel?"}
Heard = list[tuple[int, dict[str, Any]]]


@pytest.fixture
async def remote(address: str) -> AsyncIterator[httpx2.AsyncClient]:
    """Requests over a real connection."""
    async with httpx2.AsyncClient(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture
async def ada(remote: httpx2.AsyncClient, _idle: None) -> Person:
    """A founder whose business has something to cite."""
    ada = await register(remote)
    await told(actor_of(ada))
    return ada


@asynccontextmanager
async def working() -> AsyncIterator[None]:
    """A worker beside the test."""
    stop = asyncio.Event()
    serving = asyncio.create_task(worker.run(stop))
    try:
        yield
    finally:
        stop.set()
        await serving


def actor_of(person: Person) -> Actor:
    """A person as the actor of their own business."""
    return Actor("founder", person.user_id, person.business_id)


async def post(
    client: httpx2.AsyncClient, ada: Person, path: str, body: Any = None, **headers: str
) -> httpx2.Response:
    """A write through the door of chats."""
    place = f"/api/v1/chat/{path}"
    return await client.post(place, json=body or {}, headers=ada.headers | headers)


async def begun(client: httpx2.AsyncClient, ada: Person, **words: str) -> dict[str, Any]:
    """A question in a chat of its own."""
    thread = (await post(client, ada, "threads")).json()["id"]
    answer = await post(client, ada, f"threads/{thread}/runs", QUESTION | words)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def heard(
    client: httpx2.AsyncClient, ada: Person, thread: str, *, after: int = 0, most: int = 0,
    pause: float = 0.0,
) -> Heard:  # fmt: skip
    """Events with their numbers: up to the run's end, or to `most`, or until the door is gone."""
    found: Heard = []
    path, headers = f"/api/v1/chat/threads/{thread}/events", {"Last-Event-ID": f"{after}"}
    number = 0
    with suppress(httpx2.TransportError):
        async with client.stream("GET", path, headers=ada.headers | headers) as answer:
            assert answer.status_code == 200
            async for line in answer.aiter_lines():
                if line.startswith("id:"):
                    number = int(line[3:])
                elif line.startswith("data:"):
                    found.append((number, json.loads(line[5:])))
                    await asyncio.sleep(pause)
                    if len(found) == most or found[-1][1]["type"] == "RUN_FINISHED":
                        break
    return found


async def log_of(ada: Person, thread: str) -> Heard:
    """What is in the log."""
    async with open_ctx(actor_of(ada), read_only=True) as ctx:
        rows = await runs.events_after(ctx, UUID(thread), 0, 10_000)
    return [(row.seq, row.payload) for row in rows]


async def test_an_answer_is_followed_from_the_question_to_its_end(
    remote: httpx2.AsyncClient, ada: Person
) -> None:
    async with working():
        run = await begun(remote, ada)
        found = await heard(remote, ada, run["thread_id"])
    assert [number for number, _ in found] == [*range(1, len(found) + 1)]
    snapshot = found[-2][1]["messages"]
    assert [one["role"] for one in snapshot] == ["user", "assistant"]
    assert VENTS[0] in snapshot[1]["content"]
    assert snapshot[1]["metadata"]["refleqt"]["citations"][0]["kind"] == "vent"


async def test_two_devices_hear_the_same_and_a_refresh_loses_nothing(
    remote: httpx2.AsyncClient, ada: Person
) -> None:
    with speaking(in_words(12), between=0.02):
        async with working():
            run = await begun(remote, ada)
            other = asyncio.create_task(heard(remote, ada, run["thread_id"]))
            first = await heard(remote, ada, run["thread_id"], most=7)
            rest = await heard(remote, ada, run["thread_id"], after=first[-1][0])
    assert first + rest == await other == await log_of(ada, run["thread_id"])


async def test_a_reader_slower_than_the_writer_hears_all_of_it(
    remote: httpx2.AsyncClient, ada: Person
) -> None:
    with speaking(in_words(30), between=0.0):
        async with working():
            run = await begun(remote, ada)
            found = await heard(remote, ada, run["thread_id"], pause=0.05)
    assert kinds([event for _, event in found]).count("TEXT_MESSAGE_CONTENT") == 30
    assert found == await log_of(ada, run["thread_id"])


async def test_the_socket_tells_the_same_as_the_stream(
    remote: httpx2.AsyncClient, ada: Person, address: str
) -> None:
    async with working():
        run = await begun(remote, ada)
        found = await heard(remote, ada, run["thread_id"])
    url = f"{address.replace('http', 'ws')}/api/v1/chat/threads/{run['thread_id']}/ws?after=2"
    async with connect(url, additional_headers=ada.headers) as opened:
        rows = [json.loads(await opened.recv()) for _ in found[2:]]
    assert [(row["seq"], row["event"]) for row in rows] == found[2:]


async def test_another_persons_chat_is_not_there(
    remote: httpx2.AsyncClient, ada: Person, address: str
) -> None:
    run = await begun(remote, ada)
    bob = await register(remote)
    path = f"/api/v1/chat/threads/{run['thread_id']}/events"
    assert (await remote.get(path, headers=bob.headers)).status_code == 404
    colleague = headers_of("team", ada.business_id)
    assert (await remote.get(path, headers=colleague)).status_code == 404
    assert (
        await remote.get(path, headers=headers_of("evaluator", ada.business_id))
    ).status_code == 403
    url = f"{address.replace('http', 'ws')}/api/v1/chat/threads/{run['thread_id']}/ws"
    async with connect(url, additional_headers=bob.headers) as opened:
        with pytest.raises(ConnectionClosed) as closed:
            await opened.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4404


async def test_a_question_sent_twice_with_one_key_is_asked_once(
    remote: httpx2.AsyncClient, ada: Person
) -> None:
    thread = (await post(remote, ada, "threads")).json()["id"]
    path, key = f"threads/{thread}/runs", {"Idempotency-Key": "one"}
    first = await post(remote, ada, path, QUESTION, **key)
    again = await post(remote, ada, path, QUESTION, **key)
    assert (again.status_code, again.json()) == (202, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    other = await post(remote, ada, path, QUESTION)
    assert other.status_code == 409
    assert "stop it first" in other.text


async def test_two_tabs_answer_one_approval_and_one_is_told_so(
    remote: httpx2.AsyncClient, ada: Person
) -> None:
    async with working():
        run = await begun(remote, ada, text="Note that the invoice tool broke again.")
        found = await heard(remote, ada, run["thread_id"])
        one = found[-1][1]["outcome"]["interrupts"][0]["id"]
        answers = await asyncio.gather(
            *(post(remote, ada, f"approvals/{one}", {"action": "accept"}) for _ in range(2))
        )
        after = found[-1][0]
        rest = await heard(remote, ada, run["thread_id"], after=after)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert kinds([event for _, event in rest]) == [
        "approval", "RUN_STARTED", "MESSAGES_SNAPSHOT", "RUN_FINISHED",
    ]  # fmt: skip
    assert rest[-2][1]["messages"][-1]["content"].startswith("Done: ")


async def test_an_answer_is_stopped_retried_and_its_question_edited(
    remote: httpx2.AsyncClient, ada: Person
) -> None:
    async with working():
        with speaking(in_words(60), between=0.03):
            run = await begun(remote, ada)
            await heard(remote, ada, run["thread_id"], most=8)
            answer = await post(remote, ada, f"runs/{run['run_id']}/stop")
            assert answer.status_code == 202, answer.text
            found = await heard(remote, ada, run["thread_id"])
        assert found[-1][1]["outcome"] == {"type": "cancelled"}
        again = await post(remote, ada, f"runs/{run['run_id']}/retry", {"mode": "strict"})
        assert again.status_code == 202, again.text
        await heard(remote, ada, run["thread_id"], after=found[-1][0])
        edit = {"text": "What did the newsletter bring?"}
        edited = await post(remote, ada, f"messages/{run['question_id']}/edit", edit)
        assert edited.status_code == 202, edited.text
        await heard(remote, ada, run["thread_id"], after=edited.json()["after"])
    params = {"thread_id": run["thread_id"]}
    talk = await remote.get("/api/v1/chats/read_thread", params=params, headers=ada.headers)
    messages = talk.json()["messages"]
    assert messages[0]["text"] == edit["text"]
    assert len(messages[0]["beside"]) == 2
    assert VENTS[1] in messages[1]["text"]


class Door:
    """An API in a process of its own that can be killed and started again on its port."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.open()

    def open(self) -> None:
        """Start it, and wait until it listens."""
        command = [sys.executable, "-m", "api.cli", "serve", "--api-only", "--port", f"{self.port}"]
        self.child = subprocess.Popen(command)
        while not server.listens(self.port):
            assert self.child.poll() is None

    def kill(self) -> None:
        """As a crash would."""
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.wait()


async def test_a_stream_goes_on_after_the_api_was_killed_in_the_middle(
    remote: httpx2.AsyncClient, ada: Person
) -> None:
    door = Door()
    try:
        async with httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{door.port}", timeout=60
        ) as client:
            with speaking(in_words(40), between=0.04):
                async with working():
                    run = await begun(remote, ada)
                    first = await heard(client, ada, run["thread_id"], most=9)
                    cut = asyncio.create_task(
                        heard(client, ada, run["thread_id"], after=first[-1][0])
                    )
                    await asyncio.sleep(0.3)
                    door.kill()
                    second = await cut
                    door.open()
                    after = (first + second)[-1][0]
                    third = await heard(client, ada, run["thread_id"], after=after)
        assert first + second + third == await log_of(ada, run["thread_id"])
        assert kinds([event for _, event in third]).count("RUN_FINISHED") == 1
    finally:
        door.kill()


def test_the_words_of_the_model_here_are_sentences() -> None:
    assert all(one.endswith(".") for one in SENTENCES)
