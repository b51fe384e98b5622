"""Search by the size of a business: `python -m benchmarks.scale [--sizes 1000,5000,20000,100000]`.

The demo's business is served as a customer runs it (API, worker, Postgres, Chroma), and grows by
transcripts of made talk until it has as many passages (`UNLIKE` different ones). At each size
founders search through the API, one question after another, none of them twice. Prints JSON: ms p50
and p95 of the whole request, what the first search after a change takes, when the newest words are
found, seconds of growing; the bar is for a business at rest, beside it while all is still read.
"""

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from uuid import UUID

import httpx2
import numpy as np
from sqlalchemy import func, select

from benchmarks.talk.made import pieces
from cdt import embed as encoder
from core import settings
from domain.access import Actor, worker_for
from domain.language.shapes import Extraction
from memory import db, inputs, queue
from memory.ctx import open_ctx
from memory.vectors import context_embeddings
from tests.browser.site import Site, running
from tools.activities import Activity, submit_activity
from tools.context import Reading, record_extraction

TURNS = 500
UNLIKE = 4_000
"""Turns that differ; they come again, so that growing takes minutes and not an hour."""
QUESTIONS, BAR_MS = 60, 200
SEED = 11


def main() -> None:
    """Grow, search, print."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--sizes", default="1000,5000,20000,100000")
    sizes = [int(each) for each in given.parse_args().sizes.split(",")]
    rows = []
    with (
        tempfile.TemporaryDirectory(prefix="refleqt-scale-") as folder,
        running(Path(folder) / "data") as site,
    ):
        settings.use(data_dir=site.data_dir)
        for size in sizes:
            began = time.perf_counter()
            passages = asyncio.run(_grow(site, size))
            grown = time.perf_counter() - began
            found = _search(site, _mark(size))
            rows.append({"passages": passages, "growing_seconds": round(grown, 1), **found})
            print(json.dumps(rows[-1]), flush=True)
    met = all(row["ms_p95"] < BAR_MS for row in rows)
    print(json.dumps({"curve": rows, "bar_ms_p95": BAR_MS, "met": met}, indent=1))


async def _grow(site: Site, size: int) -> int:
    """Add transcripts until there are `size` passages; returns how many there are."""
    actor = worker_for(UUID(site.ids["business"]))
    encoder._reads.most = 2 * UNLIKE
    turns = _turns()
    rng = np.random.default_rng(SEED)
    try:
        while (there := await _count(actor)) < size:
            chosen = rng.integers(0, len(turns), min(TURNS, size - there))
            last = there + len(chosen) == size
            said = [turns[int(one)] for one in chosen]
            notes = "\n".join([*said[:-1], f"Ana: {_mark(size)}."] if last else said)
            async with open_ctx(actor) as ctx:
                kept = await submit_activity(
                    ctx, Activity.model_validate({"kind": "conversation", "notes": notes})
                )
                row = await inputs.words_of(ctx, "activity", kept.id)
                reading = Reading(
                    source_kind="activity",
                    source_id=kept.id,
                    text=notes,
                    said_at=row.at,
                    extraction=Extraction(version="scale"),
                )
                await record_extraction(ctx, reading)
        return there
    finally:
        await db.close()


def _turns() -> list[str]:
    rng = np.random.default_rng(SEED)
    told = [turn for name in ("exchanges", "chats") for one in pieces(name) for turn in one.turns]
    questions = [asked for one in pieces("exchanges") for asked in one.single]
    lines = []
    for number in range(UNLIKE):
        who, words, _ = told[int(rng.integers(len(told)))]
        more = questions[int(rng.integers(len(questions)))] if rng.random() < 0.5 else ""
        lines.append(f"{'Ana' if who == 'A' else 'Ben'}: {words[:160]} {more} #{number}")
    return [line.replace("{", "").replace("}", "") for line in lines]


def _mark(size: int) -> str:
    """A word that only the last passage of a size says."""
    return f"quillon{size}"


async def _count(actor: Actor) -> int:
    async with open_ctx(actor, read_only=True) as ctx:
        count = select(func.count()).select_from(context_embeddings)
        return int(await ctx.value(count.where(context_embeddings.c.source_type != "theme_quote")))


async def _settled(actor: Actor) -> None:
    """Wait until the worker has read all that came."""
    try:
        async with open_ctx(actor, read_only=True) as ctx:
            while await queue.waiting(ctx):
                await asyncio.sleep(0.5)
    finally:
        await db.close()


def _search(site: Site, mark: str) -> dict[str, float]:
    """What searching through the API takes once the last that was said can be found: while the
    worker still reads what came, and when it is done.
    """
    rng = np.random.default_rng(SEED)
    asked = [asked for one in pieces("exchanges") for asked in one.single]
    asked = [f"{asked[n].replace('{', '').replace('}', '')}" for n in rng.permutation(len(asked))]
    with site.api("founder") as api:
        began = time.perf_counter()
        _ask(api, "What did we say about prices?")
        first = time.perf_counter() - began
        _find(api, mark)
        whole = time.perf_counter() - began
        busy = _times(api, asked[:QUESTIONS])
        asyncio.run(_settled(worker_for(UUID(site.ids["business"]))))
        _find(api, f"{mark} again")
        calm = _times(api, asked[QUESTIONS : 2 * QUESTIONS])
    return {
        "first_after_a_change_ms": round(first * 1000),
        "newest_found_after_ms": round(whole * 1000),
        "while_reading_ms_p50": busy[0],
        "while_reading_ms_p95": busy[1],
        "ms_p50": calm[0],
        "ms_p95": calm[1],
    }


def _find(api: httpx2.Client, words: str) -> None:
    """Ask until the index has the passage that says the first of these words."""
    tries = 0
    while words.split()[0] not in _ask(api, f"{words} {tries}"):
        tries += 1
        time.sleep(0.5)


def _times(api: httpx2.Client, questions: list[str]) -> tuple[float, float]:
    took = []
    for question in questions:
        began = time.perf_counter()
        _ask(api, question)
        took.append((time.perf_counter() - began) * 1000)
    return round(float(np.quantile(took, 0.5)), 1), round(float(np.quantile(took, 0.95)), 1)


def _ask(api: httpx2.Client, question: str) -> str:
    answer = api.post("/search/search_context", json={"query": question}, timeout=600)
    return answer.raise_for_status().text


if __name__ == "__main__":
    main()
