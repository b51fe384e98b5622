"""Reviewing a deliverable: what a brief asks for that code can see (seed 001 §6.3).

Each check says what it found. A rough check (whether a message is there at all) is lenient: it
refuses work that is about something else, and leaves shades of meaning to a model or a person.
"""

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from domain.briefs import Brief

SLACK = 0.25
"""How far a length may lie outside the brief's range, as a share of its ends."""
ON_TOPIC = 0.17
"""Mean likeness (cosine, 0 to 1) of the key messages to their nearest passage, at the least."""
COPIED = 0.3
RUN = 6
_STEP = re.compile(
    r"^(?:\W*)(?:ask|bring|book|call|compare|count|download|find|get|join|list|look|open|pick|"
    r"read|register|reply|request|see|send|share|show|sign|start|take|talk|tell|try|upload|visit|"
    r"walk|watch|work|write)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*(?:\w+ ){0,2}\w+:\s*", re.UNICODE)
_BUTTON = re.compile(r"\[[^\]\n]{3,60}\](?!\()|\[[^\]\n]{3,60}\]\([^)]+\)|https?://")
_UNFINISHED = re.compile(
    r"lorem ipsum|\bTODO\b|\bTBD\b|\bXXX\b|\[(?:insert|add|your)[^\]]*\]", re.IGNORECASE
)
_BOAST = re.compile(
    r"\b(?:best[- ]in[- ]class|world[- ]class|cutting[- ]edge|game[- ]chang\w+|revolutionary|"
    r"next[- ]generation|state[- ]of[- ]the[- ]art|unparalleled|seamless(?:ly)?|"
    r"in these times of change|efficient way|right tools in place)\b",
    re.IGNORECASE,
)


class Point(BaseModel):
    """One thing that was looked at: whether it is met, and a note for the creator if not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    check: str
    met: bool
    note: str = ""


class Judgement(BaseModel):
    """The review of one version; `score` is the share of points met, 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passed: bool
    score: float
    points: tuple[Point, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to change, in the words that the creator gets."""
        return tuple(point.note for point in self.points if not point.met)


def judge(
    brief: Brief,
    text: str,
    likeness: Sequence[float],
    named: Sequence[str] = (),
    earlier: Sequence[str] = (),
) -> Judgement:
    """Review `text` against its brief.

    `likeness` holds one cosine per key message, `named` the names found that may not stand there,
    `earlier` the texts that it may not copy.
    """
    points = (
        _length(brief, text),
        _next_step(brief, text),
        _messages(brief, likeness),
        _names(named),
        _finished(text),
        _plain(text),
        _own(text, earlier),
    )
    met = sum(point.met for point in points) / len(points)
    return Judgement(passed=all(point.met for point in points), score=met, points=points)


def copied(text: str, other: str) -> float:
    """The share of `text`'s runs of six words that stand in `other` too, 0 to 1."""
    own, given = _runs(text), _runs(other)
    return len(own & given) / len(own) if own else 0.0


def _length(brief: Brief, text: str) -> Point:
    form, count = brief.format, len(text.split())
    low, high = form.length_low * (1 - SLACK), form.length_high * (1 + SLACK)
    note = (
        f"It has {count} {form.unit}; the brief asks for {form.length_low} to {form.length_high}."
    )
    return Point(check="length", met=low <= count <= high, note=note)


def _next_step(brief: Brief, text: str) -> Point:
    """A step that the reader is asked to take, in the second half."""
    lines = [line for line in text.splitlines() if line.strip()]
    closing = lines[len(lines) // 2 :]
    asked = any(
        _BUTTON.search(line)
        or _STEP.match(_LABEL.sub("", line))
        or any(_STEP.match(part) for part in re.split(r"(?<=[.!?:])\s+", line))
        for line in closing
    )
    note = f"The reader is not asked to do anything. Close with: {brief.call_to_action}."
    return Point(check="call to action", met=asked, note=note)


def _messages(brief: Brief, likeness: Sequence[float]) -> Point:
    mean = sum(likeness) / len(likeness) if likeness else 0.0
    pairs = zip(likeness, brief.messages, strict=True)
    farthest = min(pairs, key=lambda pair: pair[0])[1] if likeness else brief.messages[0]
    note = f"The key messages cannot be found; begin with “{farthest.text}”."
    return Point(check="key messages", met=mean >= ON_TOPIC, note=note)


def _names(named: Sequence[str]) -> Point:
    note = f"Names that may not stand there: {', '.join(named)}. Use {{{{BRAND}}}}."
    return Point(check="names", met=not named, note=note)


def _finished(text: str) -> Point:
    found = _UNFINISHED.search(text)
    note = f"“{found[0]}” is unfinished." if found else ""
    return Point(check="finished", met=found is None, note=note)


def _plain(text: str) -> Point:
    found = [*dict.fromkeys(each.group(0).lower() for each in _BOAST.finditer(text))]
    note = f"Say it plainly instead of “{'”, “'.join(found)}”."
    return Point(check="plain words", met=not found, note=note)


def _own(text: str, earlier: Sequence[str]) -> Point:
    share = max((copied(text, other) for other in earlier), default=0.0)
    note = f"{share:.0%} of it stands in earlier work word for word."
    return Point(check="own words", met=share <= COPIED, note=note)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
