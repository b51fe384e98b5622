"""Slack under repetition: 1,000 events × 4 deliveries, shuffled, a fifth failing first.

Prints one JSON document: how many notes came of it, how long acknowledgements took, and how long a
note took from its delivery to the private answer. Against the stand-in on loopback, in one process,
with a data directory of its own. Run: `python -m benchmarks.slack [--events 1000]`.
"""

import argparse
import asyncio
import json
import tempfile
from typing import Any

import numpy as np

from core import clock, ids, settings
from domain.access import Actor
from jobs import worker
from memory import db, migrate, people, server
from memory.ctx import open_ctx
from tests.slacks import Workspace, connected

TOPICS = (
    "Churn again, onboarding drags on.", "The ads burn money and bring nobody.",
    "Our prices confuse everybody who asks.", "The agency is late with the report.",
)  # fmt: skip
AT_ONCE = 16


async def main(events: int, notes: int) -> dict[str, Any]:
    """Both measurements, with the bars beside them."""
    founder = Actor("founder", user_id=ids.new_id(), business_id=ids.new_id())
    async with open_ctx(founder) as ctx:
        await people.make_business(ctx, {"name": "Bench", "slug": f"bench-{founder.business_id}"})
    async with connected(founder) as place:
        answered = await told(place, notes)
        before = len(await place.vents())
        acknowledged = await flood(place, events)
        await worker.drain(limit=2 * events)  # deliveries and their acknowledgements come first
        kept = len(await place.vents()) - before
    await db.close()
    return {
        "events": events, "deliveries": len(acknowledged), "notes": kept,
        "acknowledged_ms": quantiles(acknowledged), "answered_ms": quantiles(answered),
        "bars": {"notes": events, "acknowledged_p99_ms": 1000, "answered_p95_ms": 5000},
    }  # fmt: skip


async def flood(place: Workspace, events: int) -> list[float]:
    """Deliver every event four times; a fifth of the first ones are answered 500. Seconds each."""
    made = [place.message(f"{TOPICS[n % 4]} ({n})") for n in range(events)]
    order = [each for each in made for _ in range(4)]
    rng = np.random.default_rng(7)
    order = [order[n] for n in rng.permutation(len(order))]
    failing = set(rng.choice(events, events // 5, replace=False))
    fails = {made[n]["event_id"] for n in failing}
    taken: list[float] = []
    gate = asyncio.Semaphore(AT_ONCE)

    async def deliver(body: dict[str, Any]) -> None:
        async with gate:
            if body["event_id"] in fails:
                fails.discard(body["event_id"])
                if len(fails) % 2:  # kept, and the answer is lost; else it never came in
                    await place.send(body)
            began = clock.elapsed()
            reply = await place.send(body)
            taken.append(clock.elapsed() - began)
            assert reply.status_code == 200, reply.text

    await asyncio.gather(*(deliver(body) for body in order))
    return taken


async def told(place: Workspace, notes: int) -> list[float]:
    """Seconds from a note's delivery to the private answer, a worker running beside the door."""
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(stop))
    taken = []
    for number in range(notes):
        seen = len(place.fake.of("chat.update", "chat.postMessage"))
        began = clock.elapsed()
        await place.send(place.message(f"{TOPICS[number % 4]} Number {number}."))
        while not any("what I heard" in call.args["text"] for call in
                      place.fake.of("chat.update", "chat.postMessage")[seen:]):  # fmt: skip
            await asyncio.sleep(0.01)
        taken.append(clock.elapsed() - began)
    stop.set()
    await working
    return taken


def quantiles(seconds: list[float]) -> dict[str, float]:
    """Milliseconds at the median, 95 %, 99 % and the most."""
    marks = {"p50": 50, "p95": 95, "p99": 99, "max": 100}
    values = np.asarray(seconds) * 1000
    return {name: round(float(np.percentile(values, mark)), 1) for name, mark in marks.items()}


def run() -> None:
    """Bring a house up, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--events", type=int, default=1000)
    asked.add_argument("--notes", type=int, default=40)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="refleqt-slack-") as folder:
        settings.use(data_dir=folder, environment="local")
        with server.held():
            asyncio.run(migrate.migrate())
            print(json.dumps(asyncio.run(main(given.events, given.notes)), indent=1))


if __name__ == "__main__":
    run()
