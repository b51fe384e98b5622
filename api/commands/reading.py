"""What commands read: a file or standard input, one document or one JSON object a line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from core.errors import BadInput, NotFound
from core.text import shorten


class NoSuchFile(NotFound):
    """There is no such file."""

    exit_code = 2


class NotText(BadInput):
    """The file is not UTF-8 text."""


class NotJson(BadInput):
    """This is not JSON."""


class NotAnId(BadInput):
    """This is not an id."""


class WrongField(BadInput):
    """A field is missing or has the wrong type."""


def read_text(name: str) -> str:
    """Contents of file `name`, or of standard input for `-`. Raises `NoSuchFile`, `NotText`."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as wrong:
        raise NoSuchFile(
            f"file={name}: {wrong.strerror}.", remedy="Give a readable file, or - for stdin."
        ) from wrong
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise NotText(
            f"file={name} line={line} value={raw[wrong.start : wrong.start + 4]!r}.",
            remedy="Save it as UTF-8.",
        ) from wrong


def parse(text: str, name: str, line: int = 1) -> Any:
    """`text` as JSON. Raises `NotJson` naming file, line and value."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as wrong:
        at = line + getattr(wrong, "lineno", 1) - 1
        why = getattr(wrong, "msg", "nested too deeply")
        raise NotJson(
            f"file={name} line={at} field=- value={shorten(text, 40)!r}: {why}.",
            remedy="Mend the JSON there.",
        ) from wrong


def objects(text: str, name: str) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL text with their line numbers; blank lines are passed over."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row = parse(line, name, number)
        if not isinstance(row, dict):
            raise WrongField(
                f"file={name} line={number} field=- value={shorten(line, 40)!r}.",
                remedy="Write one JSON object a line.",
            )
        found.append((number, row))
    return found


def said(row: dict[str, Any], field: str, name: str, line: int) -> str:
    """The non-empty string in `field` of a row. Raises `WrongField` naming where it is missing."""
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise WrongField(
            f"file={name} line={line} field={field} value={shorten(repr(value), 40)}.",
            remedy=f"Give {field} as a string that is not empty.",
        )
    return value


def id_of(given: str, field: str = "id", remedy: str = "Give 36 characters as printed.") -> UUID:
    """An id as somebody typed it. Raises `NotAnId` naming `field`."""
    try:
        return UUID(given)
    except ValueError as wrong:
        raise NotAnId(f"Got {given!r}.", field=field, value=given, remedy=remedy) from wrong
