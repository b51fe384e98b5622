"""`refleqt interview`: a profile out of questions and answers, and what to ask next."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from api.commands.reading import WrongField, parse, read_text
from core.text import printable, shorten
from domain.interview import FIELDS, InterviewResult, Turn
from domain.language.answers import read

app = typer.Typer()


@app.command()
def interview(
    file: Annotated[str, typer.Argument(help="An interview as JSON, a list of them, or -")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout")] = False,
) -> None:
    """Read a founder interview into a profile, offline, and say what to ask next.

    Examples: refleqt interview answers.json --json; cat answers.json | refleqt interview -
    """
    given = parse(read_text(file), file)
    several = isinstance(given, list)
    results = [
        _read(row, file, place) for place, row in enumerate(given if several else [given], 1)
    ]
    if not as_json:
        typer.echo(printable("\n\n".join(_account(result) for result in results)))
        return
    rows = [result.model_dump(mode="json") for result in results]
    typer.echo(json.dumps(rows if several else rows[0], ensure_ascii=False))


def _read(row: Any, file: str, place: int) -> InterviewResult:
    if not isinstance(row, dict) or not isinstance(row.get("turns"), list):
        raise WrongField(
            f"file={file} line={place} field=turns value={shorten(repr(row), 40)}.",
            remedy='Give {"id": ..., "turns": [{"question": ..., "answer": ...}]}.',
        )
    try:
        turns = [Turn.model_validate(turn) for turn in row["turns"]]
    except ValidationError as wrong:
        first = wrong.errors()[0]
        at = ".".join(str(part) for part in first["loc"]) or "turns"
        raise WrongField(
            f"file={file} line={place} field={at} value={shorten(repr(first['input']), 40)}.",
            remedy="question is a string; answer is a string or null.",
        ) from wrong
    return read(turns, str(row.get("id", "")))


def _account(result: InterviewResult) -> str:
    lines = [f"{result.id or 'interview'}: {len(result.profile)} of {len(FIELDS)} fields"]
    for field in FIELDS:
        if found := result.profile.get(field):
            value = (
                "; ".join(map(str, found.value)) if isinstance(found.value, list) else found.value
            )
            lines.append(f"  {field:24} {found.confidence:4.0%}  {shorten(str(value), 70)}")
    if result.signals.gaps:
        lines.append(f"  open: {', '.join(result.signals.gaps)}")
    lines += [f"  ? {row.question}" for row in result.contradictions]
    if result.next_question:
        lines.append(f"  next: {result.next_question.text}")
    return "\n".join(lines)
