"""`refleqt reviewer`: let a person vet those who apply as creators, or no longer."""

from __future__ import annotations

from typing import Annotated

import typer

from api.opening import AsJson, DataDir, choose, run
from memory.ctx import open_ctx
from tools import accounts, operators

app = typer.Typer()


@app.command()
def reviewer(
    email: Annotated[str, typer.Argument(help="Address of somebody who has an account")],
    remove: Annotated[bool, typer.Option("--remove", help="Take it back")] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Let a person read and answer the applications of those who want to work as creators.

    Examples: refleqt reviewer ada@example.com; refleqt reviewer ada@example.com --remove
    """
    choose(data_dir)
    told: operators.Vetter = run(lambda: _set(email, vets=not remove))
    if as_json:
        typer.echo(told.model_dump_json())
    elif told.vets:
        typer.echo(f"{told.email} vets those who apply as creators. After signing in: /reviews")
    else:
        typer.echo(f"{told.email} does not vet any more.")


async def _set(email: str, *, vets: bool) -> operators.Vetter:
    async with open_ctx(accounts.stranger()) as ctx:
        return await operators.set_reviewer(ctx, email, vets=vets)
