"""The archive of a business's data: its words about itself, its list of parts, and a calendar file.

A part is a file in the archive with its SHA-256, so that whoever opens it years later can tell
whether it is whole.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

FORMAT = "refleqt-archive/1"
WITHHELD = "[a private note of somebody else, withheld]"


@dataclass(frozen=True)
class Part:
    """A file of the archive: its name in it, where it lies, and what it holds."""

    name: str
    blob: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Dated:
    """An entry of the calendar as a calendar file shows it."""

    id: str
    title: str
    day: date
    at: time | None = None
    about: str = ""


def manifest(parts: Sequence[Part], business: Mapping[str, str], at: datetime) -> str:
    """What is in the archive, as JSON: a line for each file."""
    files = [{k: v for k, v in asdict(part).items() if k != "blob"} for part in parts]
    told = {"format": FORMAT, "business": dict(business), "made_at": at.isoformat(), "files": files}
    return json.dumps(told, ensure_ascii=False, indent=2)


def readme(business: str, parts: Sequence[Part], left_out: Mapping[str, str]) -> str:
    """The first thing to open: what this is, what lies where, what is not in it."""
    lines = [
        f"Everything that Refleqt keeps of {business}.",
        "",
        "data/*.jsonl      one file a table, one row a line, in UTF-8; words are readable",
        "files/*           files that were uploaded or made, named as rows name them",
        "calendar.ics      the calendar, for any calendar program",
        "manifest.json     every file with its rows, bytes and SHA-256",
        "",
        "To check that a file is whole: sha256sum data/vent_entries.jsonl",
        "",
        "What is in it:",
        *(f"  {part.name} ({part.rows:,} rows)" for part in parts if part.name.endswith(".jsonl")),
        "",
        "What is not in it, and why:",
        *(f"  {name}: {why}" for name, why in left_out.items()),
        "  keys, passwords and tokens: never handed out",
        f"  private notes of other people: their rows are here, their words read {WITHHELD}",
    ]
    return "\n".join(lines) + "\n"


def calendar_file(name: str, entries: Iterable[Dated], made_at: datetime) -> str:
    """A calendar in the format that calendar programs read (RFC 5545); times float, as people
    write them down."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Refleqt//Archive//EN",
             f"X-WR-CALNAME:{_escaped(name)}"]  # fmt: skip
    for one in entries:
        lines += ["BEGIN:VEVENT", f"UID:{one.id}@refleqt", f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}"]
        if one.at is None:
            after = one.day + timedelta(days=1)
            lines += [f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
        else:
            lines.append(f"DTSTART:{datetime.combine(one.day, one.at):%Y%m%dT%H%M%S}")
        lines.append(f"SUMMARY:{_escaped(one.title)}")
        if one.about:
            lines.append(f"DESCRIPTION:{_escaped(one.about)}")
        lines.append("END:VEVENT")
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    for mark, said in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(mark, said)
    return text


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, the later ones begun with a space."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
