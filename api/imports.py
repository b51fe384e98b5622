"""Files become tool calls: one place for `refleqt import`, `refleqt demo` and the upload route."""

import json
import tomllib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from core.errors import BadInput
from core.text import clean_text
from domain import imports, journey_file
from domain.imports import Refusal
from memory.ctx import Ctx
from tools.activities import Activity, Participant, submit_activity
from tools.base import Tool
from tools.calendar import Entries, save_entries
from tools.market import Creators, import_creators
from tools.performance import (
    Figures,
    JourneyRow,
    Journeys,
    MetricRows,
    Touch,
    import_journeys,
    import_metrics,
    import_performance,
)
from tools.vents import Vent, VentBatch, submit_vents

MAX_BYTES = 200_000_000


KEEPERS: dict[str, Tool[Any, Any]] = {
    "vents": submit_vents,
    "calendar": save_entries,
    "performance": import_performance,
    "journeys": import_journeys,
    "metrics": import_metrics,
    "activities": submit_activity,
    "creators": import_creators,
}
"""The tool that keeps each kind, and so the scope that a person needs for it."""


class FileRefused(BadInput):
    """The file was not taken."""


class Report(BaseModel):
    """How many rows a file had, how many were new or changed, and which were refused."""

    read: int
    kept: int
    refused: list[Refusal]
    would_keep: int = 0  # what a dry run found to be new or changed; else the same as `kept`


def read_text(path: Path) -> str:
    """A file's text. Raises `FileRefused` if it is missing, too large or not UTF-8."""
    if not path.is_file():
        raise FileRefused(f"{path}: no such file.", field="file", value=str(path))
    if path.stat().st_size > MAX_BYTES:
        size = f"{path.stat().st_size:,} bytes"
        raise FileRefused(f"{path}: {size}; the limit is {MAX_BYTES:,}.", remedy="Split it.")
    return decoded(str(path), path.read_bytes())


def decoded(name: str, raw: bytes) -> str:
    """The text of a file's bytes. Raises `FileRefused` naming the line that is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise FileRefused(
            f"{name}, line {line}: byte {raw[wrong.start]:#04x} is not UTF-8.",
            remedy="Save the file as UTF-8.",
        ) from wrong


def rows_of(kind: str, path: Path) -> tuple[list[Any], list[Refusal]]:
    """Typed rows and refusals of a file (or, for activities, of one note or a folder of notes)."""
    if kind == "activities":
        notes = sorted(path.glob("*.md")) if path.is_dir() else [path]
        return _notes((note.name, read_text(note)) for note in notes)
    return rows_in(kind, path.name, read_text(path))


def rows_in(kind: str, name: str, text: str) -> tuple[list[Any], list[Refusal]]:
    """Typed rows and refusals of one file's text; the name's ending says the format."""
    if kind == "activities":
        return _notes([(name, text)])
    if kind == "journeys":
        return _journeys(text)
    rows, refused = imports.parse(kind, name, text)
    if kind == "vents":
        return [_vent(row) for row in rows], refused
    return rows, refused


async def take(
    ctx: Ctx, kind: str, rows: Sequence[Any], refused: list[Refusal], *, dry_run: bool
) -> Report:
    """Keep a file's good rows, or on a dry run do all the same and undo it."""
    attempt = await ctx.db.begin_nested()
    changed = await keep(ctx, kind, rows)
    if dry_run:
        await attempt.rollback()
    else:
        await attempt.commit()
    report = nothing_kept(kind, rows, refused)
    return report.model_copy(update={"kept": 0 if dry_run else changed, "would_keep": changed})


def nothing_kept(kind: str, rows: Sequence[Any], refused: list[Refusal]) -> Report:
    """The report of a file that is not taken; a line with several faults counts once."""
    lines = {(one.line, one.field if kind == "activities" else "") for one in refused}
    return Report(read=len(rows) + len(lines), kept=0, refused=refused)


