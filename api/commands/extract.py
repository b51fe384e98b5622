"""`refleqt extract`: topics, themes, entities, feeling, doubts and signals of a text."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.reading import objects, read_text, said
from cdt.embed import READER
from core.errors import BadInput
from core.text import printable, shorten
from domain.language.extraction import draft_many
from domain.language.shapes import Extraction

app = typer.Typer()


@app.command()
def extract(
    file: Annotated[str, typer.Argument(help="A text file, or - for standard input")] = "-",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines of {"id": ..., "text": ...}')
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout")] = False,
) -> None:
    """Read topics, themes, entities, pain and signals out of text, offline.

    Examples: refleqt extract note.txt --json; refleqt extract --jsonl notes.jsonl --json
    """
    text = read_text(file)
    results = _many(text, file) if jsonl else [_one(text, file)]
    if not as_json:
        typer.echo(printable("\n\n".join(_account(result) for result in results)))
    elif jsonl:
        typer.echo("[" + ",\n".join(result.model_dump_json() for result in results) + "]")
    else:
        typer.echo(results[0].model_dump_json())


def _one(text: str, file: str) -> Extraction:
    try:
        return draft_many([text], READER, ["" if file == "-" else file])[0]
    except BadInput as wrong:
        raise type(wrong)(
            f"file={file} line=1 {wrong.detail}", remedy=wrong.remedy, **wrong.fields
        ) from wrong


def _many(text: str, file: str) -> list[Extraction]:
    rows = objects(text, file)
    texts = [said(row, "text", file, line) for line, row in rows]
    ids = [str(row.get("id", line)) for line, row in rows]
    return draft_many(texts, READER, ids)


def _account(result: Extraction) -> str:
    lines = [f"{result.id or 'text'} ({result.language})"]
    lines += [
        f"  {one.topic:18} {one.p:4.0%}  {shorten(one.quote, 70)}"
        for one in result.topics
        if one.p >= 0.5
    ]
    for name, items in (
        ("themes", [one.label for one in result.themes]),
        ("names", sorted({one.text for one in result.entities})),
        ("channels", result.channels),
        ("competitors", result.competitors),
        ("audiences", result.audiences),
        ("signals", [one.text for one in result.signals]),
    ):
        if items:
            lines.append(f"  {name}: {'; '.join(items)}")
    feeling = "not sure" if result.sentiment is None else f"{result.sentiment:+.1f}"
    lines.append(
        f"  feeling {feeling}, charge {result.charge:.2f}, pain {result.pain.p:.0%}, "
        f"{result.certainty.label}"
    )
    return "\n".join(lines)
