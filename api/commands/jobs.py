"""`refleqt jobs`: what waits, what failed for good, and giving it another chance."""

from __future__ import annotations

from typing import Annotated

import typer

from api.opening import AsJson, DataDir, choose, run
from core.errors import BadInput
from domain.access import Actor
from memory.ctx import open_ctx
from tools.base import Answer
from tools.operations import (
    DeadLetterLine,
    JobCount,
    Replay,
    Which,
    list_dead_letters,
    list_jobs,
    replay_jobs,
)

app = typer.Typer()


class NotANumber(BadInput):
    """A job is named by its number."""


class Jobs(Answer):
    """What the queue holds, what failed for good, and how much of it waits again."""

    waiting: list[JobCount]
    dead: list[DeadLetterLine]
    replayed: int = 0


@app.command()
def jobs(
    replay: Annotated[
        list[str] | None, typer.Option(help="Number of a failed job, or `all`; may be repeated")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Say what waits and what failed for good; --replay gives failed jobs another chance.

    Examples: refleqt jobs; refleqt jobs --replay 17 --replay 18; refleqt jobs --replay all --json
    """
    choose(data_dir)
    found = run(lambda: _jobs(replay or []))
    typer.echo(found.model_dump_json() if as_json else _account(found))


async def _jobs(replay: list[str]) -> Jobs:
    async with open_ctx(Actor("operator")) as ctx:
        count = 0
        if replay:
            dead = await list_dead_letters(ctx, Which(limit=1000))
            ids = [one.id for one in dead.items] if "all" in replay else _numbers(replay)
            count = (await replay_jobs(ctx, Replay(ids=ids))).replayed if ids else 0
        waiting = await list_jobs(ctx, Which(limit=100))
        dead = await list_dead_letters(ctx, Which(limit=100))
    return Jobs(waiting=waiting.items, dead=dead.items, replayed=count)


def _numbers(given: list[str]) -> list[int]:
    for each in given:
        if not each.isdecimal():
            remedy = "Give a number that `refleqt jobs` lists, or all."
            raise NotANumber(repr(each), remedy=remedy, field="replay", value=each)
    return [int(each) for each in given]


def _account(found: Jobs) -> str:
    lines = [f"{found.replayed} failed jobs wait again."] if found.replayed else []
    lines += [f"{one.count:6} {one.status:9} {one.job}" for one in found.waiting]
    lines += [
        f"failed for good: {one.id} {one.job} of {one.business_id}, since {one.created_at:%F %R}"
        for one in found.dead
    ]
    if found.dead:
        lines.append("When what broke them is mended: refleqt jobs --replay all")
    return "\n".join(lines) or "Nothing waits, nothing failed."
