"""A folder of a business's files, read once and whole: what came when, and what is missing."""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from api.imports import FileRefused, load_json, read_text, refuse, rows_of
from core import clock
from domain.imports import Kind
from domain.loop import TRAINING_DAY
from tools.onboarding import Description
from tools.pulls import Pull

WEEKLY = ("performance", "journeys")
KNOWN = (*get_args(Kind), "business", "interview", "deliverables")
MISSING = {
    "interview": "no interview: the profile knows only what business.json says",
    "calendar": "no calendar: nothing is known of what was published",
    "performance": "no performance data: beliefs rest on words and monthly figures alone",
    "journeys": "no revenue data: attribution skipped",
    "creators": "no creators: the team makes maps itself, and nothing is paid",
    "metrics": "no monthly figures",
    "vents": "no vents",
    "activities": "no team activities",
}


@dataclass(frozen=True)
class Turn:
    """One turn of the interview; no answer means skipped."""

    question: str
    answer: str | None


@dataclass
class Folder:
    """Everything in the folder: rows by kind, each with the moment at which it becomes known."""

    path: Path
    name: str
    description: Description
    turns: tuple[Turn, ...] = ()
    rows: dict[str, list[tuple[datetime, Any]]] = field(default_factory=dict)
    pulls: list[tuple[datetime, Pull]] = field(default_factory=list)
    deliverables: dict[str, Any] = field(default_factory=dict)
    behaviour: dict[str, dict[str, Any]] = field(default_factory=dict)
    aftermath: dict[str, Any] = field(default_factory=dict)
    left: tuple[str, ...] = ()

    @property
    def missing(self) -> list[str]:
        """What a whole loop would need and this folder does not hold, in sentences."""
        held = {*(kind for kind, rows in self.rows.items() if rows)}
        if self.turns:
            held.add("interview")
        found = [sentence for kind, sentence in MISSING.items() if kind not in held]
        return [
            *found,
            *(f"{name} was not read: no kind of file has that name" for name in self.left),
        ]

    @property
    def last(self) -> datetime:
        """When the last thing became known."""
        known = [at for rows in self.rows.values() for at, _ in rows]
        return max([*known, *(at for at, _ in self.pulls)], default=clock.now())

    def trainings(self) -> tuple[date, date]:
        """The two training days that the demo goes through: the last two that the data reaches."""
        day = (self.last - timedelta(seconds=1)).date()
        second = day.replace(day=TRAINING_DAY)
        if second > day:
            second = clock.months_before(day, 1).replace(day=TRAINING_DAY)
        return clock.months_before(second, 1).replace(day=TRAINING_DAY), second

    def between(self, kind: str, after: datetime | None, until: datetime) -> list[Any]:
        """Rows of a kind that became known after `after` (None: from the start) up to `until`."""
        known = self.rows.get(kind, [])
        return [row for at, row in known if (after is None or at > after) and at <= until]


def read(path: Path) -> Folder:
    """The folder at `path`. Raises `FileRefused` naming file, line, field, value and remedy."""
    if not path.is_dir():
        raise FileRefused(f"{path}: no such folder.", field="from", value=str(path))
    told = _told(path)
    folder = Folder(path, told.business_name or path.resolve().name, told)
    if (path / "interview.json").exists():
        folder.turns = _turns(path / "interview.json")
    for kind in get_args(Kind):
        for file in _files(path, kind):
            rows, refused = rows_of(kind, file)
            refuse(file, refused)
            known = [(_known_at(kind, row), row) for row in rows]
            folder.rows.setdefault(kind, []).extend(known)
    folder.pulls = [_pull(file) for file in sorted((path / "pulls").glob("*.json"))]
    _extras(folder)
    folder.left = tuple(
        file.name for file in sorted(path.iterdir())
        if file.suffix in (".csv", ".json", ".jsonl", ".txt") and file.stem not in KNOWN
    )  # fmt: skip
    if not folder.turns and not any(folder.rows.values()):
        raise FileRefused(
            f"{path} holds nothing that the loop reads.",
            remedy="Add interview.json, vents.jsonl, metrics.csv ...: see docs/formats.md.",
        )
    return folder


def _told(path: Path) -> Description:
    file = path / "business.json"
    if not file.exists():
        return Description()
    document = load_json(file)
    if not isinstance(document, dict):
        raise FileRefused(f"{file}, line 1: an object is expected.", field="business.json")
    known = {name: value for name, value in document.items() if name in Description.model_fields}
    try:
        return Description.model_validate(known)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise FileRefused(
            f"{file}, field {place}: {first['msg']}.", field=place, value=first["input"]
        ) from wrong


def _turns(file: Path) -> tuple[Turn, ...]:
    document = load_json(file)
    turns = document.get("turns") if isinstance(document, dict) else None
    if not isinstance(turns, list):
        raise FileRefused(f"{file}: field turns is missing.", field="turns", value=None)
    found = []
    for place, turn in enumerate(turns):
        if not isinstance(turn, dict) or not isinstance(turn.get("question"), str):
            raise FileRefused(
                f"{file}, field turns[{place}].question: a text is expected.",
                field="question", value=str(turn)[:80], remedy="Give question and answer.",
            )  # fmt: skip
        answer = turn.get("answer")
        if answer is not None and not isinstance(answer, str):
            raise FileRefused(
                f"{file}, field turns[{place}].answer: a text or null is expected.",
                field="answer", value=str(answer)[:80], remedy="Write null for a skip.",
            )  # fmt: skip
        found.append(Turn(turn["question"], answer))
    return tuple(found)


def _files(path: Path, kind: str) -> list[Path]:
    if kind == "activities":
        return [path / kind] if (path / kind).is_dir() else []
    return [path / f"{kind}.{end}" for end in ("csv", "jsonl", "txt")
            if (path / f"{kind}.{end}").exists()]  # fmt: skip


def _known_at(kind: str, row: Any) -> datetime:
    """The moment at which a row becomes known: results once a week, figures when the month ends."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    if kind in ("vents", "activities"):
        return row.at or start
    if kind == "calendar":
        return _noon(row.publish_on) if row.status == "published" and row.publish_on else start
    if kind == "performance":
        return _next_monday(row.date)
    if kind == "journeys":
        return _next_monday((row.converted_at or row.touches[-1].at).date())
    if kind == "metrics":
        return _noon(clock.months_before(row.day(), -1))
    return start


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(8), UTC)


def _next_monday(day: date) -> datetime:
    return _noon(day + timedelta(days=7 - day.weekday()))


def _pull(file: Path) -> tuple[datetime, Pull]:
    try:
        pull = Pull.model_validate(load_json(file))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise FileRefused(f"{file}, field {place}: {first['msg']}.", field=place) from wrong
    return _noon(clock.months_before(date.fromisoformat(f"{pull.month}-01"), -1)), pull


def _extras(folder: Folder) -> None:
    """What people will do in the demo: texts that creators hand in, and what became of them."""
    if (folder.path / "deliverables.json").exists():
        folder.deliverables = load_json(folder.path / "deliverables.json")
    after = folder.path / "aftermath.toml"
    if after.exists():
        try:
            folder.aftermath = tomllib.loads(read_text(after))
        except tomllib.TOMLDecodeError as wrong:
            raise FileRefused(f"{after}: {wrong}.", field="aftermath.toml") from wrong
    folder.behaviour = {
        row.id: row.behaviour for _, row in folder.rows.get("creators", ()) if row.behaviour
    }
