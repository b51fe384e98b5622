"""`refleqt score`: a map or a brief against its 28 criteria, from a file."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from core.errors import BadInput
from core.text import printable
from domain import rubric_briefs, rubric_maps
from domain.briefs import Brief
from domain.identity import Tenant
from domain.map_text import render
from domain.maps import ExecutionMap
from domain.rubrics import GOOD, ScoreCard

app = typer.Typer(add_completion=False)
TEXT = typer.Option(help="The text that people read, where it is not what the record renders to")


class FileNotScorable(BadInput):
    """This file holds nothing that can be scored."""


@app.command()
def score(
    kind: Annotated[str, typer.Argument(help="map or brief")],
    file: Annotated[str, typer.Argument(help="JSON of one map or brief; - reads standard input")],
    text: Annotated[Path | None, TEXT] = None,
    tenant: Annotated[Path | None, typer.Option(help="JSON of the business to hide")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout")] = False,
) -> None:
    """Score a map or a brief from 0 to 100, with the missing points; exit 1 below 85.

    Examples: refleqt score brief brief.json --tenant business.json; refleqt score map map.json
    """
    if kind not in ("map", "brief"):
        raise FileNotScorable(f"{kind!r} is neither.", remedy="Say map or brief.", field="kind")
    told = _read(str(text)) if text else ""
    card = _card(kind, _read(file), told, _business(tenant))
    if as_json:
        typer.echo(card.model_dump_json(indent=1))
    else:
        typer.echo(printable("\n".join(lines(card))))
    raise typer.Exit(0 if card.score >= GOOD else 1)


def lines(card: ScoreCard) -> list[str]:
    """A score card for a reader."""
    held = f", held there by {card.missing[0].id}" if card.cap is not None else ""
    found = [f"{card.score} of 100{held}."]
    found += [f"- {one.id} {one.title} ({one.weight}): {one.why}." for one in card.missing]
    if card.unchecked:
        names = ", ".join(f"{one.id} (needs {one.why})" for one in card.unchecked)
        found.append(f"Not checked: {names}.")
    return found


def _card(kind: str, raw: str, text: str, business: Tenant | None) -> ScoreCard:
    try:
        if kind == "map":
            plan = ExecutionMap.model_validate(_record(raw, "map"))
            return rubric_maps.scored(rubric_maps.MapCase(plan, text or render(plan)))
        brief = Brief.model_validate(_record(raw, "brief"))
        return rubric_briefs.score_of(brief, text, tenant=business)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise FileNotScorable(
            f"It is no {kind}: {place}: {first['msg']}.", remedy="Mend that field.", field=place
        ) from wrong


def _record(raw: str, kind: str) -> Any:
    """The record in a JSON text: the whole of it, or what stands under `plan` or `brief`."""
    try:
        found = json.loads(raw)
    except (json.JSONDecodeError, RecursionError) as wrong:
        raise FileNotScorable(f"Not JSON: {wrong}.", remedy="Give one JSON object.") from wrong
    key = "plan" if kind == "map" else "brief"
    return found[key] if isinstance(found, dict) and isinstance(found.get(key), dict) else found


def _business(file: Path | None) -> Tenant | None:
    if file is None:
        return None
    try:
        return Tenant.model_validate_json(_read(str(file)))
    except ValidationError as wrong:
        raise FileNotScorable(
            f"{file} is no business.",
            remedy="Give the JSON that brief-check takes.",
            field="tenant",
        ) from wrong


def _read(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise FileNotScorable(f"{file}: {wrong}.", remedy="Check the file.") from wrong
