"""`refleqt approve`: decide on an act that an answer proposed."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import UUID

import typer

from api.commands.reading import id_of, parse
from api.opening import AsJson, DataDir, choose, run
from core.errors import BadInput
from core.text import printable

app = typer.Typer()


class OneDecision(BadInput):
    """These decisions exclude each other."""


@app.command()
def approve(
    one: Annotated[str, typer.Argument(metavar="ID", help="The proposal, as `ask` printed it")],
    accept: Annotated[bool, typer.Option("--accept", help="Do it; the default")] = False,
    ignore: Annotated[bool, typer.Option("--ignore", help="Leave it undone")] = False,
    edit: Annotated[
        str | None, typer.Option(metavar="JSON", help="Do it with these arguments instead")
    ] = None,
    respond: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Answer in words; they are asked next")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Decide on an act that an answer proposed. The first decision stands.

    Examples: refleqt approve ID; refleqt approve ID --ignore; refleqt approve ID --edit
    '{"text": "other words"}'; refleqt approve ID --respond "A week later, please."
    """
    choose(data_dir)
    wanted = id_of(one)
    decision = _decision(accept, ignore, edit, respond)
    found = run(lambda: _decided(wanted, decision))
    told = printable("\n".join(found["told"]))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else told)


async def _decided(approval_id: UUID, decision: dict[str, Any]) -> dict[str, Any]:
    from api import asking

    return await asking.decide(approval_id, decision)


def _decision(accept: bool, ignore: bool, edit: str | None, respond: str | None) -> dict[str, Any]:
    given = [name for name, each in (("--accept", accept), ("--ignore", ignore),
             ("--edit", edit is not None), ("--respond", respond is not None)) if each]  # fmt: skip
    if len(given) > 1:
        raise OneDecision(f"Got {' and '.join(given)}.", remedy="Give one of them.")
    if edit is not None:
        return {"action": "edit", "arguments": parse(edit, "--edit")}
    if respond is not None:
        return {"action": "respond", "words": respond}
    return {"action": "ignore" if ignore else "accept"}
