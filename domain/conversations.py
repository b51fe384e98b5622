"""Labelled conversations of the public LoCoMo form: turns by session, questions, their evidence."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.errors import BadInput
from core.text import clean_text

LEFT_OUT = 5
"""Category of questions that nothing in the conversation answers."""
_SESSION = re.compile(r"session_(\d+)$")
_WHEN = re.compile(
    r"(?:(\d{1,2}):(\d{2})\s*(am|pm)\s+on\s+)?(\d{1,2}) ([A-Za-z]+),? (\d{4})", re.IGNORECASE
)
_MARK = re.compile(r"[;,\s]+")


class NotAConversation(BadInput):
    """The file is not a list of conversations of the LoCoMo form."""


@dataclass(frozen=True)
class Turn:
    """What somebody said; `mark` is its `dia_id`. Without a speaker it is a note."""

    mark: str
    speaker: str
    text: str


@dataclass(frozen=True)
class Session:
    """Turns of one occasion."""

    number: int
    at: datetime
    turns: tuple[Turn, ...]

    @property
    def transcript(self) -> str:
        """The session as `Name: words`, one line a turn; "" for a session of notes."""
        if not any(turn.speaker for turn in self.turns):
            return ""
        return "\n".join(f"{turn.speaker}: {turn.text}" for turn in self.turns)


@dataclass(frozen=True)
class Asking:
    """A question with the marks of the turns that answer it."""

    question: str
    evidence: frozenset[str]
    category: int


@dataclass(frozen=True)
class Conversation:
    """One conversation with the questions that can be answered from it."""

    name: str
    sessions: tuple[Session, ...]
    questions: tuple[Asking, ...]


def read(text: str) -> list[Conversation]:
    """The conversations of a file; raises `NotAConversation` naming what is wrong and where."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise _wrong("file", str(wrong)[:80], "Give a JSON list of conversations.") from None
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list) or not found:
        raise _wrong("file", str(found)[:80], "Give a JSON list with at least one conversation.")
    return [_conversation(one, place) for place, one in enumerate(found)]


def _conversation(given: object, place: int) -> Conversation:
    where = f"[{place}]"
    if not isinstance(given, dict) or not isinstance(given.get("conversation"), dict):
        raise _wrong(where, str(given)[:80], "Each needs an object `conversation`.")
    talk = given["conversation"]
    numbers = sorted(int(match[1]) for key in talk if (match := _SESSION.match(key)))
    sessions = [_session(talk, number, where) for number in numbers]
    marks = {turn.mark for one in sessions for turn in one.turns}
    if not marks:
        raise _wrong(f"{where}.conversation", str([*talk])[:80], "Give it a session with turns.")
    rows = given.get("qa") or []
    if not isinstance(rows, list):
        raise _wrong(f"{where}.qa", str(rows)[:80], "Give a list of questions.")
    asked = [_asking(row, f"{where}.qa[{n}]", marks) for n, row in enumerate(rows)]
    kept = tuple(one for one in asked if one.category != LEFT_OUT and one.evidence)
    name = str(given.get("sample_id") or f"conversation-{place + 1}")
    return Conversation(clean_text(name), tuple(one for one in sessions if one.turns), kept)


def _session(talk: dict[str, Any], number: int, where: str) -> Session:
    field = f"{where}.conversation.session_{number}"
    rows = talk[f"session_{number}"]
    if not isinstance(rows, list):
        raise _wrong(field, str(rows)[:80], "Give a list of turns.")
    turns = [_turn(row, f"{field}[{n}]") for n, row in enumerate(rows)]
    at = _moment(str(talk.get(f"session_{number}_date_time") or ""))
    return Session(number, at, tuple(turn for turn in turns if turn.text))


def _turn(row: object, field: str) -> Turn:
    """A turn in one line; a picture is told by its caption, which is all that was kept of it."""
    if not isinstance(row, dict):
        raise _wrong(field, str(row)[:80], "A turn has dia_id, speaker and text.")
    for key in ("dia_id", "speaker", "text"):
        if not isinstance(row.get(key), str):
            raise _wrong(f"{field}.{key}", str(row.get(key))[:80], "Give a text.")
    words = " ".join(clean_text(row["text"]).split())
    caption = row.get("blip_caption")
    if isinstance(caption, str) and caption.strip():
        words = f"{words} [shows {' '.join(clean_text(caption).split())}]".strip()
    speaker = " ".join(clean_text(row["speaker"]).replace(":", " ").split())
    return Turn(row["dia_id"], speaker, words)


def _asking(row: object, field: str, marks: set[str]) -> Asking:
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise _wrong(f"{field}.question", str(row)[:80], "Give a question as text.")
    given = row.get("evidence") or []
    if not isinstance(given, list):
        raise _wrong(f"{field}.evidence", str(given)[:80], "Give a list of dia_id.")
    named = {part for each in given for part in _MARK.split(str(each))}
    category = row.get("category")
    return Asking(
        clean_text(row["question"]), frozenset(named & marks),
        category if isinstance(category, int) else 0,
    )  # fmt: skip


def _moment(said: str) -> datetime:
    """A date as the form writes it (`1:56 pm on 8 May, 2023`), or as ISO; else 1 January 2000."""
    match = _WHEN.search(said)
    try:
        if match is None:
            found = datetime.fromisoformat(said)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        day = datetime.strptime(f"{match[4]} {match[5]} {match[6]}", "%d %B %Y").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
    hour = int(match[1] or 12) % 12 + (12 if (match[3] or "pm").lower() == "pm" else 0)
    return day.replace(hour=hour, minute=int(match[2] or 0))


def recall(found: Sequence[str], evidence: frozenset[str], most: int) -> float:
    """Share of the evidence among the first `most` of what was found."""
    return len(evidence.intersection(found[:most])) / len(evidence)


def gain(found: Sequence[str], evidence: frozenset[str], most: int = 10) -> float:
    """nDCG of the first `most`, each piece of evidence worth the same."""
    at = [1 / _log(place) for place, mark in enumerate(found[:most]) if mark in evidence]
    return sum(at) / sum(1 / _log(place) for place in range(min(most, len(evidence))))


def _log(place: int) -> float:
    return math.log2(place + 2)


def _wrong(field: str, value: str, remedy: str) -> NotAConversation:
    return NotAConversation(
        f"{field} does not fit: {value!r}.", field=field, value=value, remedy=remedy
    )
