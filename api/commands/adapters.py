"""`refleqt adapters`: train a month, check what servers may load, put it back, serve it here."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Annotated, Any

import typer

from api.opening import AsJson, Business, DataDir, choose, run
from core import clock
from core.errors import BadInput
from core.settings import settings
from domain.access import worker_for
from memory.ctx import open_ctx
from tools import businesses

app = typer.Typer(no_args_is_help=True)
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class OpenServer(BadInput):
    """A server without a key listens on loopback alone."""


@app.callback()
def adapters() -> None:
    """Adapters of businesses' models: train, list, check, restore, serve."""


@app.command()
def train(
    month: Annotated[str | None, typer.Option(help="YYYY-MM; left out: this month")] = None,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Train and judge a month now instead of on the 28th, with its adapter where a base is set.

    Example: refleqt adapters train --business gaugewren --month 2026-10
    """
    choose(data_dir)

    async def work() -> list[dict[str, Any]]:
        from cdt import adapters as registry
        from domain.work import TrainCdt
        from jobs import train_cdt, worker

        known = await businesses.known(business)
        name = month or clock.month_of(clock.today())
        async with open_ctx(worker_for(known.id)) as ctx:
            await train_cdt.run(ctx, TrainCdt(month=name))
        await worker.drain()
        async with open_ctx(worker_for(known.id), read_only=True) as ctx:
            return [one for one in await registry.told(ctx) if one["month"] == name]

    _say(run(work, chroma=True), as_json, "No adapter: no base model is set (docs/adapters.md).")


@app.command()
def merge(
    month: Annotated[str, typer.Option(help="YYYY-MM, of the customer's own adapter")],
    method: Annotated[str, typer.Option(help="linear, cat or ties")] = "linear",
    share: Annotated[int, typer.Option(min=1, max=99, help="Percent of the industry's")] = 30,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Merge a month's adapter with its industry's; it answers only if it is no worse, and passes.

    Example: refleqt adapters merge --business gaugewren --month 2026-10 --method ties
    """
    choose(data_dir)

    async def work() -> list[dict[str, Any]]:
        from cdt import adapters as registry
        from domain.work import MergeAdapter
        from jobs import merge_adapter, worker

        known = await businesses.known(business)
        wanted = MergeAdapter(month=month, method=method, share=share)
        await merge_adapter.run(worker_for(known.id), wanted)
        await worker.drain()
        async with open_ctx(worker_for(known.id), read_only=True) as ctx:
            name = merge_adapter.name_of(wanted)
            return [one for one in await registry.told(ctx) if one["month"] == name]

    _say(run(work, chroma=True), as_json, "It was merged so before.")


@app.command("list")
def listed(business: Business = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show what became of each month's adapter.

    Example: refleqt adapters list --business gaugewren
    """
    choose(data_dir)

    async def work() -> list[dict[str, Any]]:
        from cdt import adapters as registry

        known = await businesses.known(business)
        async with open_ctx(worker_for(known.id), read_only=True) as ctx:
            return await registry.told(ctx)

    _say(run(work), as_json, "No adapter was trained yet.")


@app.command()
def restore(business: Business = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Put back, from the sealed archives, what servers' folder has lost.

    Example: refleqt adapters restore --business gaugewren
    """
    choose(data_dir)

    async def work() -> list[dict[str, Any]]:
        from cdt import adapters as registry

        known = await businesses.known(business)
        async with open_ctx(worker_for(known.id)) as ctx:
            return [{"name": name, "status": "restored"} for name in await registry.restore(ctx)]

    _say(run(work), as_json, "Nothing was missing.")


@app.command()
def check(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Hold every adapter that servers may load against its checksums; exit 1 where one is refused.

    Example: refleqt adapters check --json
    """
    from cdt import adapters as registry

    choose(data_dir)
    base = asyncio.run(_base_hash())
    found = registry.checked(settings().adapters, base)
    _say(found, as_json, "There are none.")
    if any(one["status"] != "sound" for one in found):
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 = any that is free")] = 8322,
    most: Annotated[int, typer.Option(min=2, max=512, help="Adapters held in memory")] = 8,
    pin: Annotated[list[str] | None, typer.Option(help="An adapter that stays in memory")] = None,
    data_dir: DataDir = None,
) -> None:
    """Serve the base model and its adapters on this machine's processor, in OpenAI's HTTP shape.

    Example: refleqt adapters serve --port 8322, with REFLEQT_BASE_MODEL_API_BASE set to
    http://127.0.0.1:8322/v1
    """
    from cdt import trainer

    choose(data_dir)
    chosen = settings()
    key = chosen.base_model_api_key.get_secret_value()
    if not key and host not in LOOPBACK:
        raise OpenServer(remedy="Set REFLEQT_BASE_MODEL_API_KEY.", field="host", value=host)
    told = {
        "base": f"{trainer.base().absolute()}", "store": f"{chosen.adapters.absolute()}",
        "name": chosen.base_model, "host": host, "port": port, "most": most,
        "pinned": pin or [], "key": key,
    }  # fmt: skip
    command = trainer.command("cdt.serve_local")
    reading, writing = os.pipe()
    os.write(writing, f"{json.dumps(told)}\n".encode())
    os.close(writing)
    os.dup2(reading, 0)
    os.execv(command[0], command)  # this process becomes the server, so that nothing outlives it


async def _base_hash() -> str | None:
    from cdt import trainer

    return await trainer.known_base() if settings().base_model_path else None


def _say(found: list[dict[str, Any]], as_json: bool, none: str) -> None:
    if as_json:
        typer.echo(json.dumps({"items": found}, default=str))
        return
    for one in found:
        words = (one.get("month"), one.get("name") or "-", one["status"], one.get("reason"))
        typer.echo("  ".join(str(word) for word in words if word))
    if not found:
        typer.echo(none)
