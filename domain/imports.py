"""Files that people bring: one row shape per kind, and refusals that name line, field, value,
remedy.

Pure: takes the file's text, gives rows and refusals. Whether anything is kept is the caller's
decision (by default a single refusal keeps everything out). Formats: docs/formats.md.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date as Day
from datetime import datetime
from io import StringIO
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from core.text import clean, clean_text
from domain.calendar import EntryStatus

Kind = Literal["vents", "calendar", "performance", "journeys", "metrics", "activities", "creators"]


class Refusal(BaseModel):
    """Why one line was not taken."""

    line: int
    field: str
    value: str
    remedy: str


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("the time has no zone; write it with Z or an offset")
    return value


def _day(value: str | None) -> str | None:
    if value is not None:
        try:
            Day.fromisoformat(value)
        except ValueError as wrong:
            raise ValueError("give the day as YYYY-MM-DD") from wrong
    return value


def _month(value: str | None) -> str | None:
    if value is not None:
        try:
            Day.fromisoformat(f"{value}-01")
        except ValueError as wrong:
            raise ValueError("give the month as YYYY-MM") from wrong
    return value


def _blank_to_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _listed(value: Any) -> Any:
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value


_STAGES = {"awareness": "tofu", "consideration": "mofu", "decision": "bofu"}


def _stage(value: Any) -> Any:
    """The stage's short name; the long ones that people use mean the same."""
    name = value.strip().lower() if isinstance(value, str) else value
    return _STAGES.get(name, name) or None


Moment = Annotated[datetime, AfterValidator(_aware)]
Cents = Annotated[int, Field(ge=0, le=10**12)]
Word = Annotated[str, Field(min_length=1, max_length=500)]
Maybe = Annotated[str | None, BeforeValidator(_blank_to_none)]


