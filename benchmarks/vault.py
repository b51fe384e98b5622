"""How fast the vault is: passages by id, by facets and by likeness, and the care of index and keys.

A business with as many passages as asked (vectors drawn at random, words of ordinary length) in
stores of its own. A look-up is a whole transaction of a founder, from saying who asks to the opened
words: first of passages that nobody opened yet, then of passages of which four in five are asked
for again and again. Prints milliseconds, the hit rate of the cache, and seconds per 1,000 passages
of building the index anew, checking it and sealing rows anew.

    python -m benchmarks.vault --passages 10000 --lookups 2000
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from core import settings
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.work import ResealWords
from jobs import check_index, rebuild_index, reseal_words
from memory import db, generations, keys, migrate, server, vault, vectors
from memory.ctx import open_ctx
from tools import businesses

MODEL = "drawn"
TOPICS = ("pricing", "churn", "hiring", "content")
WORDS = [
    "people",
    "ask",
    "for",
    "a",
    "smaller",
    "plan",
    "because",
    "the",
    "export",
    "is",
    "slow",
    "and",
    "nobody",
    "answers",
]
AT_ONCE = 1_000
BAR_MS = 10.0


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Milliseconds, p50 and p95."""
    table = np.array(seconds) * 1000
    return {
        "ms_p50": round(float(np.quantile(table, 0.5)), 2),
        "ms_p95": round(float(np.quantile(table, 0.95)), 2),
    }


async def filled(count: int, drawn: np.random.Generator) -> Actor:
    """A business with so many passages."""
    async with open_ctx(businesses.keeper(None)) as ctx:
        made = await businesses.found(ctx, "Bench of the vault")
    actor = worker_for(made.id)
    for first in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - first)
        found = drawn.normal(size=(size, vectors.DIMENSIONS)).astype(np.float32)
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        async with open_ctx(actor) as ctx:
            rows = [
                {
                    "source_type": "activity", "source_id": new_id(), "position": 0, "model": MODEL,
                    "embedding": vector, "said_at": ctx.at,
                    "text_chunk": " ".join(drawn.choice(WORDS, 40)),
                    "facets": {"kind": ["activity"], "topic": [str(drawn.choice(TOPICS))]},
                }
                for vector in found
            ]  # fmt: skip
            await vectors.put(ctx, rows)
    return actor


async def timed(actor: Actor, times: int, act: Callable[[Any, int], Awaitable[object]]) -> Any:
    """Milliseconds of an act in a transaction of its own, read only, again and again."""
    took = []
    for turn in range(times):
        began = time.perf_counter()
        async with open_ctx(actor, read_only=True) as ctx:
            await act(ctx, turn)
        took.append(time.perf_counter() - began)
    return percentiles(took)


async def look_ups(actor: Actor, ids: list[UUID], times: int, drawn: np.random.Generator) -> Any:
    """By id: each for the first time, then four in five from a twentieth of the passages."""
    few = ids[: max(1, len(ids) // 20)]
    pools = [few if drawn.random() < 0.8 else ids for _ in range(times)]
    mixed = [pool[int(drawn.integers(len(pool)))] for pool in pools]
    vault.forget(actor.business_id or new_id())
    cold = await timed(actor, min(times, len(ids)), lambda ctx, n: vectors.look_up(ctx, [ids[n]]))
    vault.forget(actor.business_id or new_id())
    asked, at_hand = vault.tally.asked, vault.tally.at_hand
    warm = await timed(actor, times, lambda ctx, n: vectors.look_up(ctx, [mixed[n]]))
    rate = (vault.tally.at_hand - at_hand) / max(1, vault.tally.asked - asked)
    return {
        "by_id_first_time": cold, "by_id": warm, "hit_rate": round(rate, 3), "bar_ms": BAR_MS,
        "met": max(cold["ms_p95"], warm["ms_p95"]) < BAR_MS,
    }  # fmt: skip


async def likeness(actor: Actor, drawn: np.random.Generator) -> Any:
    """Nearest by the index, and sources that fit a blinded facet."""
    asked = drawn.normal(size=(100, vectors.DIMENSIONS)).astype(np.float32)
    return {
        "nearest_50": await timed(actor, 100, lambda ctx, n: vectors.proposed(ctx, asked[n], 50)),
        "by_facet": await timed(
            actor, 50, lambda ctx, n: vectors.matching(ctx, {"topic": [TOPICS[n % 4]]})
        ),
    }


async def care(actor: Actor, count: int) -> dict[str, float]:
    """Seconds per 1,000 passages."""

    async def per_thousand(work: Awaitable[object]) -> float:
        began = time.perf_counter()
        await work
        return round((time.perf_counter() - began) * 1000 / count, 3)

    found = {
        "rebuild": await per_thousand(rebuild_index.rebuild(actor)),
        "check": await per_thousand(check_index.check(actor)),
    }
    async with open_ctx(actor) as ctx:
        number = await keys.change(ctx.db, ctx.business_id)
    found["reseal"] = await per_thousand(reseal_words.run(actor, ResealWords(version=number)))
    async with open_ctx(actor, read_only=True) as ctx:
        assert [one for one, _ in await keys.made(ctx.db, ctx.business_id)] == [number]
    return found


async def measured(count: int, times: int) -> dict[str, Any]:
    """Everything, in stores that run."""
    await migrate.migrate()
    drawn = np.random.default_rng(5)
    began = time.perf_counter()
    actor = await filled(count, drawn)
    kept = time.perf_counter() - began
    async with open_ctx(actor, read_only=True) as ctx:
        ids = sorted(await vectors.ids_of(ctx, await generations.live(ctx)))
    drawn.shuffle(ids)
    told: dict[str, Any] = {
        "passages": count,
        "kept_seconds_per_1000": round(kept * 1000 / count, 3),
    }
    told["seconds_per_1000"] = await care(actor, count)
    told |= await look_ups(actor, ids, times, drawn)
    told |= await likeness(actor, drawn)
    await db.close()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--lookups", type=int, default=2_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings.use(data_dir=Path(folder))
        with server.held(chroma=True):
            print(json.dumps(asyncio.run(measured(given.passages, given.lookups)), indent=2))
            server.stop_chroma()


if __name__ == "__main__":
    main()
