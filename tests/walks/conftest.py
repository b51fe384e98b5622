"""Every walk runs twice: with drafts only, and with a scripted model behind the real path to it.

Nothing is rolled back here: a walk commits like a door and a worker do, for a business of its own.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cdt import model_script
from cdt.model_server import ModelServer, running
from core import clock, settings
from domain.access import Actor
from jobs import worker
from memory import people, queue
from memory.ctx import Ctx, open_ctx
from memory.events import events

SCRIPT = Path(__file__).with_name("minds.toml")


@dataclass
class Walk:
    """A business, its founder, the clock, and the scripted model where there is one."""

    founder: Actor
    clock: clock.SimulatedClock
    server: ModelServer | None

    @property
    def refined(self) -> bool:
        """Whether a model is configured."""
        return self.server is not None

    def open(self) -> Any:
        """A transaction of the founder's."""
        return open_ctx(self.founder)

    async def work(self, *work: Any) -> None:
        """Enqueue what is given, then do all that waits and follows."""
        async with self.open() as ctx:
            await queue.enqueue(ctx, list(work))
        await worker.drain()

    async def facts(self, name: str) -> list[dict[str, Any]]:
        """What the log says of one kind of event, in order."""
        async with self.open() as ctx:
            query = select(events.c.payload).where(events.c.name == name).order_by(events.c.seq)
            return [row.payload for row in await ctx.rows(query)]

    async def minds(self) -> dict[str, set[str]]:
        """By prompt, who gave the answers: `draft`, `model` or both; empty without a model."""
        found: dict[str, set[str]] = {}
        for fact in await self.facts("DraftRefined"):
            found.setdefault(fact["prompt_id"], set()).add(fact["by"])
        return found


@pytest.fixture(params=["drafts", "model"])
async def walk(
    request: pytest.FixtureRequest,
    _pool: None,
    simulated: clock.SimulatedClock,
    founder: Actor,
) -> AsyncIterator[Walk]:
    """A new business, once without a model and once with one configured by settings."""
    async with open_ctx(founder) as ctx:
        await _found(ctx)
    if request.param == "drafts":
        yield Walk(founder, simulated, None)
        return
    with running(model_script.brain(model_script.read(SCRIPT))) as server:
        settings.use(model="openai/scripted", model_api_base=server.url)
        yield Walk(founder, simulated, server)
        settings.use(model="", model_api_base="")


async def _found(ctx: Ctx) -> None:
    slug = f"walk-{ctx.business_id.hex[-12:]}"
    await people.make_business(ctx, {"name": "Quillmark", "slug": slug})
