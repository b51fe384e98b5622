"""How a text is cut for search: turns of talk, else whole sentences near one size; nothing lost.

A transcript is known by names that open its lines (`Name: words`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.language.entities import is_name

TARGET = 600
MOST = 900
FEWEST_TURNS = 2
"""Lines that names open, from which a text is a transcript; they must be half of all lines."""
ROLES = frozenset(
    {"user", "assistant", "human", "ai", "bot", "me", "you", "interviewer", "founder"}
)
_BREAK = re.compile(r"(?<=[.!?])\s+|\n+")
_LABEL = re.compile(r"([^\W\d_][\w'’.-]*(?: [\w'’.&-]+){0,3}):\s+(?=\S)")


@dataclass(frozen=True)
class Part:
    """A stretch of a text; where it has turns, `speaker` says it, and the turn begins in the line
    `turn`, empty ones not counted."""

    text: str
    speaker: str = ""
    turn: int = 0


def parts(text: str) -> list[Part]:
    """`text` in parts of about `TARGET` and at most `MOST` characters, in order."""
    turns = _turns(text)
    if not turns:
        return [Part(piece) for piece in _prose(text)]
    return [
        Part(piece, speaker, number) for number, speaker, words in turns for piece in _prose(words)
    ]


def cut(text: str) -> list[str]:
    """The words of each part of a text."""
    return [part.text for part in parts(text)]


def _turns(text: str) -> list[tuple[int, str, str]]:
    """(line, who, words) of a transcript, in order; [] for any other text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    labels = [match[1] if (match := _LABEL.match(line)) else "" for line in lines]
    speakers = _speakers(labels)
    opened = sum(label in speakers for label in labels)
    if opened < FEWEST_TURNS or opened * 2 < len(lines):
        return []
    turns: list[tuple[int, str, str]] = []
    for number, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if label in speakers:
            turns.append((number, label, line[len(label) + 1 :].strip()))
        elif turns:
            first, who, words = turns[-1]
            turns[-1] = (first, who, f"{words}\n{line}")
        else:
            turns.append((number, "", line))
    return turns


def _speakers(labels: Sequence[str]) -> frozenset[str]:
    """Labels that are names or roles, or come again: `Tip:` and `Pros:` alone are none."""
    counted = Counter(label for label in labels if label)
    return frozenset(
        label for label, count in counted.items()
        if count > 1 or label.lower() in ROLES or is_name(label)
    )  # fmt: skip


def _prose(text: str) -> list[str]:
    found: list[str] = []
    current = ""
    for sentence in _BREAK.split(text):
        for piece in _pieces(sentence.strip()):
            if current and len(current) + len(piece) + 1 > TARGET:
                found.append(current)
                current = piece
            else:
                current = f"{current} {piece}".strip()
    if current:
        found.append(current)
    return found


def _pieces(sentence: str) -> list[str]:
    return [sentence[i : i + MOST] for i in range(0, len(sentence), MOST)]
