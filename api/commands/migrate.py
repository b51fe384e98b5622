"""`refleqt migrate`: bring the database to the newest schema."""

from __future__ import annotations

import json

import typer

from api.opening import AsJson, DataDir, bring_up, choose, run

app = typer.Typer()


@app.command()
def migrate(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Bring the database to the newest schema. Safe at any time, and by several at once.

    Examples: refleqt migrate; REFLEQT_DATABASE_URL=postgresql://... refleqt migrate --json
    """
    choose(data_dir)
    changed = run(bring_up, schema=False)
    if as_json:
        typer.echo(json.dumps({"changed": changed}))
    else:
        typer.echo("Brought to the newest schema." if changed else "It has the newest schema.")
