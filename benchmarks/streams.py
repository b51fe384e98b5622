"""A hundred answers at once, followed over SSE: `python -m benchmarks.streams`.

Postgres, one worker and one API run as processes of their own; a scripted model streams at a fixed
pace. Printed as JSON: pieces lost and told twice, how much later than the model's first word a
reader hears a first piece beside asking the model directly, and what the graph with its checkpoints
costs a step beside calling its steps plainly.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import numpy as np

from cdt.model_says import Say
from cdt.model_server import running
from cdt.model_wire import Pace
from core import settings
from core.ids import new_id
from domain.access import Actor
from graphs import chat
from jobs import worker
from memory import db, migrate, people, runs, server
from memory.ctx import open_ctx
from tests.chats import VENTS, in_words
from tools.vents import Vent, VentBatch, submit_vents

QUESTION = "Why do customers cancel?"
STREAMS_EACH = 10


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Milliseconds at p50 and p95."""
    at = np.percentile(np.array(seconds) * 1000, [50, 95])
    return {"p50_ms": round(float(at[0]), 1), "p95_ms": round(float(at[1]), 1)}


class Person:
    """A founder who registered at the door."""

    def __init__(self, tokens: dict[str, Any]) -> None:
        self.headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        user, business = UUID(tokens["user_id"]), UUID(tokens["business_id"])
        self.actor = Actor("founder", user, business)


async def person(client: httpx2.AsyncClient) -> Person:
    """Somebody whose business told something."""
    body = {"email": f"{new_id()}@example.com", "password": "a long pass phrase",
            "business_name": "House"}  # fmt: skip
    found = Person((await client.post("/api/v1/accounts/register", json=body)).json())
    async with open_ctx(found.actor) as ctx:
        await submit_vents(ctx, VentBatch(vents=[Vent(text=text) for text in VENTS]))
    return found


async def one(client: httpx2.AsyncClient, who: Person) -> dict[str, Any]:
    """Ask and follow to the end: seconds to the first piece, numbers and pieces heard."""
    thread = (await client.post("/api/v1/chat/threads", json={}, headers=who.headers)).json()["id"]
    path = f"/api/v1/chat/threads/{thread}"
    began = time.perf_counter()
    asked = {"text": QUESTION}
    (await client.post(f"{path}/runs", json=asked, headers=who.headers)).raise_for_status()
    first, gathered, numbers, pieces, number = 0.0, 0.0, [], 0, 0
    async with client.stream("GET", f"{path}/events", headers=who.headers) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("id:"):
                number = int(line[3:])
            elif line.startswith("data:"):
                event = json.loads(line[5:])
                numbers.append(number)
                if event["type"] == "STEP_STARTED" and event["stepName"] == "refine":
                    gathered = time.perf_counter() - began
                if event["type"] == "TEXT_MESSAGE_CONTENT":
                    first = first or time.perf_counter() - began
                    pieces += 1
                if event["type"] in ("RUN_FINISHED", "RUN_ERROR"):
                    break
    async with open_ctx(who.actor, read_only=True) as ctx:
        rows = await runs.events_after(ctx, UUID(thread), 0, 100_000)
    written = [row.seq for row in rows]
    return {
        "first": first, "gathered": gathered, "seconds": time.perf_counter() - began,
        "pieces": pieces,
        "lost": len({*written} - {*numbers}), "twice": len(numbers) - len({*numbers}),
        "ended": rows[-1].type,
    }  # fmt: skip


async def direct(url: str) -> float:
    """Seconds until the model's own first sentence is whole, asked without us."""
    body = {"model": "scripted", "stream": True, "messages": [{"role": "user", "content": "x"}]}
    began, words = time.perf_counter(), ""
    async with (
        httpx2.AsyncClient(timeout=60) as client,
        client.stream("POST", f"{url}/chat/completions", json=body) as answer,
    ):
        async for line in answer.aiter_lines():
            if line.startswith("data: {"):
                choices = json.loads(line[6:])["choices"]
                words += (choices[0]["delta"].get("content") or "") if choices else ""
            if words.removeprefix("KNOWN\n").rstrip().endswith("."):
                break
    return time.perf_counter() - began


