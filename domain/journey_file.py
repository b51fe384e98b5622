"""Journeys from text: CSV with one row a touch, or JSON cases; what cannot be read is refused.

Formats: docs/formats.md and the contract of `refleqt attribute`. Times without a zone are UTC.
"""

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from domain.amounts import NotACurrency, currency, to_minor
from domain.journeys import Journey, Touch

NEEDED = ("journey_id", "touch_at", "channel", "converted_at", "value_cents")
COLUMNS = (*NEEDED[:3], "artifact_id", *NEEDED[3:], "currency")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True)
class Refusal:
    """What could not be read: where (1 = first line), which field, its value and the way out."""

    line: int
    field: str
    value: str
    remedy: str


@dataclass
class Reading:
    """Journeys in order of first appearance, refusals, and touches without an artifact id."""

    journeys: list[Journey] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unmatched: int = 0


@dataclass(frozen=True)
class Row:
    """One touch as it stood in the file; empty cells of the last three are None."""

    line: int
    journey: str
    touch_at: datetime
    channel: str
    artifact: str
    converted_at: datetime | None
    value: int | None
    currency: str | None


class _Refused(ValueError):
    def __init__(self, field_name: str, value: object, remedy: str) -> None:
        super().__init__(field_name)
        self.field, self.value, self.remedy = field_name, str(value)[:80], remedy

    def at(self, line: int) -> Refusal:
        return Refusal(line, self.field, self.value, self.remedy)


def read_journeys(lines: Iterable[str]) -> Reading:
    """Journeys from the lines of a CSV file (line ends kept or not)."""
    rows, refused = read_rows(lines)
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.journey, []).append(row)
    reading = Reading(refused=refused, unmatched=sum(not row.artifact for row in rows))
    reading.refused += _other_currencies(rows)
    for journey_id, own in grouped.items():
        try:
            reading.journeys.append(_journey(journey_id, own))
        except _Refused as wrong:
            line = next(
                (r.line for r in own if str(_cell(r, wrong.field)) == wrong.value), own[-1].line
            )
            reading.refused.append(wrong.at(line))
    return reading


def read_rows(lines: Iterable[str]) -> tuple[list[Row], list[Refusal]]:
    """Rows and refusals of a CSV file, in order; a wrong header refuses the whole file."""
    reader = csv.reader(_without_mark(lines), strict=True)
    rows: list[Row] = []
    refused: list[Refusal] = []
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as wrong:
            refused.append(Refusal(line, "row", str(wrong), "Close the quotes of this row."))
            continue
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip().lower() for cell in cells]
            if wrong_header := _header_refusals(header, line):
                return [], wrong_header
            continue
        try:
            rows.append(_row(line, header, cells))
        except _Refused as wrong:
            refused.append(wrong.at(line))
    if header is None:
        refused.append(Refusal(1, "header", "", f"Start the file with {','.join(COLUMNS)}."))
    return rows, refused


def _without_mark(lines: Iterable[str]) -> Iterable[str]:
    for number, line in enumerate(lines):
        yield line.removeprefix("\ufeff") if number == 0 else line


def _header_refusals(header: list[str], line: int) -> list[Refusal]:
    unknown = [name for name in header if name not in COLUMNS]
    missing = [name for name in NEEDED if name not in header]
    double = sorted({name for name in header if header.count(name) > 1})
    return (
        [Refusal(line, name, name, f"Use only {', '.join(COLUMNS)}.") for name in unknown]
        + [Refusal(line, name, "", f"Add the column {name}.") for name in missing]
        + [Refusal(line, name, name, "Keep one column of that name.") for name in double]
    )


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        raise _Refused("row", f"{len(cells)} cells", f"Give this row {len(header)} cells.")
    cell = dict(zip(header, (one.strip() for one in cells), strict=True))
    for name in ("journey_id", "channel"):
        if not cell[name]:
            raise _Refused(name, "", "Fill it in; write `direct` where no channel is known.")
    return Row(
        line=line,
        journey=cell["journey_id"],
        touch_at=_time("touch_at", cell["touch_at"]),
        channel=cell["channel"],
        artifact=cell.get("artifact_id", ""),
        converted_at=_time("converted_at", cell["converted_at"]) if cell["converted_at"] else None,
        value=_cents(cell["value_cents"]) if cell["value_cents"] else None,
        currency=_currency(cell["currency"]) if cell.get("currency") else None,
    )


