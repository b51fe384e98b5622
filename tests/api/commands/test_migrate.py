"""`refleqt migrate`: safe at any time."""

from pathlib import Path

from sqlalchemy import text

from domain.access import Actor
from domain.work import ComputeDelta
from jobs import worker
from memory import queue
from memory.ctx import open_ctx
from tests.api.commands.running import refleqt


def test_a_database_that_is_up_to_date_stays_as_it_is(data_dir: Path) -> None:
    done = refleqt("migrate", "--json")
    assert (done.code, done.document) == (0, {"changed": False})


async def test_work_of_a_killed_server_is_taken_back_at_once(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await queue.enqueue(ctx, [ComputeDelta(month="2026-10")])
        picked = "update pgqueuer set status = 'picked', updated = now(), heartbeat = now()"
        await ctx.db.execute(text(picked))
    assert await worker.drain() == 0
    assert refleqt("migrate", "--take-back").code == 0
    assert await worker.drain() == 1


def test_help_shows_how_to_use_it(data_dir: Path) -> None:
    assert "REFLEQT_DATABASE_URL" in refleqt("migrate", "--help").out
