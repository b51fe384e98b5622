"""How a text is written, apart from what it says: little words, sentence lengths, manner.

Distance is Burrows' Delta: the mean difference of habits, each in spreads of the writer's own.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LITTLE = (
    "the", "and", "to", "a", "of", "in", "that", "it", "is", "was", "i", "for", "on", "you", "with",
    "but", "be", "not", "have", "this", "we", "our", "they", "as", "so", "at", "my", "if", "just",
    "what", "all", "or", "from", "your", "would", "about", "do", "no", "more", "than", "very",
)  # fmt: skip
TEXTS, LEAST_WORDS = 8, 20
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_END = re.compile(r"[.!?…]+(?:\s|$)")
HABITS = ("sentence length", "word length", "questions", "exclamation marks", "contractions",
          "figures", "addressing the reader as “you”", "speaking as “we”")  # fmt: skip


@dataclass(frozen=True)
class Fit:
    """How near a text is to a writer's own: `delta` beside the usual delta of the own texts.

    `closer` is the share of own texts that lie further out than this one; `habits` names what
    differs most, the widest first, each with the text's value and the usual one.
    """

    delta: float
    usual: float
    closer: float
    n: int
    habits: tuple[tuple[str, float, float], ...]


def habits(text: str) -> np.ndarray:
    """The measures of one text: eight habits, then the share of each little word."""
    found = [each.lower().replace("’", "'") for each in _WORD.findall(text)]
    total = max(len(found), 1)
    sentences = max(len(_END.findall(text)), 1)
    counts = Counter(found)
    you, we = ("you", "your", "yours"), ("we", "our", "us", "ours")
    manner = [
        len(found) / sentences,
        sum(len(each) for each in found) / total,
        text.count("?") / sentences,
        text.count("!") / sentences,
        sum("'" in each for each in found) / total,
        len(re.findall(r"\d+", text)) / total,
        sum(counts[each] for each in you) / total,
        sum(counts[each] for each in we) / total,
    ]
    return np.array([*manner, *(counts[each] / total for each in LITTLE)])


def long_enough(text: str) -> bool:
    """Whether a text has words enough to have a manner."""
    return len(_WORD.findall(text)) >= LEAST_WORDS


def fit(text: str, own: Sequence[str]) -> Fit | None:
    """How `text` fits among `own` texts; None below eight own texts of twenty words each."""
    kept = [one for one in own if long_enough(one)]
    if len(kept) < TEXTS or not long_enough(text):
        return None
    table = np.stack([habits(one) for one in kept])
    spread = table.std(axis=0, ddof=1)
    used = spread > 0
    mine = habits(text)
    off = np.abs(mine - table.mean(axis=0))[used] / spread[used]
    delta = float(off.mean())
    each = [_left_out(table, place) for place in range(len(kept))]
    wide = np.argsort(-np.where(used, np.abs(mine - table.mean(axis=0)), 0)[: len(HABITS)]
                      / np.where(used, spread, 1)[: len(HABITS)])  # fmt: skip
    told = tuple(
        (HABITS[at], float(mine[at]), float(table[:, at].mean()))
        for at in wide[:2] if used[at] and abs(mine[at] - table[:, at].mean()) > spread[at]
    )  # fmt: skip
    closer = sum(one > delta for one in each) / len(each)
    return Fit(delta, float(np.median(each)), closer, len(kept), told)


def _left_out(table: np.ndarray, place: int) -> float:
    """Delta of one own text among the others."""
    rest = np.delete(table, place, axis=0)
    spread = rest.std(axis=0, ddof=1)
    used = spread > 0
    return float((np.abs(table[place] - rest.mean(axis=0))[used] / spread[used]).mean())
