"""`refleqt operator`: let a person run this installation, or no longer."""

from __future__ import annotations

from typing import Annotated

import typer

from api.opening import AsJson, DataDir, choose, run
from memory.ctx import open_ctx
from tools import accounts, operators

app = typer.Typer()


@app.command()
def operator(
    email: Annotated[str, typer.Argument(help="Address of somebody who has an account")],
    remove: Annotated[bool, typer.Option("--remove", help="Take it back")] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Let a person see jobs, queues, costs and erasures of this installation; no words of anybody.

    Examples: refleqt operator ada@example.com; refleqt operator ada@example.com --remove
    """
    choose(data_dir)
    told: operators.Operating = run(lambda: _set(email, runs=not remove))
    if as_json:
        typer.echo(told.model_dump_json())
    elif told.operator:
        typer.echo(f"{told.email} runs this installation. After signing in: /operations")
    else:
        typer.echo(f"{told.email} does not run this installation any more.")


async def _set(email: str, *, runs: bool) -> operators.Operating:
    async with open_ctx(accounts.stranger()) as ctx:
        return await operators.set_operator(ctx, email, runs=runs)
