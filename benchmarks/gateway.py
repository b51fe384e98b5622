"""Measures the gate to models: `python -m benchmarks.gateway [--cuts]`.

A scripted server streams at a fixed pace in a process of its own. Prints JSON: the time to the
first piece through bridge and gateway (books included) beside a plain OpenAI client in the same
run, a hundred streams at once and whether every piece arrived, the overhead of a plain call, and,
with `--cuts`, fifty answers cut at every byte. Exits 1 when a bar is missed.
"""

import argparse
import asyncio
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

from cdt import bridge, gateway
from cdt.calls import Meter, ModelFailed
from cdt.model_says import Fail, Reply, Say
from cdt.model_server import asked, running
from cdt.model_wire import Pace, bytes_of, message_of
from core import settings, telemetry
from core.ids import new_id
from domain.access import Actor
from memory import db, migrate, people, server
from memory.ctx import open_ctx
from prompts.library import Rendered

WORDS = Rendered("bench/gateway", 1, "0", "domain.asking.Reply", "Answer.", "<x></x>")
TEXT = " ".join(f"word{number}" for number in range(60))
FIRST, BETWEEN = 0.2, 0.02
ROUNDS, STREAMS, CUT_ANSWERS = 20, 100, 50
BARS = {"added_first_piece_ms_p50": 20.0, "lost_streams": 0, "unhandled": 0}


def brain(body: dict[str, Any]) -> Reply:
    """Says its text; asked for `cut AT NUMBER` it breaks that answer off at that byte."""
    words = asked(body).split()
    if words[:1] != ["cut"]:
        return Say(TEXT)
    return Fail("cut", at=int(words[1]), instead=answer(int(words[2])))


def answer(number: int) -> Say:
    """One of fifty answers."""
    return Say(f"{number} of fifty said so. [1] " + "And so on. " * (number % 4))


def serve(told: Connection, pace: Pace) -> None:
    """The scripted server, in a process of its own, until it is told to end."""
    with running(brain, pace=pace) as it:
        told.send(it.url)
        told.recv()


def messages(text: str = "hello") -> list[dict[str, Any]]:
    """One question."""
    return [{"role": "user", "content": text}]


async def plain(client: Any) -> tuple[float, str]:
    """Seconds to the first words with a plain client, and all words."""
    began, first, said = time.perf_counter(), None, []
    stream = await client.chat.completions.create(
        model="scripted", messages=messages(), stream=True, stream_options={"include_usage": True}
    )
    async for piece in stream:
        if piece.choices and piece.choices[0].delta.content:
            first = first or time.perf_counter() - began
            said.append(piece.choices[0].delta.content)
    return first or 0.0, "".join(said)


async def ours(business_id: Any) -> tuple[float, str]:
    """The same through pydantic-ai, bridge, gateway and the books of a business."""
    from pydantic_ai import Agent

    began, first, said = time.perf_counter(), None, []
    agent = Agent(bridge.chat_model(Meter(WORDS, business_id)))
    async with agent.run_stream("hello") as run:
        async for words in run.stream_text(delta=True, debounce_by=None):
            first = first or time.perf_counter() - began
            said.append(words)
    return first or 0.0, "".join(said)


async def first_pieces(client: Any, business_id: Any) -> dict[str, Any]:
    """Milliseconds to the first piece, both ways in turn."""
    for way in (plain(client), ours(business_id)):
        await way
    theirs, mine = [], []
    for _ in range(ROUNDS):
        theirs.append((await plain(client))[0] * 1000)
        mine.append((await ours(business_id))[0] * 1000)
    added = [a - b for a, b in zip(mine, theirs, strict=True)]
    return {
        "plain_ms_p50": round(median(theirs), 1),
        "ours_ms_p50": round(median(mine), 1),
        "added_first_piece_ms_p50": round(median(added), 1),
        "added_first_piece_ms_p95": round(sorted(added)[int(0.95 * len(added))], 1),
    }


async def at_once(client: Any, business_id: Any) -> dict[str, Any]:
    """A hundred streams at once, both ways: which lost words, and how long all of them took."""
    found: dict[str, Any] = {"streams": STREAMS}
    for name, way in (("plain", lambda: plain(client)), ("ours", lambda: ours(business_id))):
        began = time.perf_counter()
        ended = await asyncio.gather(*[way() for _ in range(STREAMS)], return_exceptions=True)
        whole = [one for one in ended if not isinstance(one, BaseException) and one[1] == TEXT]
        found[f"{name}_seconds"] = round(time.perf_counter() - began, 2)
        found[f"{name}_lost"] = STREAMS - len(whole)
        found[f"{name}_first_ms_p50"] = round(1000 * median([one[0] for one in whole] or [0]), 1)
    return found


