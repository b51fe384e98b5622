"""Reading vents of the bundled business: the complaint that returns in other words is one theme."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from domain.access import Actor
from graphs.base import run
from graphs.extraction import graph
from memory import context
from memory.ctx import Ctx
from tools.vents import Vent, submit_vent

VENTS = Path(__file__).parents[2] / "examples" / "gaugewren" / "vents.jsonl"
PLANTED = {"v007", "v021", "v034", "v048", "v062"}


@pytest.fixture
def worker(ctx: Ctx) -> Ctx:
    """The code that works for the business, in the same transaction."""
    return Ctx(Actor("worker", business_id=ctx.business_id), ctx.db)


async def test_a_complaint_in_other_words_returns_to_its_theme(ctx: Ctx, worker: Ctx) -> None:
    names = {}
    for line in VENTS.read_text("utf-8").splitlines():
        row = json.loads(line)
        vent = Vent(text=row["text"], at=datetime.fromisoformat(row["at"]))
        if row["visibility"] != "off_record":
            kept = await submit_vent(ctx, vent)
            names[kept.id] = row["id"]
            await run(graph, worker, {"source_kind": "vent", "source_ids": [kept.id]})
    themes = [
        {names[quote.source_id] for quote in await context.quotes_of(ctx, theme.id)}
        for theme in await context.recurring(ctx, 2)
    ]
    (found,) = [theme for theme in themes if theme & PLANTED]
    assert found >= PLANTED
    assert len(found - PLANTED) <= 1


async def test_reading_an_input_again_adds_nothing(ctx: Ctx, worker: Ctx) -> None:
    kept = await submit_vent(ctx, Vent(text="The ad account eats money and brings nobody."))
    for _ in range(2):
        await run(graph, worker, {"source_kind": "vent", "source_ids": [kept.id]})
    (theme,) = await context.recurring(ctx, 1)
    assert theme.count == 1
