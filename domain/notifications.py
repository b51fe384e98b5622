"""What people are told of, how, and when a mail about it may leave (product X17).

Quiet hours and digests are in the person's own zone; a wall-clock time that a change of the clocks
skips is taken as the moment right after, one that comes twice as its first.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from core.errors import BadInput

Channel = Literal["web", "mail", "slack"]
Digest = Literal["off", "daily", "weekly"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
_BLANK = re.compile(r"\{\w+\}")
MORNING = time(8)
"""When a digest leaves, unless that hour is quiet."""


class NoSuchZone(BadInput):
    """This time zone is not known."""


@dataclass(frozen=True)
class Kind:
    """One kind of notice: its words by language, whom it concerns, where it leads."""

    name: str
    words: dict[str, str]
    to: frozenset[str]
    path: str
    mail: bool

    def title(self, language: str, details: dict[str, str | int]) -> str:
        """The notice in one line."""
        return _filled(self.words.get(language, self.words["en"]), details)

    def kind_of(self, language: str) -> str:
        """Notices of this kind in one line, whatever they are about."""
        return _BLANK.sub("…", self.words.get(language, self.words["en"]))

    def link(self, subject: object, details: dict[str, str | int]) -> str:
        """The page that it leads to, as a path."""
        return _filled(self.path, {**details, "subject": str(subject)})

    @property
    def usual(self) -> tuple[Channel, ...]:
        """The channels of somebody who chose nothing."""
        return ("web", "mail") if self.mail else ("web",)


@dataclass(frozen=True)
class Wishes:
    """How one person wants to be told; `quiet` is from when to when, local time."""

    zone: str = "UTC"
    digest: Digest = "off"
    quiet: tuple[time, time] | None = None


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Every kind by its name."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        name: Kind(
            name,
            {"en": one["en"], "de": one["de"]},
            frozenset(one["to"]),
            one["path"],
            one.get("mail", False),
        )
        for name, one in told.items()
    }


def known_zone(name: str) -> str:
    """`name`, if it is a time zone such as Europe/Berlin. Raises `NoSuchZone`."""
    if name not in available_timezones():
        remedy = "Name it like Europe/Berlin or America/New_York."
        raise NoSuchZone(remedy=remedy, field="timezone", value=name[:60])
    return name


def mail_due(at: datetime, wishes: Wishes) -> datetime:
    """When a mail about something that happened `at` may leave (aware UTC, never before `at`)."""
    zone = ZoneInfo(wishes.zone)
    if wishes.digest == "off":
        return after_quiet(at, wishes)
    day = at.astimezone(zone).date()
    while True:
        due = after_quiet(_moment(day, MORNING, zone), wishes)
        if due > at and (wishes.digest == "daily" or day.weekday() == 0):
            return due
        day += timedelta(days=1)


def after_quiet(at: datetime, wishes: Wishes) -> datetime:
    """`at`, or the end of the quiet hours that it lies in."""
    if wishes.quiet is None or wishes.quiet[0] == wishes.quiet[1]:
        return at
    begins, ends = wishes.quiet
    zone = ZoneInfo(wishes.zone)
    today = at.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        last = day if begins < ends else day + timedelta(days=1)
        if _moment(day, begins, zone) <= at < _moment(last, ends, zone):
            return _moment(last, ends, zone)
    return at


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _filled(words: str, details: dict[str, str | int]) -> str:
    for name, value in details.items():
        words = words.replace("{" + name + "}", str(value))
    return words
