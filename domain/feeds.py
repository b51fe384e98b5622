"""The calendar as an iCalendar feed (RFC 5545): pure, one event for each entry with a day.

An entry with an hour is one instant, written in UTC, so it is right on either side of a change of
clocks; one without is a day of its own, in no zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from domain.entries import local_moment

HALF_AN_HOUR = timedelta(minutes=30)
OCTETS = 75
LABELS = {
    "idea": "Idea", "planned": "Planned", "drafting": "Draft", "review": "In review",
    "scheduled": "Scheduled", "published": "Published",
}  # fmt: skip


@dataclass(frozen=True)
class Dated:
    """An entry as a feed shows it; `ghost` is a suggestion that nobody answered yet."""

    id: UUID
    title: str
    status: str
    day: date
    at: time | None
    zone: str | None
    version: int
    changed_at: datetime
    about: str = ""
    address: str = ""
    ghost: bool = False


def feed(name: str, entries: Iterable[Dated]) -> str:
    """The whole feed; lines end in CR LF and are folded at 75 octets."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Refleqt//Calendar//EN",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}",
        f"NAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Dated) -> list[str]:
    label = "Suggested" if entry.ghost else LABELS.get(entry.status, entry.status)
    sure = entry.status in ("scheduled", "published")
    title = entry.title if sure else f"[{label}] {entry.title}"
    stamp = _utc(entry.changed_at)
    lines = [
        "BEGIN:VEVENT", f"UID:{entry.id}@refleqt", f"SEQUENCE:{entry.version}",
        f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}", *_when(entry), f"SUMMARY:{_text(title)}",
        f"STATUS:{'CONFIRMED' if sure else 'TENTATIVE'}", "TRANSP:TRANSPARENT",
        f"CATEGORIES:{_text(label)}",
    ]  # fmt: skip
    if entry.about:
        lines.append(f"DESCRIPTION:{_text(entry.about)}")
    if entry.address:
        lines.append(f"URL:{entry.address}")
    return [*lines, "END:VEVENT"]


def _when(entry: Dated) -> list[str]:
    moment = local_moment(entry.day, entry.at, entry.zone)
    if moment is None:
        after = entry.day + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    return [f"DTSTART:{_utc(moment)}", f"DTEND:{_utc(moment + HALF_AN_HOUR)}"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """A value in which no sign can begin a line or a field of its own."""
    plain = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in words)
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, "\\" + sign)
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, never within a character."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > OCTETS:
            pieces.append(piece)
            piece, size = "", 1  # the blank that a folded line begins with
        piece, size = piece + sign, size + width
    return "\r\n ".join([*pieces, piece])
