"""`refleqt worker`: do the queued work, and hand over what falls due."""

from __future__ import annotations

import asyncio
import json
import signal
from typing import Annotated

import typer

from api.opening import AsJson, DataDir, choose, run
from api.supervisor import Tied, tie
from jobs import schedule
from jobs import worker as engine

app = typer.Typer()


@app.command()
def worker(
    drain: Annotated[
        bool, typer.Option("--drain", help="Do what is due now, then end; for scripts")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
    tied: Tied = False,
) -> None:
    """Do queued work and hand over what falls due, until Ctrl-C. Run as many as you like.

    Examples: refleqt worker; refleqt worker --drain --json
    """
    choose(data_dir)
    done = run(_drain if drain else lambda: _serve(tied))
    if as_json:
        typer.echo(json.dumps({"jobs": done}))
    elif drain:
        typer.echo(f"{done} pieces of work done.")


async def _drain() -> int:
    await schedule.tick()
    return await engine.drain()


async def _serve(tied: bool) -> int | None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    if tied:
        tie()
    ticking = asyncio.create_task(schedule.run(stop))
    try:
        await engine.run(stop)
    finally:
        stop.set()
        await ticking
    return None
