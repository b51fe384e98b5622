"""Lists as files: CSV and JSON lines, safe to open in a spreadsheet, and whole when read back."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel

Format = Literal["csv", "jsonl"]
MEDIA: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be reckoned by a spreadsheet; it gets a quote before it."""


def rows_of(answer: BaseModel) -> list[dict[str, Any]]:
    """What a tool gave as rows: its `items`, or itself where it is one thing."""
    told = answer.model_dump(mode="json")
    items = told.get("items")
    return items if isinstance(items, list) else [told]


def written(rows: Sequence[Mapping[str, Any]], form: Format) -> str:
    """Rows in a format; an empty list is an empty file."""
    return as_csv(rows) if form == "csv" else as_jsonl(rows)


def as_jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """A header and a line each; what is nested gets a column for each name, or stands as JSON."""
    flat = [_flat(row) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row))
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, names, lineterminator="\r\n")
    if names:
        writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in flat)
    return file.getvalue()


def _flat(row: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found


def _cell(value: object) -> object:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