async def calls(client: Any, business_id: Any) -> dict[str, Any]:
    """Milliseconds of a plain call: a bare client, the gateway, the gateway with books."""
    ways = {
        "client": lambda: client.chat.completions.create(model="scripted", messages=messages()),
        "gateway": lambda: gateway.send({"messages": messages()}, Meter(WORDS)),
        "gateway_and_books": lambda: gateway.send(
            {"messages": messages()}, Meter(WORDS, business_id)
        ),
    }
    found = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.perf_counter()
            await way()
            found[name].append((time.perf_counter() - began) * 1000)
    return {f"{name}_ms_p50": round(median(took), 1) for name, took in found.items()}


async def cuts() -> dict[str, Any]:
    """Fifty answers cut at every byte of their streams: what became of each."""
    ended: dict[str, int] = {}
    for number in range(CUT_ANSWERS):
        body = {"messages": messages(f"cut 0 {number}"), "model": "scripted", "stream": True}
        whole = await bytes_of(message_of(answer(number), body), body)
        for at in range(len(whole)):
            name = await cut(at, number)
            ended[name] = ended.get(name, 0) + 1
    return {"answers": CUT_ANSWERS, "cuts": sum(ended.values()), "ended": ended}


async def cut(at: int, number: int) -> str:
    """How one cut stream ends; an error without a name of ours is what must not happen."""
    gateway.breaker.cache_clear()
    [ended] = await asyncio.gather(heard(at, number), return_exceptions=True)
    if isinstance(ended, ModelFailed):
        return str(ended.fields["reason"])
    if isinstance(ended, BaseException):
        return f"unhandled {type(ended).__name__}"
    return "answered" if ended == answer(number).text else "unhandled half an answer"


async def heard(at: int, number: int) -> str:
    """All words of a stream that is cut."""
    pieces = gateway.stream({"messages": messages(f"cut {at} {number}")}, Meter(WORDS))
    said = [each["delta"].get("content", "") async for one in pieces for each in one["choices"]]
    return "".join(said)


@asynccontextmanager
async def a_business() -> AsyncIterator[Any]:
    """A business with books in a new database."""
    await migrate.migrate()
    founder = Actor("founder", user_id=new_id(), business_id=new_id())
    async with open_ctx(founder) as ctx:
        await people.make_business(ctx, {"name": "Bench", "slug": "bench"})
    try:
        yield founder.business_id
    finally:
        await db.close()


@asynccontextmanager
async def a_server(pace: Pace) -> AsyncIterator[str]:
    """The scripted server in a process of its own, configured as the model."""
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=serve, args=(there, pace))
    child.start()
    url = await asyncio.to_thread(here.recv)
    settings.use(model="openai/scripted", model_api_base=url, model_tokens_per_day=10**10)
    try:
        yield url
    finally:
        here.send("end")
        child.join(5)


async def measure(*, with_cuts: bool) -> dict[str, Any]:
    """All figures."""
    import openai

    found: dict[str, Any] = {"pace_seconds": {"first": FIRST, "between": BETWEEN}}
    async with a_business() as business_id:
        async with a_server(Pace(FIRST, BETWEEN)) as url:
            client = openai.AsyncOpenAI(api_key="none", base_url=url, max_retries=0)
            found["first_piece"] = await first_pieces(client, business_id)
            found["at_once"] = await at_once(client, business_id)
        async with a_server(Pace()) as url:
            client = openai.AsyncOpenAI(api_key="none", base_url=url, max_retries=0)
            found["plain_call"] = await calls(client, business_id)
            if with_cuts:
                found["cut_at_every_byte"] = await cuts()
    return found


def missed(found: dict[str, Any]) -> list[str]:
    """Bars that are not reached."""
    ended = found.get("cut_at_every_byte", {}).get("ended", {})
    reached = {
        "added_first_piece_ms_p50": found["first_piece"]["added_first_piece_ms_p50"],
        "lost_streams": found["at_once"]["ours_lost"],
        "unhandled": sum(count for name, count in ended.items() if name.startswith("unhandled")),
    }
    return [name for name, value in reached.items() if value > BARS[name]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and say by the exit status whether all bars are reached."""
    import_module("core.start")  # environment switches, before LiteLLM is imported
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cuts", action="store_true", help="Fifty answers cut at every byte")
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="refleqt-gateway-") as folder:
        settings.use(data_dir=Path(folder), log_level="ERROR")
        telemetry.configure()
        with server.held():
            found = asyncio.run(measure(with_cuts=chosen.cuts))
    found["missed"] = missed(found)
    print(json.dumps(found, indent=1))
    sys.exit(bool(found["missed"]))


if __name__ == "__main__":
    main()
