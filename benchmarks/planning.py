"""Measures how long a map and a brief take: `python -m benchmarks.planning [--data-dir DIR]`.

Without a directory the demo is run first, in a temporary one. Each step is done again and again in
transactions that are rolled back. Prints JSON: p50 and p95 in seconds of a map (gather, draft,
criticise, render and score) and of a brief (gather, draft, guard, render and score), the parts that
cost most, and the scores. Exits 1 when a bar is missed.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path
from statistics import quantiles
from typing import Any

from langgraph.runtime import Runtime

from api import demo, folder, opening
from api.commands.demo import BUNDLED
from core import clock, settings
from domain import rubric_maps
from domain.access import Actor, worker_for
from domain.map_text import render
from domain.rubric_maps import MapCase
from graphs import briefing, mapping
from memory import plans
from memory.ctx import Ctx, open_ctx
from tools.briefs import BriefId
from tools.scores import score_brief

BARS = {"map": 3.0, "brief": 2.0}
ROUNDS = 20
Timed = dict[str, list[float]]


class _Undone(Exception):
    """Ends a transaction without keeping anything of it."""


async def measure(business: Actor, rounds: int) -> dict[str, Any]:
    """Times of maps and briefs of one business."""
    maps, briefs = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    found: dict[str, Any] = {"map_scores": [], "brief_scores": []}
    for _ in range(rounds):
        found["map_scores"] = await _undone(business, lambda ctx: _a_map(ctx, maps))
        found["brief_scores"] = await _undone(business, lambda ctx: _a_brief(ctx, briefs))
    return {"rounds": rounds, "map": _told(maps), "brief": _told(briefs), **found}


async def _undone(actor: Actor, work: Callable[[Ctx], Awaitable[Any]]) -> Any:
    kept: list[Any] = []
    try:
        async with open_ctx(actor) as ctx:
            kept.append(await work(ctx))
            raise _Undone
    except _Undone:
        return kept[0]


async def _a_map(ctx: Ctx, took: Timed) -> list[int]:
    """A whole proposal as if nothing had been proposed or planned, with the scores of its maps."""
    runtime, whole = Runtime(context=ctx), time.perf_counter()
    state: mapping.State = {"week": "2026-W40"}
    state |= await _step(took, "gather", mapping.gather(state, runtime))
    state["known"] = replace(state["known"], proposed=frozenset(), undecided=0, ahead=())
    state |= await _step(took, "draft", mapping.draft(state, runtime))
    state |= await _step(took, "criticise", mapping.criticise(state))
    began = time.perf_counter()
    known = state["known"]
    scores = [
        rubric_maps.scored(
            MapCase(plan, render(plan), known.ids, known.segments, None, known.free, known.ahead)
        ).score
        for plan in state["proposal"].maps
    ]
    took["render and score"].append(time.perf_counter() - began)
    took["whole"].append(time.perf_counter() - whole)
    return scores


async def _a_brief(ctx: Ctx, took: Timed) -> list[int]:
    """The newest brief once more, with its score."""
    row = (await plans.all_briefs(ctx))[-1]
    runtime, whole = Runtime(context=ctx), time.perf_counter()
    state: briefing.State = {"artifact_id": row.artifact_id}
    state |= await _step(took, "gather", briefing.gather(state, runtime))
    state |= await _step(took, "draft", briefing.draft(state, runtime))
    state |= await _step(took, "guard", briefing.guard(state, runtime))
    scored = await _step(took, "render and score", score_brief(ctx, BriefId(brief_id=row.id)))
    took["whole"].append(time.perf_counter() - whole)
    return [scored.score]


async def _step(took: Timed, name: str, work: Awaitable[Any]) -> Any:
    began = time.perf_counter()
    result = await work
    took[name].append(time.perf_counter() - began)
    return result


def _told(took: Timed) -> dict[str, Any]:
    parts = {name: _middle_and_tail(times) for name, times in took.items()}
    whole = parts.pop("whole")
    dear = sorted(parts.items(), key=lambda part: -part[1]["p50"])
    return {**whole, "parts": dict(dear)}


def _middle_and_tail(times: list[float]) -> dict[str, float]:
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return {"p50": round(cuts[9], 4), "p95": round(cuts[18], 4)}


def main() -> None:
    """Measure, print, and say by the exit status whether both bars are reached."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data-dir", type=Path, help="Where a demo has run already")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="refleqt-planning-") as fresh:
        settings.use(data_dir=given.data_dir or Path(fresh))
        running = demo.opened(folder.read(BUNDLED), lambda _what, _told: None)

        async def work() -> dict[str, Any]:
            if given.data_dir is None:
                await demo.run(running)
            first, _ = running.folder.trainings()
            morning = datetime.combine(first, time_of_day(9), UTC)
            with clock.running(clock.SimulatedClock(morning)):
                return await measure(worker_for(running.business_id), given.rounds)

        found = opening.run(work, chroma=True)
    found["bars"] = BARS
    found["missed"] = [name for name, bar in BARS.items() if found[name]["p95"] > bar]
    print(json.dumps(found, indent=1))
    sys.exit(bool(found["missed"]))


if __name__ == "__main__":
    main()
