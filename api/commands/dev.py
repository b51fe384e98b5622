"""`refleqt dev`: what only developers need."""

import threading
from pathlib import Path
from typing import Annotated

import typer

from cdt import model_script
from cdt.model_server import running
from prompts import library

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def dev() -> None:
    """Tools for developers: a scripted model server, the lock of the prompts, the catalogues."""


@app.command("model-server")
def model_server(
    script: Annotated[Path | None, typer.Option(help="TOML of rules; left out: agrees")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 0,
) -> None:
    """Serve a scripted, OpenAI-compatible model on loopback until Ctrl-C.

    Example: refleqt dev model-server --script rules.toml --port 8901
    """
    rules = model_script.read(script) if script else model_script.Script()
    with running(model_script.brain(rules), port, rules.pace) as server:
        typer.echo(f"REFLEQT_MODEL=openai/scripted REFLEQT_MODEL_API_BASE={server.url}")
        threading.Event().wait()


@app.command("texts")
def texts() -> None:
    """Bring the catalogues of the pages up to date with the code; says what is untranslated.

    Example: refleqt dev texts
    """
    from api.web import texts

    for name in texts.LANGUAGES:
        if name != "en":
            catalogue = texts.update(name)
            bare = [str(message.id) for message in catalogue if message.id and not message.string]
            typer.echo(f"{name}: {len(catalogue)} texts, {len(bare)} without a translation.")


@app.command("lock-prompts")
def lock_prompts() -> None:
    """Write prompts/prompts.lock; refused where words changed and their version did not.

    Example: refleqt dev lock-prompts
    """
    library.lock()
    typer.echo(f"{len(library.names())} prompts are locked.")
