"""What taking in a backlog costs: `python -m benchmarks.ingest FILE...`; JSON lines with "text".

In one run: the raw embedding of the texts in one go, by the encoder that Refleqt uses and as Chroma
pads by default (256 tokens a text); reading them (extraction, passages, signs); and the product's
whole way, from submitting notes to the last job (words sealed, read, indexed, themes, beliefs).
Set OPENBLAS_NUM_THREADS=1 for it, as every entry point does (`core/start.py`). Prints JSON with
ratios to the raw embedding, pieces of work and external calls an input.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import func, select

from cdt import embed as encoder
from core import settings
from core.ids import new_id
from domain.access import worker_for
from domain.language.extraction import draft, draft_many
from jobs import worker
from memory import models, server
from memory.ctx import open_ctx
from tools import businesses
from tools.vents import Vent, VentBatch, submit_vents

BAR = 1.5
PADDED, BATCH = 256, 32
AT_ONCE = 100


def main() -> None:
    """Measure each file and print one JSON document."""
    texts = [
        json.loads(line)["text"]
        for name in sys.argv[1:]
        for line in Path(name).read_text("utf-8").splitlines()
    ]
    texts = list(dict.fromkeys(text for text in texts if text.strip()))
    draft("Warm: the first text pays for loading.", encoder.READER)
    found: dict[str, Any] = {"texts": len(texts), "characters": sum(map(len, texts))}
    found["raw_embedding"] = raw = timed(lambda: encoder.embed(texts))
    found["padded_embedding"] = padded = timed(lambda: _padded(texts))
    found["reading"] = timed(lambda: draft_many(texts, encoder.READER))
    encoder._reads.rows.clear()
    with tempfile.TemporaryDirectory(prefix="refleqt-ingest-") as folder:
        settings.use(data_dir=Path(folder))
        with server.held(chroma=False):
            found |= asyncio.run(_product(texts))
    for name in ("reading", "product"):
        for base, seconds in (("raw", raw), ("padded", padded)):
            found[f"{name}_over_{base}"] = {
                key: round(found[name][key] / seconds[key], 2) for key in seconds
            }
    print(json.dumps(found | {"bar": BAR}, indent=1))


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock and of processor."""
    wall, used = time.perf_counter(), time.process_time()
    work()
    return {
        "seconds": round(time.perf_counter() - wall, 3),
        "processor": round(time.process_time() - used, 3),
    }


def _padded(texts: list[str]) -> None:
    """Every text padded to 256 tokens, 32 at a time, as Chroma's default function does it."""
    model = encoder._loaded()
    for first in range(0, len(texts), BATCH):
        entries = model.tokenizer.encode_batch(texts[first : first + BATCH])
        ids = np.zeros((len(entries), PADDED), np.int64)
        mask = np.zeros_like(ids)
        for row, entry in enumerate(entries):
            ids[row, : len(entry.ids)] = entry.ids
            mask[row, : len(entry.ids)] = 1
        model.session.run(["emb"], {"ids": ids, "mask": mask})


async def _product(texts: list[str]) -> dict[str, Any]:
    from memory import db, migrate

    await migrate.migrate()
    actor = worker_for(new_id())
    async with open_ctx(actor) as ctx:
        await businesses.found(ctx, "bench ingest")
    await worker.drain()
    worker.warm()  # as a process that serves does before its first job
    wall, used = time.perf_counter(), time.process_time()
    for first in range(0, len(texts), AT_ONCE):
        async with open_ctx(actor) as ctx:
            vents = [
                Vent.model_validate({"text": text, "visibility": "team"})
                for text in texts[first : first + AT_ONCE]
            ]
            await submit_vents(ctx, VentBatch(vents=vents))
    submitted = time.perf_counter() - wall
    ran = await worker.drain()
    spent = {
        "seconds": round(time.perf_counter() - wall, 3),
        "processor": round(time.process_time() - used, 3),
    }
    async with open_ctx(actor, read_only=True) as ctx:
        calls = await ctx.value(select(func.count()).select_from(models.model_calls))
    await db.close()
    return {
        "product": spent, "submitting_seconds": round(submitted, 3),
        "pieces_of_work_an_input": round(ran / len(texts), 2),
        "external_calls_an_input": round((calls or 0) / len(texts), 2),
    }  # fmt: skip


if __name__ == "__main__":
    main()