def _time(name: str, text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        remedy = "Write the time as 2026-03-01T09:30:00Z."
        raise _Refused(name, text, remedy) from None


def _cents(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise _Refused("value_cents", text, "Write whole cents without signs, as in 1250.")
    if int(text) < 0:
        raise _Refused("value_cents", text, "Use zero or more; record a refund as a refund.")
    return int(text)


def _currency(text: str) -> str:
    try:
        return currency(text)
    except NotACurrency as wrong:
        raise _Refused("currency", text, wrong.remedy) from None


def _other_currencies(rows: list[Row]) -> list[Refusal]:
    """Money of two currencies has no common total: every row unlike the first is refused."""
    named = [row for row in rows if row.currency]
    return [
        Refusal(
            row.line, "currency", str(row.currency), f"Keep to {named[0].currency} in one file."
        )
        for row in named
        if row.currency != named[0].currency
    ]


def _cell(row: Row, name: str) -> object:
    return {"converted_at": row.converted_at, "value_cents": row.value}.get(name)


def _journey(journey_id: str, rows: list[Row]) -> Journey:
    converted_at = _agreed("converted_at", [row.converted_at for row in rows])
    value = _agreed("value_cents", [row.value for row in rows])
    if converted_at is not None and value is None:
        raise _Refused("value_cents", "", "Give the conversion a value; 0 if it earned nothing.")
    end = converted_at or max(row.touch_at for row in rows)
    touches = tuple(
        Touch(row.channel, (end - row.touch_at).total_seconds() / 3600, row.artifact)
        for row in rows
    )
    paid = (value or 0) if converted_at is not None else 0
    code = next((row.currency for row in rows if row.currency), "")
    return Journey(journey_id, touches, paid, code, converted_at is not None)


def _agreed(name: str, cells: list[Any]) -> Any:
    given = [cell for cell in cells if cell is not None]
    for cell in given[1:]:
        if cell != given[0]:
            raise _Refused(name, cell, f"Give all rows of a journey one {name}.")
    return given[0] if given else None


def read_cases(text: str) -> Reading:
    """Journeys from `{"cases": [...]}`; a refusal's line is the case's number, its field a path.

    A case's `value` is in major units. The artifact is not part of this format, so nothing counts
    as unmatched.
    """
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as wrong:
        line = getattr(wrong, "lineno", 1)
        return Reading(refused=[Refusal(line, "json", str(wrong)[:80], "Repair the JSON here.")])
    cases = document.get("cases") if isinstance(document, dict) else None
    if not isinstance(cases, list):
        remedy = 'Use {"cases": [{"id", "channels", "hours_before_conversion", "value", ...}]}.'
        return Reading(refused=[Refusal(1, "cases", str(document)[:80], remedy)])
    reading, seen = Reading(), set()
    for number, case in enumerate(cases, start=1):
        try:
            journey = _case(case)
            if journey.id in seen:
                raise _Refused("id", journey.id, "Give every case its own id.")
            seen.add(journey.id)
            reading.journeys.append(journey)
        except _Refused as wrong:
            place = f"cases[{number - 1}].{wrong.field}"
            reading.refused.append(Refusal(number, place, wrong.value, wrong.remedy))
    return reading


def _case(case: Any) -> Journey:
    if not isinstance(case, dict):
        raise _Refused("", case, "Make every case an object.")
    if not isinstance(case.get("id"), str | int) or isinstance(case.get("id"), bool):
        raise _Refused("id", case.get("id"), "Give the case an id in quotes.")
    channels, hours = case.get("channels"), case.get("hours_before_conversion")
    if not isinstance(channels, list) or not all(
        isinstance(c, str) and c.strip() for c in channels
    ):
        raise _Refused("channels", channels, "List the names of the channels.")
    if not isinstance(hours, list) or not all(_number(hour) for hour in hours):
        remedy = "List hours of zero or more, one per channel."
        raise _Refused("hours_before_conversion", hours, remedy)
    if len(hours) != len(channels):
        remedy = f"Give {len(channels)} hours, one per channel."
        raise _Refused("hours_before_conversion", hours, remedy)
    converted = case.get("converted", True)
    if not isinstance(converted, bool):
        raise _Refused("converted", converted, "Use true or false.")
    value = case.get("value")
    value = 0 if value is None and not converted else value
    if not _number(value):
        raise _Refused("value", value, "Use a number of zero or more, in major units.")
    touches = tuple(Touch(c.strip(), float(h)) for c, h in zip(channels, hours, strict=True))
    return Journey(
        str(case["id"]), touches, to_minor(value or 0) if converted else 0, "", converted
    )


def _number(value: object) -> bool:
    """Whether `value` is a finite number of zero or more."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isfinite(value) and 0 <= value < 1e15
