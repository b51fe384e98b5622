"""Which words of a text went, and which came: difflib over words, for showing two answers as one.

It gives pieces of plain text; whoever shows them escapes them.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel, ConfigDict

MOST_WORDS = 2_000
"""Longer texts are compared up to here; the rest stands as it is in the later one."""
_PIECE = re.compile(r"\s+|\w+(?:[.,:'’-]\w+)*|[^\w\s]", re.UNICODE)


class Piece(BaseModel):
    """Words that stand in both texts, in the first one only (`gone`), or in the second (`new`)."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["same", "gone", "new"]
    text: str


def word_diff(first: str, second: str) -> list[Piece]:
    """The second text with what changed since the first, in reading order.

    The pieces that are not `new` make up the first text, those that are not `gone` the second.
    """
    before, after = _PIECE.findall(first), _PIECE.findall(second)
    rest_before, rest_after = before[MOST_WORDS:], after[MOST_WORDS:]
    before, after = before[:MOST_WORDS], after[:MOST_WORDS]
    pieces = [*_pieces(before, after)]
    if rest_before == rest_after:
        pieces += _piece("same", rest_after)
    else:
        pieces += [*_piece("gone", rest_before), *_piece("new", rest_after)]
    return pieces


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield from _piece("same", before[i:j])
        else:
            yield from _piece("gone", before[i:j])
            yield from _piece("new", after[k:m])


def _piece(kind: Literal["same", "gone", "new"], words: list[str]) -> list[Piece]:
    return [Piece(kind=kind, text="".join(words))] if words else []
