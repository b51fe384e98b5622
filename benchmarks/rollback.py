"""Measures going back to an older version: `python -m benchmarks.rollback`.

Two versions with an adapter each, served by a scripted server that says which adapter it was asked
for. Prints JSON: the milliseconds from the decision until the older adapter answers, as another
process sees it (nothing tells it), those of the decision alone, and whether the older version and
what it answers are the same bytes as before. Exits 1 when a bar is missed.
"""

import asyncio
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Text, cast, select

from cdt import gateway, release
from cdt.calls import Meter
from cdt.model_says import Reply, Say
from cdt.model_server import running
from core import settings, telemetry
from core.ids import new_id
from domain.access import Actor
from memory import db, migrate, people, releases, server
from memory.ctx import open_ctx
from prompts.library import Rendered

WORDS = Rendered("bench/rollback", 1, "0", "domain.asking.Reply", "Answer.", "<x></x>")
ROUNDS, BAR_MS, WEIGHTS = 20, 1_000.0, 600
ASKED = {"temperature": 0, "messages": [{"role": "user", "content": "What next?"}]}
OLDER, NEWER = 1, 2


def brain(body: Mapping[str, Any]) -> Reply:
    """Says which adapter it was asked for."""
    return Say(f"{body['model']} says: lead with audit.")


async def answer(founder: Actor) -> tuple[str, int | None]:
    """What the business's model says, and the version that said it."""
    meter = Meter(WORDS, founder.business_id)
    reply = await gateway.send(ASKED, meter)
    return reply["choices"][0]["message"]["content"], meter.calls[-1].cdt_version


async def manifest(founder: Actor, version: int) -> str:
    """The hash over the bytes of a version's manifest as the database holds them."""
    table = releases.cdt_versions
    query = select(cast(table.c.manifest, Text)).where(table.c.version == version)
    async with open_ctx(founder) as ctx:
        return hashlib.sha256(str(await ctx.value(query)).encode()).hexdigest()


async def decide(founder: Actor, version: int) -> None:
    """Go to a version, signed and written."""
    async with open_ctx(founder) as ctx:
        await release.rule(ctx, founder, "roll_back", version, "release", "It reads worse.")


async def until(founder: Actor, version: int) -> str:
    """Ask until a version answers; returns what it says."""
    while True:
        words, by = await answer(founder)
        if by == version:
            return words


@asynccontextmanager
async def two_versions() -> AsyncIterator[Actor]:
    """A business in a new database; its older version answered, the newer one answers."""
    await migrate.migrate()
    founder = Actor("founder", user_id=new_id(), business_id=new_id())
    async with open_ctx(founder) as ctx:
        await people.make_business(ctx, {"name": "Bench", "slug": "bench"})
        for version in (OLDER, NEWER):
            row = {
                "version": version, "name": f"cdt-{version}", "verdict": "release", "reason": "r",
                "adapter": f"cdt-0123456789ab-v{version}-01234567",
                "manifest": {"preference": {"mean": [version / 7] * WEIGHTS}, "trained_on": []},
            }  # fmt: skip
            await releases.keep_version(ctx, row)
            await release.promote(ctx, version)
    try:
        yield founder
    finally:
        await db.close()


async def measure() -> dict[str, Any]:
    """All figures."""
    seen, decided = [], []
    async with two_versions() as founder:
        await decide(founder, OLDER)
        before = (await until(founder, OLDER), await manifest(founder, OLDER))
        same = True
        for _ in range(ROUNDS):
            await decide(founder, NEWER)
            await until(founder, NEWER)
            began = time.perf_counter()
            await decide(founder, OLDER)
            decided.append((time.perf_counter() - began) * 1000)
            words = await until(founder, OLDER)
            seen.append((time.perf_counter() - began) * 1000)
            same = same and before == (words, await manifest(founder, OLDER))
    seen.sort()
    decided.sort()
    return {
        "rounds": ROUNDS, "decided_ms_p50": round(decided[ROUNDS // 2], 1),
        "answers_ms_p50": round(seen[ROUNDS // 2], 1), "answers_ms_most": round(seen[-1], 1),
        "bar_ms": BAR_MS, "same_bytes": same,
    }  # fmt: skip


def main() -> None:
    """Measure, print, and say by the exit status whether all bars are reached."""
    import_module("core.start")  # environment switches, before LiteLLM is imported
    with tempfile.TemporaryDirectory(prefix="refleqt-rollback-") as folder, running(brain) as it:
        settings.use(
            data_dir=Path(folder), log_level="ERROR", base_model="base", base_model_api_base=it.url,
            base_model_api_key="k",
        )  # fmt: skip
        telemetry.configure()
        with server.held():
            found = asyncio.run(measure())
    found["missed"] = [
        name
        for name, bad in (
            ("answers_ms_most", found["answers_ms_most"] > BAR_MS),
            ("same_bytes", not found["same_bytes"]),
        )
        if bad
    ]
    print(json.dumps(found, indent=1))
    sys.exit(bool(found["missed"]))


if __name__ == "__main__":
    main()
