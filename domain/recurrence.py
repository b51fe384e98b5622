"""Which mentions tell the same concern in other words: three likenesses against a background.

Two mentions are linked by meaning (vectors, less what all mentions share), by families of words
(`language/concerns.toml`) and by the words themselves; what a business says all the time counts for
little. A mention joins the theme whose mean link stands out of what chance would give among so many
themes, or opens one. Themes that a mention brings close become one, under the older name; a mention
that fits the theme of the new one better than its own moves there.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import log, sqrt
from typing import Generic, TypeVar

import numpy as np
from scipy.sparse import csr_array

T = TypeVar("T", bound=Hashable)

MEANING, FAMILIES, WORDS = 1.0, 0.5, 0.75  # weights of the three likenesses
USUAL_MENTIONS = 20  # mentions of no business in particular that steady the common vector
BACKGROUND_TEXTS = 20  # as many count, at least, of what says what the business is about
USUAL_TEXTS = 40  # texts that steady the shares below
FAMILY_SHARE, WORD_SHARE = 0.04, 0.01  # of texts that name a family, a word
MOST_CUES = 3
USUAL_LINK, USUAL_SPREAD = 0.06, 0.15  # of links between unrelated mentions
TOGETHER = 0.3  # how far the links of one mention to one theme rise and fall together
NARROWEST = 0.6  # the mean of many links varies at least so much of what one link does
AT_HOME = 0.1  # by how much a mention must fit another theme better before it moves there
REPEAT = 0.98  # cosine from which two texts are the same text
BUCKETS = 1 << 15


@dataclass(frozen=True, eq=False)
class Gist:
    """What a mention is compared by: a unit vector, families of words (one for each cue), stems."""

    vector: np.ndarray
    families: tuple[str, ...]
    words: frozenset[str]

    @property
    def marks(self) -> str:
        """Families (`#leaving`) and stems in one line; `read_marks` reads it again."""
        return " ".join([*(f"#{name}" for name in self.families), *sorted(self.words)])

    @cached_property
    def kinds(self) -> Counter[str]:
        """How often each family is named."""
        return Counter(self.families)

    @cached_property
    def buckets(self) -> np.ndarray:
        """Numbers that stand for the stems."""
        return np.array([zlib.crc32(word.encode()) % BUCKETS for word in self.words], np.int32)


@dataclass(frozen=True)
class Placing(Generic[T]):
    """The theme a mention joins (None: it opens one), and what comes there with it.

    `absorbed` are themes that become part of it, `moved` the places of single earlier mentions.
    """

    theme: T | None
    absorbed: tuple[T, ...] = ()
    moved: tuple[int, ...] = ()


def read_marks(vector: np.ndarray, marks: str) -> Gist:
    """The gist whose `marks` and vector were kept."""
    parts = marks.split()
    families = tuple(part[1:] for part in parts if part.startswith("#"))
    return Gist(vector, families, frozenset(part for part in parts if not part.startswith("#")))


def place(
    new: Gist, earlier: Sequence[Gist], themes: Sequence[T], common: np.ndarray,
    background: Sequence[Gist] = (), shaped: Collection[T] = (),
) -> Placing[T]:  # fmt: skip
    """Where a mention belongs; `themes` names the theme of each of `earlier`, oldest first.

    `common` is the mean vector of texts of no business in particular, `background` are texts that
    say what this business is about, `shaped` themes that a person put in order: no two of them
    become one, and nothing leaves them. The same text always joins the theme of its first mention.
    Equal links go to the older theme.
    """
    if not earlier:
        return Placing(None)
    members = _members(themes)
    again = np.flatnonzero(np.stack([one.vector for one in earlier]) @ new.vector >= REPEAT)
    if len(again):
        return Placing(themes[int(again[0])])
    space = _Space([*earlier, new], background, common)
    group, absorbed = [len(earlier)], []
    closed: set[T] = set()
    while (near := _best(space.links(group), members, {*absorbed, *closed})) is not None:
        group += members[near]
        absorbed.append(near)
        closed |= {*shaped} if near in shaped else set()
    moved = _drawn(space, members, {*absorbed, *shaped}, group)
    if not absorbed:
        return Placing(None, (), moved)
    oldest = min(absorbed, key=lambda theme: (theme not in shaped, members[theme][0]))
    return Placing(oldest, tuple(theme for theme in absorbed if theme != oldest), moved)


def _members(themes: Sequence[T]) -> dict[T, list[int]]:
    found: dict[T, list[int]] = {}
    for place, theme in enumerate(themes):
        found.setdefault(theme, []).append(place)
    return found


def _best(links: np.ndarray, members: dict[T, list[int]], without: Collection[T]) -> T | None:
    """The theme outside `without` whose mean link to the rows clears the bar by most, if any."""
    means = links.mean(axis=0)
    best, lead = None, 0.0
    for theme, places in members.items():
        over = float(means[places].mean()) - _bar(len(members), len(links), len(places))
        if over > lead and theme not in without:
            best, lead = theme, over
    return best


def _drawn(
    space: _Space, members: dict[T, list[int]], without: Collection[T], group: list[int]
) -> tuple[int, ...]:
    """Mentions of other themes that fit `group` clearly better than those they stand with."""
    near = space.links(group).mean(axis=0)
    bar = _bar(len(members), 1, len(group))
    drawn = [
        (one, [other for other in places if other != one])
        for theme, places in members.items()
        for one in (places if theme not in without and len(places) > 1 else ())
        if near[one] >= bar
    ]
    links = space.links([one for one, _ in drawn]) if drawn else ()
    return tuple(
        one
        for (one, own), row in zip(drawn, links, strict=True)
        if near[one] > float(row[own].mean()) + AT_HOME
    )


def _bar(themes: int, one: int, other: int) -> float:
    """How high the mean of `one` times `other` links must be.

    The highest of `themes` chance values stands sqrt(2 ln n) spreads out; means of many vary less.
    """
    share = max(NARROWEST, sqrt(_narrowed(one) * _narrowed(other)))
    return USUAL_LINK + USUAL_SPREAD * sqrt(2 * log(1 + themes)) * share


def _narrowed(count: int) -> float:
    return (1 + (count - 1) * TOGETHER) / count


class _Space:
    """Mentions side by side, weighted by how rarely each thing is said among them and `others`."""

    def __init__(
        self, mentions: Sequence[Gist], others: Sequence[Gist], common: np.ndarray
    ) -> None:
        times = max(1, round(BACKGROUND_TEXTS / len(others))) if others else 0
        gists = [*mentions, *(each for each in others for _ in range(times))]
        vectors = np.stack([one.vector for one in gists])
        total = USUAL_MENTIONS * common + vectors.sum(axis=0)
        centred = vectors[: len(mentions)] - total / (USUAL_MENTIONS + len(gists))
        self.vectors = _unit(centred)
        self.families = _rare(_family_counts(gists), FAMILY_SHARE)[: len(mentions)]
        self.words = _rare(_word_counts(gists), WORD_SHARE)[: len(mentions)]
        self._families, self._words = self.families.T.tocsr(), self.words.T.tocsr()
        self._known: dict[int, np.ndarray] = {}

    def links(self, rows: Sequence[int]) -> np.ndarray:
        """(rows, mentions): how strongly each of `rows` is linked to every mention."""
        fresh = [row for row in rows if row not in self._known]
        if fresh:
            meaning = self.vectors[fresh] @ self.vectors.T
            families = (self.families[fresh] @ self._families).toarray()
            words = (self.words[fresh] @ self._words).toarray()
            found = MEANING * meaning + FAMILIES * families + WORDS * words
            self._known.update(zip(fresh, found, strict=True))
        return np.stack([self._known[row] for row in rows])


def _family_counts(gists: Sequence[Gist]) -> csr_array:
    known: dict[str, int] = {}
    counts = [one.kinds for one in gists]
    columns = [known.setdefault(name, len(known)) for one in counts for name in one]
    values = [min(count, MOST_CUES) for one in counts for count in one.values()]
    return _sparse(columns, np.sqrt(values), [len(one) for one in counts], max(1, len(known)))


def _word_counts(gists: Sequence[Gist]) -> csr_array:
    columns = list(chain.from_iterable(one.buckets.tolist() for one in gists))
    sizes = [len(one.buckets) for one in gists]
    return _sparse(columns, np.ones(len(columns)), sizes, BUCKETS)


def _sparse(columns: Sequence[int], values: np.ndarray, sizes: Sequence[int], width: int):
    ends = np.concatenate([[0], np.cumsum(sizes)])
    return csr_array((values, np.asarray(columns, np.int32), ends), shape=(len(sizes), width))


def _rare(counts: csr_array, usual: float) -> csr_array:
    """Rows after each column is weighted by how few rows have it, of unit length at the most.

    A row that has only what many have stays short: it says little.
    """
    rows = counts.indptr.size - 1
    have = np.bincount(counts.indices, minlength=1)
    weight = -np.log((have + USUAL_TEXTS * usual) / (rows + USUAL_TEXTS))
    data = counts.data * weight[counts.indices]
    owner = np.repeat(np.arange(rows), np.diff(counts.indptr))
    length = np.maximum(np.sqrt(np.bincount(owner, data**2, minlength=rows)), -log(usual))
    return csr_array((data / length[owner], counts.indices, counts.indptr), shape=counts.shape)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