async def keep(ctx: Ctx, kind: str, rows: Sequence[Any]) -> int:
    """Hand rows to the tool of their kind; returns how many were new or changed."""
    if not rows:
        return 0
    rows = list(rows)
    if kind == "activities":
        return sum([(await submit_activity(ctx, row)).new for row in rows])
    asks: dict[str, Callable[[], Any]] = {
        "vents": lambda: submit_vents(ctx, VentBatch(vents=rows)),
        "calendar": lambda: save_entries(ctx, Entries(entries=rows)),
        "performance": lambda: import_performance(ctx, Figures(rows=rows)),
        "journeys": lambda: import_journeys(ctx, Journeys(journeys=rows)),
        "metrics": lambda: import_metrics(ctx, MetricRows(rows=rows)),
        "creators": lambda: import_creators(ctx, Creators(creators=rows)),
    }
    answer = await asks[kind]()
    return answer.new if kind == "vents" else answer.changed


def refuse(path: Path | str, refused: Sequence[Refusal]) -> None:
    """Raise one error that names file, line, field, value and remedy of each refusal."""
    if not refused:
        return
    shown = [
        f"{path}, line {one.line}, {one.field} {one.value!r}: {one.remedy.rstrip('.')}."
        for one in refused[:20]
    ]
    more = f"… and {len(refused) - 20} more." if len(refused) > 20 else ""
    raise FileRefused("\n".join(["Nothing was kept.", *shown, more]).strip(), refused=refused)


def _vent(row: imports.VentRow) -> Vent:
    fields = row.model_dump(exclude={"author", "source"})
    return Vent(**fields, source=row.source or "import")


def _journeys(text: str) -> tuple[list[Any], list[Refusal]]:
    """Journeys and refusals; a journey with a refused row is left out whole."""
    rows, _ = journey_file.read_rows(text.splitlines())
    refused = journey_file.read_journeys(text.splitlines()).refused
    wrong = {one.line for one in refused}
    grouped: dict[str, list[journey_file.Row]] = {}
    for row in rows:
        grouped.setdefault(row.journey, []).append(row)
    kept = [
        _journey(name, touches)
        for name, touches in grouped.items()
        if wrong.isdisjoint(row.line for row in touches)
    ]
    return kept, [Refusal(**vars(one)) for one in refused]


def _journey(name: str, rows: Sequence[journey_file.Row]) -> JourneyRow:
    """One journey; what stands on any of its rows (conversion, value, currency) holds for all."""
    ended = [row for row in rows if row.converted_at is not None]
    touches = [Touch(at=r.touch_at, channel=r.channel, artifact_id=r.artifact) for r in rows]
    return JourneyRow(
        id=name,
        touches=touches,
        converted_at=ended[-1].converted_at if ended else None,
        value_cents=max((row.value or 0 for row in ended), default=0),
        currency=next((row.currency for row in rows if row.currency), "USD"),
    )


def _notes(notes: Iterable[tuple[str, str]]) -> tuple[list[Any], list[Refusal]]:
    rows: list[Any] = []
    refused: list[Refusal] = []
    for name, text in notes:
        try:
            rows.append(_note(clean_text(text)))
        except (tomllib.TOMLDecodeError, ValidationError, KeyError, ValueError) as wrong:
            reason = str(wrong).splitlines()[0]
            refused.append(Refusal(line=1, field=name, value="", remedy=reason))
    return rows, refused


def _note(text: str) -> Activity:
    """A note: TOML between two `+++` lines, then what was said."""
    if not text.startswith("+++\n") or "\n+++\n" not in text[4:]:
        raise ValueError("begin with TOML between two lines of +++")
    head, _, body = text[4:].partition("\n+++\n")
    fields = tomllib.loads(head)
    at = fields.get("at")
    people = [Participant(**person) for person in fields.get("participants", [])]
    return Activity(
        kind=fields["type"],
        at=at.astimezone(UTC) if isinstance(at, datetime) else None,
        minutes=fields.get("minutes"),
        participants=people,
        notes=body.strip(),
    )


def load_json(path: Path) -> Any:
    """A JSON document. Raises `FileRefused` naming the line that is broken."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as wrong:
        raise FileRefused(f"{path}, line {wrong.lineno}: {wrong.msg}.") from wrong
