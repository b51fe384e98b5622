"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel, ConfigDict

Change = Literal["same", "added", "removed"]
_PIECE = re.compile(r"\s+|\w+|[^\w\s]+")
MOST_WORDS = 6_000
"""Beyond it whole lines are compared: words would take minutes and tell nobody anything."""


class Stretch(BaseModel):
    """A run of text that both have, or only the later (`added`) or earlier (`removed`) one."""

    model_config = ConfigDict(frozen=True)

    change: Change
    text: str


def differences(before: str, after: str) -> tuple[Stretch, ...]:
    """The stretches of two texts, in order.

    What is `same` or `removed` makes up `before`, what is `same` or `added` makes up `after`.
    """
    old, new = _pieces(before), _pieces(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return tuple(_joined(_stretches(old, new)))


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _stretches(old: list[str], new: list[str]) -> Iterator[Stretch]:
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch(change="same", text="".join(old[i:j]))
            continue
        if i < j:
            yield Stretch(change="removed", text="".join(old[i:j]))
        if k < m:
            yield Stretch(change="added", text="".join(new[k:m]))


def _joined(given: Iterator[Stretch]) -> Iterator[Stretch]:
    """Neighbours of one kind as one."""
    last: Stretch | None = None
    for one in given:
        if last is not None and last.change == one.change:
            last = Stretch(change=last.change, text=last.text + one.text)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
