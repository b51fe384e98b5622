"""Search by words: BM25 over a business's opened passages, in memory, one index per business.

The index is built from what the code that works for the business may read; who asks is filtered
afterwards. It is built anew when the passages changed, and forgotten when it was not used lately.
"""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np

from domain.language.terms import NEAR, kin, roots
from memory import passages
from memory.ctx import Ctx
from memory.passages import Passage

MOST_KEPT = 32
"""Businesses whose index is held at once; the one that waited longest goes first."""


@dataclass(frozen=True)
class Lexicon:
    """The passages of one business with what is looked up in them.

    `holds[root]` counts the passages that use a word; `roots[i]` are the words of passage i;
    `names` are words of figures, channels and the like, which no passage need use.
    """

    state: str
    passages: tuple[Passage, ...]
    roots: tuple[frozenset[str], ...]
    holds: Counter[str]
    places: dict[tuple[str, UUID, int], int]
    names: frozenset[str] = frozenset()
    ranker: Any = field(repr=False, default=None)

    def scores(self, wanted: Sequence[str]) -> np.ndarray:
        """BM25 of every passage for roots; words of near meaning count `NEAR` of the word."""
        if self.ranker is None:
            return np.zeros(len(self.passages), np.float32)
        own = self._scored([one for one in wanted if one in self.holds])
        near = [each for one in wanted for each in sorted(kin(one)) if each in self.holds]
        return own + NEAR * self._scored(near) / 2

    def rarity(self, one: str) -> float:
        """How telling a word is, in [0, 1]: 1 for a word that no passage uses."""
        most = np.log1p(max(1, len(self.passages)))
        return float(np.log1p(len(self.passages) / (1 + self.holds[one])) / most)

    def uses(self, one: str) -> bool:
        """Whether any passage uses a word, or one of near meaning."""
        near = kin(one)
        known = bool(self.holds[one]) or one in self.names or bool(near & self.names)
        return known or any(self.holds[each] for each in near)

    def _scored(self, words: Sequence[str]) -> np.ndarray:
        if not words:
            return np.zeros(len(self.passages), np.float32)
        return np.asarray(self.ranker.get_scores(list(words)), np.float32)


KEPT_SECONDS = 600.0
"""How long an index that nobody asks stays in memory, with the words in it."""

_held: OrderedDict[UUID, Lexicon] = OrderedDict()
_ends: dict[UUID, asyncio.TimerHandle] = {}


async def lexicon(ctx: Ctx) -> Lexicon:
    """The index of the business of `ctx`, as its passages stand now."""
    state = await passages.state(ctx)
    known = _held.get(ctx.business_id)
    if known is None or known.state != state:
        rows = await passages.load(ctx)
        named = await passages.vocabulary(ctx)
        known = await asyncio.to_thread(built, rows, state, named)
        _held[ctx.business_id] = known
    _held.move_to_end(ctx.business_id)
    _end_later(ctx.business_id)
    while len(_held) > MOST_KEPT:
        _held.popitem(last=False)
    return known


def forget(business_id: UUID) -> None:
    """Drop a business's index from memory."""
    _held.pop(business_id, None)
    if timer := _ends.pop(business_id, None):
        timer.cancel()


def _end_later(business_id: UUID) -> None:
    if timer := _ends.get(business_id):
        timer.cancel()
    _ends[business_id] = asyncio.get_running_loop().call_later(KEPT_SECONDS, forget, business_id)


def built(rows: Sequence[Passage], state: str = "", named: Sequence[str] = ()) -> Lexicon:
    """An index over passages; `named` are names that count as used."""
    said = [roots(f"{row.about} {row.text}") for row in rows]
    every = tuple(frozenset(each) for each in said)
    return Lexicon(
        state=state,
        passages=tuple(rows),
        roots=every,
        holds=Counter(one for each in every for one in each),
        places={(row.kind, row.id, row.position): place for place, row in enumerate(rows)},
        names=frozenset(roots(" ".join(named).replace("_", " "))),
        ranker=_ranker(said),
    )


def _ranker(said: Sequence[list[str]]) -> Any:
    if not any(said):
        return None
    import bm25s

    ranker = bm25s.BM25()
    ranker.index([each or [""] for each in said], show_progress=False)
    return ranker