async def steps(rounds: int) -> dict[str, Any]:
    """Milliseconds of a run by drafts, through the graph and by its steps called plainly."""
    who = Actor("founder", business_id=new_id())
    async with open_ctx(who) as ctx:
        await people.make_business(ctx, {"name": "Plain", "slug": f"plain-{new_id()}"})
        await submit_vents(ctx, VentBatch(vents=[Vent(text=text) for text in VENTS]))
    await worker.drain()
    business_id = UUID(str(who.business_id))
    spent: dict[str, list[float]] = {"graph": [], "plain": []}
    for number in range(rounds * 2):
        kind = "graph" if number % 2 else "plain"
        begun = await _begun(who)
        began = time.perf_counter()
        if kind == "graph":
            await chat.answer(business_id, begun)
        else:
            desk = await chat._desk(business_id, begun)
            runtime: Any = type("Runtime", (), {"context": desk})()
            for step in (chat.gather, chat.draft, chat.refine, chat.record):
                await step({}, runtime)
        spent[kind].append(time.perf_counter() - began)
    found = {kind: percentiles(each) for kind, each in spent.items()}
    more = found["graph"]["p50_ms"] - found["plain"]["p50_ms"]
    return {**found, "overhead_a_step_ms": round(more / 4, 2), "rounds": rounds}


async def _begun(who: Actor) -> UUID:
    from api import asking

    return (await asking.begin(who, QUESTION, "adaptive", None)).run_id


async def measured(given: argparse.Namespace, url: str, port: int) -> dict[str, Any]:
    """All figures, against the API that listens on `port` and the model at `url`."""
    base = f"http://127.0.0.1:{port}"
    limits = httpx2.Limits(max_connections=1000)
    async with httpx2.AsyncClient(base_url=base, timeout=300, limits=limits) as client:
        people_ = [await person(client) for _ in range(-(-given.streams // STREAMS_EACH))]
        while await _waiting():
            await asyncio.sleep(0.2)
        alone = [await one(client, people_[0]) for _ in range(5)]
        asks = [await direct(url) for _ in range(10)]
        began = time.perf_counter()
        every = await asyncio.gather(
            *(one(client, people_[n % len(people_)]) for n in range(given.streams))
        )
        wall = time.perf_counter() - began
    first = float(np.median(asks))
    return {
        "streams": given.streams,
        "ended": {kind: sum(each["ended"] == kind for each in every)
                  for kind in sorted({each["ended"] for each in every})},
        "pieces": sum(each["pieces"] for each in every),
        "lost": sum(each["lost"] for each in every),
        "twice": sum(each["twice"] for each in every),
        "direct_first_sentence_ms": round(first * 1000, 1),
        "added_to_first_piece_alone": percentiles([each["first"] - first for each in alone]),
        "added_to_first_piece_at_once": percentiles([each["first"] - first for each in every]),
        "of_it_after_gathering_alone": percentiles(
            [each["first"] - each["gathered"] - first for each in alone]
        ),
        "of_it_after_gathering_at_once": percentiles(
            [each["first"] - each["gathered"] - first for each in every]
        ),
        "seconds": {"alone": round(float(np.median([e["seconds"] for e in alone])), 2),
                    "at_once": round(wall, 2)},
    }  # fmt: skip


async def _waiting() -> int:
    from memory import queue

    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        return await queue.waiting(ctx)


def main() -> None:
    """Print the figures as JSON; exit 1 where a piece was lost, told twice, or a run failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--streams", type=int, default=100)
    options.add_argument("--sentences", type=int, default=12)
    options.add_argument("--between", type=float, default=0.05, help="Seconds between two words")
    options.add_argument("--rounds", type=int, default=20, help="Of the graph beside plain calls")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="refleqt-streams-") as folder:
        found = _all(given, Path(folder))
    print(json.dumps(found))
    sys.exit(bool(found["lost"] or found["twice"] or [*found["ended"]] != ["RUN_FINISHED"]))


def _all(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    settings.use(data_dir=folder, requests_per_minute=1_000_000, sign_ins_per_minute=1_000_000)
    settings.use(model_tokens_per_day=10**9)
    said = in_words(given.sentences)

    def brain(_body: dict[str, Any]) -> Say:
        return said

    async def graph_beside_plain() -> dict[str, Any]:
        await migrate.migrate()
        found = await steps(given.rounds)
        await db.close()
        return found

    with server.held(), running(brain, pace=Pace(0.0, given.between)) as model:
        beside = asyncio.run(graph_beside_plain())
        place = {"REFLEQT_MODEL": "openai/scripted", "REFLEQT_MODEL_API_BASE": model.url}
        environment = {**os.environ, **place}
        port = 18_000 + os.getpid() % 1000
        commands = (["serve", "--api-only", "--port", f"{port}"], ["worker"])
        children = [
            subprocess.Popen([sys.executable, "-m", "api.cli", *each], env=environment)
            for each in commands
        ]
        try:
            while not server.listens(port):
                time.sleep(0.05)
            found = asyncio.run(measured(given, model.url, port))
        finally:
            for child in children:
                child.terminate()
                child.wait()
    return {**found, "graph_beside_plain_calls": beside}


if __name__ == "__main__":
    main()
