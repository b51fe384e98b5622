"""`refleqt modes`: how far maps and suggestions may go beyond their evidence."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.models import as_founder
from api.opening import AsJson, Business, DataDir, choose, run
from domain.asking import Mode
from tools.base import Nothing
from tools.modes import ModeChoice, ModesRead, choose_modes, read_modes

app = typer.Typer()


@app.command()
def modes(
    maps: Annotated[Mode | None, typer.Option(help="strict, adaptive or creative")] = None,
    suggestions: Annotated[Mode | None, typer.Option(help="strict, adaptive or creative")] = None,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show or choose how far maps and suggestions may go beyond their evidence.

    strict: only what evidence carries. adaptive: what is read into it as well. creative: ideas that
    nothing forbids too, each marked as one. What exists keeps the mode that it was made in.

    Examples: refleqt modes; refleqt modes --maps strict --suggestions creative
    """
    choose(data_dir)
    choice = ModeChoice(map=maps, suggestion=suggestions)
    changes = choice != ModeChoice()
    found: ModesRead = run(
        as_founder(
            lambda ctx: choose_modes(ctx, choice) if changes else read_modes(ctx, Nothing()),
            business,
            read_only=not changes,
        )
    )
    told = f"Maps: {found.map}. Suggestions: {found.suggestion}."
    typer.echo(found.model_dump_json() if as_json else told)
