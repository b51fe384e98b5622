"""`refleqt demo`: the whole loop on a business's files, on the simulated clock."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from api import account, demo, folder
from api.opening import AsJson, DataDir, choose, run
from core.text import printable

app = typer.Typer()
BUNDLED = Path(__file__).resolve().parents[2] / "examples" / "gaugewren"


@app.command()
def demonstrate(
    source: Annotated[
        Path | None,
        typer.Option("--from", help="A folder of your files; without it a bundled business"),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Run the whole loop on real input: what is learned, planned, made, paid and earned.

    A second call goes on where the first stopped, and tells the same account.

    Examples: refleqt demo; refleqt demo --from my-business --json
    """
    choose(data_dir)
    found = folder.read(source or BUNDLED)

    async def work() -> dict[str, object]:
        await demo.run(running)
        return await account.document(running)

    with demo.shown(found.name) as say:
        running = demo.opened(found, say)
        told = run(work, chroma=True)
    if as_json:
        json.dump(told, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        about = f"{found.name}: {found.description.what or 'a business'}"
        typer.echo(printable("\n".join([about, *account.lines(told)])))
