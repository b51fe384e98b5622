"""`refleqt brief-check`: hold a brief against the business that it must not name."""

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from core.errors import BadInput
from core.text import printable
from domain.anonymity import leaks
from domain.identity import Tenant, identity
from domain.leak_report import WAYS, way_out

app = typer.Typer(add_completion=False)


class FileNotUsable(BadInput):
    """This file cannot be used."""


@app.command()
def brief_check(
    brief: Annotated[str, typer.Argument(help="Text, Markdown or JSON; - reads standard input")],
    tenant: Annotated[str | None, typer.Option(help="JSON of one business")] = None,
    tenants: Annotated[str | None, typer.Option(help="JSON of businesses by name")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One case a line, with --tenants")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout")] = False,
) -> None:
    """Hold a brief against the business that it must not name; exit 1 when it is blocked.

    Example: refleqt brief-check --tenant business.json brief.md --json
    """
    if jsonl:
        if not tenants:
            raise FileNotUsable("--jsonl was given alone.", remedy="Add --tenants FILE.")
        _warm()
        results = [_checked_line(case) for case in _cases(brief, _businesses(tenants))]
        for result in results:
            typer.echo(json.dumps(result, ensure_ascii=False))
        raise typer.Exit(1 if any(result["blocked"] for result in results) else 0)
    if not tenant:
        raise FileNotUsable("No business was named.", remedy="Add --tenant FILE.")
    business = _tenant(tenant, 1, _json(tenant))
    text = _read(brief)
    _warm()
    result = checked(business, text)
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False))
    else:
        _show(result)
    raise typer.Exit(1 if result["blocked"] else 0)


def checked(business: Tenant, brief: object) -> dict[str, Any]:
    """The document of the contract: blocked, leaks, milliseconds that the check took."""
    start = perf_counter()
    found = leaks(business, brief)
    took = (perf_counter() - start) * 1000
    return {
        "blocked": bool(found),
        "leaks": [leak.model_dump() for leak in found],
        "milliseconds": round(took, 3),
    }


def _checked_line(case: tuple[object, Tenant, object]) -> dict[str, Any]:
    name, business, brief = case
    identity(business)
    return {"id": name, **checked(business, brief)}


def _warm() -> None:
    """Loads word lists and libraries, so that `milliseconds` is the check and not the start."""
    leaks({"name": "Qwzxa"}, "Nobody says qwzxe.")


def _read(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as wrong:
        raise FileNotUsable(f"{file}: {wrong.strerror}.", remedy="Check the path.") from wrong
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise FileNotUsable(
            f"{file}, line {line}: not UTF-8.", remedy="Save it as UTF-8."
        ) from wrong


def _json(file: str) -> Any:
    return _parsed(file, 1, _read(file))


def _parsed(file: str, line: int, text: str) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as wrong:
        at = line + getattr(wrong, "lineno", 1) - 1
        raise FileNotUsable(
            f"{file}, line {at}, value {text[:40]!r}: {wrong}", remedy="Repair the JSON."
        ) from wrong


def _tenant(file: str, line: int, told: object) -> Tenant:
    try:
        return Tenant.model_validate(told)
    except ValidationError as wrong:
        raise FileNotUsable(
            f"{file}, line {line}, value {str(told)[:40]!r}: no object of a business.",
            remedy='Use {"name": ..., "aliases": [...], ...}.',
        ) from wrong


def _businesses(file: str) -> dict[str, Tenant]:
    told = _json(file)
    if not isinstance(told, dict):
        raise FileNotUsable(f"{file}, line 1: no object.", remedy='Use {"name": {...}, ...}.')
    return {str(name): _tenant(file, 1, one) for name, one in told.items()}


def _cases(file: str, businesses: dict[str, Tenant]) -> list[tuple[object, Tenant, object]]:
    cases = []
    for number, line in enumerate(_read(file).split("\n"), start=1):
        if not line.strip():
            continue
        case = _parsed(file, number, line)
        name = case.get("tenant") if isinstance(case, dict) else None
        if not isinstance(case, dict) or "brief" not in case:
            raise FileNotUsable(
                f"{file}, line {number}, field brief: missing.", remedy="Add the brief."
            )
        if isinstance(name, dict):
            business = _tenant(file, number, name)
        elif str(name) in businesses:
            business = businesses[str(name)]
        else:
            raise FileNotUsable(
                f"{file}, line {number}, field tenant, value {name!r}: not among the businesses.",
                remedy="Name one that stands in the --tenants file.",
            )
        cases.append((case.get("id"), business, case["brief"]))
    return cases


def _show(result: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console()
    if not result["blocked"]:
        console.print(f"Clean: names nobody ({result['milliseconds']:.0f} ms).")
        return
    console.print(f"Blocked: {len(result['leaks'])} leaks.")
    for leak in result["leaks"]:
        told = f"  {leak['where']}: “{leak['text']}” points to {leak['points_to']} ({leak['rule']})"
        console.print(printable(told), markup=False, highlight=False)
        console.print(f"    {WAYS[way_out(leak['rule'])]}", markup=False, highlight=False)
