"""What a text means, read once: each stretch of it has the mean vector of its tokens in context.

A passage is read by the model in one go; sentences and phrases are taken out of that reading, so
that no word is read twice (late chunking, arXiv 2409.04701).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.text import clean_text
from domain.language.chunks import cut

Embed = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True, eq=False)
class Read:
    """A passage as the model read it: its unit vector (384), and of each token the vector
    (tokens, 384), the signs of that vector (tokens, 48) and its place in the text (tokens, 2)."""

    vector: np.ndarray
    tokens: np.ndarray
    signs: np.ndarray
    places: np.ndarray


MOST_PASSAGES = 100
"""Of longer texts, each stretch is read alone: only some of them are asked for."""


@dataclass(frozen=True)
class Reader:
    """Who reads: `embed` gives unit vectors of texts (n, 384), `read` all that was read in each."""

    embed: Embed
    read: Callable[[Sequence[str]], list[Read]]

    def meanings(self, text: str) -> Meanings:
        """What `text` means, passage by passage as search cuts it."""
        passages = passages_of(text)
        return Meanings(text, passages, self.read(passages), self.embed)


def passages_of(text: str) -> list[str]:
    """The passages that are read for `text`; none where there would be too many."""
    passages = cut(text)
    return passages if len(passages) <= MOST_PASSAGES else []


class Meanings:
    """Vectors of stretches of `text`, of which `passages` with their `reads` are cut.

    What no token of a passage covers (labels of speakers, what was too long) `embed` reads alone.
    """

    def __init__(
        self, text: str, passages: Sequence[str], reads: Sequence[Read], embed: Embed
    ) -> None:
        self._text, self._embed = text, embed
        seen = np.array([not mark.isspace() for mark in text], np.int32)
        self._place = np.concatenate([[0], np.cumsum(seen)])
        starts, ends, rows = [], [], []
        squeezed, cursor = "".join(text.split()), 0
        for passage, read in zip(passages, reads, strict=True):
            bare = "".join(passage.split())
            at = squeezed.find(bare, cursor)
            if at < 0 or not len(read.tokens) or clean_text(passage) != passage:
                continue
            cursor = at + len(bare)
            own = np.concatenate([[0], np.cumsum([not mark.isspace() for mark in passage])])
            starts.append(at + own[read.places[:, 0]])
            ends.append(at + own[read.places[:, 1]])
            rows.append(read.tokens)
        width = rows[0].shape[1] if rows else 0
        self._starts = np.concatenate(starts) if starts else np.zeros(0, np.int64)
        self._ends = np.concatenate(ends) if ends else np.zeros(0, np.int64)
        self._sums = np.zeros((len(self._starts) + 1, width))
        if rows:
            np.cumsum(np.concatenate(rows), axis=0, dtype=np.float64, out=self._sums[1:])

    def of(self, stretches: Sequence[tuple[int, int]]) -> np.ndarray:
        """(n, 384), unit length: what the code points `start` to `end` of the text mean."""
        found = [self._one(start, end) for start, end in stretches]
        alone = [place for place, one in enumerate(found) if one is None]
        if len(alone) == len(found):
            return self._embed([self._text[start:end] for start, end in stretches])
        read = self._embed([self._text[slice(*stretches[place])] for place in alone])
        for place, vector in zip(alone, read, strict=True):
            found[place] = vector
        return np.stack([one for one in found if one is not None]).astype(np.float32)

    def _one(self, start: int, end: int) -> np.ndarray | None:
        first = int(np.searchsorted(self._ends, self._place[start], side="right"))
        last = int(np.searchsorted(self._starts, self._place[end], side="left"))
        if first >= last or self._ends[last - 1] < self._place[end]:
            return None
        total = self._sums[last] - self._sums[first]
        return total / max(float(np.linalg.norm(total)), 1e-9)
