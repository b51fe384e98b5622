"""`refleqt slack`: the app's manifest, and Socket Mode for development."""

from __future__ import annotations

import asyncio
import json

import typer

from api.opening import AsJson, DataDir, choose, run
from api.slack_app.description import as_yaml
from core.errors import BadInput
from core.settings import settings
from domain import slack_manifest

app = typer.Typer(no_args_is_help=True)


class NoAppToken(BadInput):
    """Socket Mode needs an app-level token."""


@app.callback()
def about() -> None:
    """The Slack app: print its manifest, or run it over Socket Mode while developing."""


@app.command()
def manifest(as_json: AsJson = False, socket: bool = False) -> None:
    """Print the manifest that Slack asks for when an app is made.

    Examples: `refleqt slack manifest`, `refleqt slack manifest --socket --json`.
    """
    made = slack_manifest.manifest(settings().address, socket=socket)
    typer.echo(json.dumps(made, indent=2) if as_json else as_yaml(made), nl=as_json)


@app.command("socket")
def listen(data_dir: DataDir = None) -> None:
    """Take deliveries over Socket Mode until Ctrl-C; a worker has to run beside it.

    Example: `REFLEQT_SLACK_APP_TOKEN=xapp-... refleqt slack socket`.
    """
    choose(data_dir)
    token = settings().slack_app_token.get_secret_value()
    if not token:
        raise NoAppToken(remedy="Set REFLEQT_SLACK_APP_TOKEN; in production use HTTP.")
    from api import slack

    run(lambda: slack.listen(token, asyncio.Event()))
