"""`refleqt migrate`: bring the database to the newest schema."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from api.opening import AsJson, DataDir, bring_up, choose, run
from jobs import worker

app = typer.Typer()


@app.command()
def migrate(
    data_dir: DataDir = None,
    as_json: AsJson = False,
    take_back: Annotated[bool, typer.Option("--take-back", hidden=True)] = False,
) -> None:
    """Bring the database to the newest schema. Safe at any time, and by several at once.

    Examples: refleqt migrate; REFLEQT_DATABASE_URL=postgresql://... refleqt migrate --json
    """
    choose(data_dir)
    changed = run(_taken_back if take_back else bring_up, schema=False)
    if as_json:
        typer.echo(json.dumps({"changed": changed}))
    else:
        typer.echo("Brought to the newest schema." if changed else "It has the newest schema.")


async def _taken_back() -> bool:
    """Also take back the work that killed workers had begun. Where no other worker can be."""
    changed = await bring_up()
    await worker.recover()
    return changed
