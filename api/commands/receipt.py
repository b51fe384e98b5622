"""`refleqt receipt`: from any output back to the sentence that it rests on, and forward again."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.reading import id_of
from api.opening import AsJson, DataDir, choose, run
from core.text import printable
from memory.ctx import open_ctx
from tools import businesses
from tools.receipts import NothingByThatId, OneId, Receipt, read_receipt

app = typer.Typer()


@app.command()
def receipt(
    one: Annotated[str, typer.Argument(metavar="ID", help="An id from any output of Refleqt")],
    business: Annotated[
        str | None, typer.Option(help="Id, slug or name; without it all are searched")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show what something rests on, step by step, and what rests on it.

    Examples: refleqt receipt 816a0f37-9717-5cce-a3c6-2ec8057c26db; refleqt receipt ID --json
    """
    choose(data_dir)
    wanted = id_of(one)

    async def work() -> Receipt:
        known = await businesses.named(business) if business else None
        for each in [known] if known else await businesses.listed():
            founder = await businesses.founder_of(each)
            async with open_ctx(founder, read_only=True) as ctx:
                try:
                    return await read_receipt(ctx, OneId(id=wanted))
                except NothingByThatId:
                    continue
        raise NothingByThatId(
            f"{wanted}.", field="id", value=one, remedy="Take an id from any output, as it stands."
        )

    found = run(work)
    typer.echo(found.model_dump_json() if as_json else printable("\n".join(lines(found))))


def lines(found: Receipt) -> list[str]:
    """The receipt for a reader."""
    told = []
    for place, step in enumerate(found.chain):
        day = f"{step.at:%-d %b %Y}, " if step.at else ""
        told.append(f"{'  ' * place}{step.kind} ({day}{step.why})")
        told.append(f"{'  ' * place}  {step.text}")
        told.append(f"{'  ' * place}  {step.id}")
    if found.forward:
        told += ["", "What rests on it:", *(f"  {one.kind} {one.id}" for one in found.forward)]
    return told