class Row(BaseModel):
    """A line of a file; columns that nobody knows are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class VentRow(Row):
    """Something a founder said."""

    text: Annotated[str, Field(min_length=1, max_length=2_000_000)]
    at: Moment | None = None
    id: Maybe = None
    tags: Annotated[list[str], BeforeValidator(_listed)] = []
    visibility: Literal["private", "team", "off_record"] = "private"
    author: Maybe = None
    source: Maybe = None


class CalendarRow(Row):
    """A marketing artifact, planned or published."""

    id: Word
    title: Word
    artifact_type: Word
    status: EntryStatus = "idea"
    publish_on: Annotated[Day | None, BeforeValidator(_blank_to_none)] = None
    channel: Maybe = None
    campaign: Maybe = None
    funnel_stage: Annotated[Literal["tofu", "mofu", "bofu"] | None, BeforeValidator(_stage)] = None
    segment: Maybe = None
    angle: Maybe = None
    primary_keyword: Maybe = None
    utm_source: Maybe = None
    utm_medium: Maybe = None
    utm_campaign: Maybe = None
    utm_content: Maybe = None
    cost_cents: Cents = 0
    owner: Maybe = None
    strategic_intent: Maybe = None


class PerformanceRow(Row):
    """One measured figure of one artifact on one day."""

    date: Day
    artifact_id: Word
    channel: Maybe = None
    metric: Word
    value: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    unit: str = "count"
    source: str = "import"


class MetricRow(Row):
    """One monthly (or daily) figure of the business."""

    month: Annotated[str | None, AfterValidator(_month), BeforeValidator(_blank_to_none)] = None
    date: Annotated[str | None, AfterValidator(_day), BeforeValidator(_blank_to_none)] = None
    project: str = ""
    metric: Word
    unit: str = "count"
    value: Annotated[float, Field(allow_inf_nan=False)]

    @model_validator(mode="after")
    def _has_a_day(self) -> "MetricRow":
        if not (self.month or self.date):
            raise ValueError("give month as YYYY-MM or date as YYYY-MM-DD")
        return self

    def day(self) -> Day:
        """The day the figure stands for: the first of its month when only a month is given."""
        given = self.date or self.month or ""
        return Day.fromisoformat(f"{given}-01" if len(given) == 7 else given)


class CreatorRow(Row):
    """A creator with prices and record."""

    id: Word
    name: Word
    specializations: Annotated[list[str], BeforeValidator(_listed)]
    artifact_types: Annotated[list[str], BeforeValidator(_listed)]
    tier: Literal["rising", "proven", "elite"] = "rising"
    capacity: Annotated[int, Field(ge=0, le=10_000)] = 1
    active_briefs: Annotated[int, Field(ge=0, le=10_000)] = 0
    price_cents: dict[str, Cents] = {}
    history: list[dict[str, Any]] = []
    behaviour: dict[str, Any] = {}
    portfolio: str = ""


ROWS: dict[str, type[Row]] = {
    "vents": VentRow,
    "calendar": CalendarRow,
    "performance": PerformanceRow,
    "metrics": MetricRow,
    "creators": CreatorRow,
}


def parse(kind: str, name: str, text: str) -> tuple[list[Any], list[Refusal]]:
    """Rows and refusals of a file; its ending tells CSV, JSONL or (for vents) plain text."""
    model = ROWS[kind]
    rows: list[Any] = []
    refusals: list[Refusal] = []
    seen: dict[str, int] = {}
    for line, fields in _lines(kind, name, clean_text(text).lstrip("\ufeff")):
        if isinstance(fields, Refusal):
            refusals.append(fields)
            continue
        try:
            row = model.model_validate(fields)
        except ValidationError as wrong:
            refusals.extend(_refusal(line, each, model) for each in wrong.errors())
            continue
        again = seen.setdefault(str(fields.get("id") or line), line)
        if again != line:
            remedy = f"line {again} has the same id; give each row its own"
            refusals.append(Refusal(line=line, field="id", value=str(fields["id"]), remedy=remedy))
            continue
        rows.append(row)
    return rows, refusals


def _lines(kind: str, name: str, text: str) -> Iterator[tuple[int, Any]]:
    if name.endswith((".jsonl", ".json")):
        return _json_lines(text)
    if name.endswith(".csv"):
        return _csv_lines(text)
    if kind == "vents":
        return _paragraphs(text)
    refusal = Refusal(line=1, field="file", value=name, remedy="bring a .csv or a .jsonl file")
    return iter([(1, refusal)])


def _json_lines(text: str) -> Iterator[tuple[int, Any]]:
    for line, raw in enumerate(text.split("\n"), 1):  # other line ends may stand in a string
        if not raw.strip():
            continue
        try:
            fields = json.loads(raw)
        except json.JSONDecodeError as wrong:
            yield (
                line,
                Refusal(line=line, field="line", value=raw[:80], remedy=f"not JSON: {wrong.msg}"),
            )
            continue
        if isinstance(fields, dict):
            yield line, clean(fields)
        else:
            yield (
                line,
                Refusal(line=line, field="line", value=raw[:80], remedy="one JSON object a line"),
            )


def _csv_lines(text: str) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    try:
        for fields in reader:
            if None in fields or None in fields.values():
                given = len([value for value in fields.values() if value is not None])
                yield (
                    reader.line_num,
                    Refusal(
                        line=reader.line_num,
                        field="line",
                        value=f"{given} cells",
                        remedy=f"the header has {len(reader.fieldnames or [])} columns",
                    ),
                )
            else:
                yield reader.line_num, {k.strip(): v for k, v in fields.items() if v != ""}
    except csv.Error as wrong:
        yield (
            reader.line_num,
            Refusal(line=reader.line_num, field="line", value="", remedy=f"broken CSV: {wrong}"),
        )


def _paragraphs(text: str) -> Iterator[tuple[int, Any]]:
    line = 1
    for block in text.split("\n\n"):
        if block.strip():
            yield line, {"text": block.strip()}
        line += block.count("\n") + 2


_PLAIN = {
    "missing": "this column is needed",
    "float_parsing": "give a number",
    "int_parsing": "give a whole number",
    "finite_number": "give a finite number",
    "date_from_datetime_parsing": "give the day as YYYY-MM-DD",
    "date_parsing": "give the day as YYYY-MM-DD",
    "datetime_from_date_parsing": "give day and time with a zone, such as 2026-10-05T09:00:00Z",
    "datetime_parsing": "give day and time with a zone, such as 2026-10-05T09:00:00Z",
    "string_too_short": "give a value",
}
"""The commonest refusals in words; others say themselves."""


def _remedy(error: Any, model: type[Row]) -> str:
    if error["type"] == "extra_forbidden":
        return f"unknown column; known are {', '.join(model.model_fields)}"
    if error["type"] == "greater_than_equal":
        return f"give {error['ctx']['ge']:g} or more"
    said = str(error["msg"]).removeprefix("Value error, ")
    return _PLAIN.get(str(error["type"]), said)


def _refusal(line: int, error: Any, model: type[Row]) -> Refusal:
    field = ".".join(str(part) for part in error["loc"]) or (
        "date" if model is MetricRow else "line"
    )
    remedy = _remedy(error, model)
    value = "" if error["type"] == "missing" else str(error["input"])[:80]
    return Refusal(line=line, field=field, value=value, remedy=remedy)
