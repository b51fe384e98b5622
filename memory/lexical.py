"""The search index of one business, in memory: words by field, vectors, signs of tokens.

The index is built from what the code that works for the business may read; who asks is filtered
afterwards. It is built anew when the passages changed (what did not change is taken over), and
forgotten when it was not used lately.
"""

import asyncio
import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np

from core import clock
from domain import fields
from domain.access import worker_for
from domain.fields import Fields, Source
from domain.fusion import FORMS
from domain.language.terms import NEAR, kin, root, roots
from memory import meanings, passages
from memory.ctx import Ctx, open_ctx
from memory.generations import BEFORE, Generation
from memory.meanings import Meaning
from memory.passages import Passage

MOST_KEPT = 32
"""Businesses whose index is held at once; the one that waited longest goes first."""

SHOWN = frozenset({"answer", "belief", "map"})
"""Kinds that are compared in the words they are shown in, whatever vectors are kept."""
LARGE = 20_000
"""Passages from which an index that changed is built anew aside: that takes seconds."""
LOOK_SECONDS = 1.0
"""How long a large index rests after it was looked over, and as long as that took at the least."""
MOST_PENDING = 2_000
"""Passages that a question waits for, the newest; the others are found by their words."""

Key = tuple[str, UUID, int]
Meanings = Mapping[Key, Meaning]


@dataclass(frozen=True)
class Lexicon:
    """The passages of one business with what is looked up in them.

    `holds[root]` counts the passages that use a word; `said[i]` are the words of passage i, in
    order, `roots[i]` each once; `names` are words of figures, channels and the like, which no
    passage need use; `group[i]` is the source of passage i, `form[i]` its place in FORMS;
    `speakers` maps the roots of a speaker's name to their passages. `meaning[i]` is zero without a
    vector; `pending` are passages that still have to be given one, all by the model of the
    generation. `ids[i]` is the passage's in the vault, if it is there. `answered` holds what was
    found.
    """

    state: str
    passages: tuple[Passage, ...]
    said: tuple[tuple[str, ...], ...]
    roots: tuple[frozenset[str], ...]
    holds: Counter[str]
    places: dict[Key, int]
    fields: Fields
    group: np.ndarray
    form: np.ndarray
    speakers: Mapping[str, np.ndarray]
    meaning: np.ndarray
    signs: list[np.ndarray | None]
    pending: list[int]
    ids: tuple[UUID | None, ...]
    generation: Generation
    names: frozenset[str] = frozenset()
    answered: OrderedDict[object, Any] = field(default_factory=OrderedDict, repr=False)
    completing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def scores(self, wanted: Sequence[str]) -> np.ndarray:
        """BM25F of every passage for roots; words of near meaning count `NEAR` of the word."""
        factors = dict.fromkeys(wanted, 1.0)
        for one in wanted:
            for each in kin(one):
                factors.setdefault(each, NEAR / 2)
        return self.fields.scores(factors)

    def rarity(self, one: str) -> float:
        """How telling a word is, in [0, 1]: 1 for a word that no passage uses."""
        most = np.log1p(max(1, len(self.passages)))
        return float(np.log1p(len(self.passages) / (1 + self.holds[one])) / most)

    def uses(self, one: str) -> bool:
        """Whether any passage uses a word, or one of near meaning."""
        near = kin(one)
        known = bool(self.holds[one]) or one in self.names or bool(near & self.names)
        return known or any(self.holds[each] for each in near)


KEPT_SECONDS = 600.0
"""How long an index that nobody asks stays in memory, with the words in it."""

_held: OrderedDict[UUID, Lexicon] = OrderedDict()
_renewing: dict[UUID, asyncio.Task[None]] = {}
_rests: dict[UUID, float] = {}
"""Until when a large index is not looked over again."""
_ends: dict[UUID, asyncio.TimerHandle] = {}


async def lexicon(ctx: Ctx, known_by: datetime | None = None) -> tuple[Lexicon, bool]:
    """The index of the business of `ctx`, and whether its passages stand so now.

    A question does not wait until a large index is looked over and built anew: it is asked of the
    one before. With `known_by` the index is over what people had said by then, and no more.
    """
    known, fresh = _held.get(ctx.business_id), True
    if known is not None and len(known.passages) > LARGE:
        fresh, rested = False, clock.elapsed() >= _rests.get(ctx.business_id, 0.0)
        if ctx.business_id not in _renewing and rested:
            _renewing[ctx.business_id] = asyncio.create_task(_renew_aside(ctx.business_id))
    elif known is None or known.state != await passages.state(ctx):
        known = _held[ctx.business_id] = await _renewed(ctx)
    if ctx.business_id in _held:
        _held.move_to_end(ctx.business_id)
    _end_later(ctx.business_id)
    while len(_held) > MOST_KEPT:
        forget(next(iter(_held)))
    if known_by is not None:
        known = await asyncio.to_thread(_as_of, known, known_by)
    return known, fresh


async def _renewed(ctx: Ctx) -> Lexicon:
    state = await passages.state(ctx)
    rows = await passages.load(ctx)
    named = await passages.vocabulary(ctx)
    it, opened = await meanings.meanings(ctx)
    before = _held.get(ctx.business_id)
    return await asyncio.to_thread(built, rows, state, named, opened, before, it)


async def _renew_aside(business_id: UUID) -> None:
    """Look the index over in a transaction of its own, and build it anew where it changed."""
    began = clock.elapsed()
    try:
        async with open_ctx(worker_for(business_id), read_only=True) as ctx:
            known = _held.get(business_id)
            if known is not None and known.state != await passages.state(ctx):
                found = await _renewed(ctx)
                if business_id in _held:  # else it was forgotten meanwhile, or erased
                    _held[business_id] = found
    finally:
        _renewing.pop(business_id, None)
        now = clock.elapsed()
        _rests[business_id] = now + max(LOOK_SECONDS, now - began)


def _as_of(words: Lexicon, moment: datetime) -> Lexicon:
    """The last one that was asked for is kept."""
    kept: tuple[datetime, Lexicon] | None = words.answered.get("as of")
    if kept is None or kept[0] != moment:
        then = [
            one.kind in passages.SAID and (one.learned is None or one.learned <= moment)
            for one in words.passages
        ]
        kept = moment, narrowed(words, np.array(then, bool))
        words.answered["as of"] = kept
    return kept[1]


def narrowed(whole: Lexicon, keep: np.ndarray) -> Lexicon:
    """The index over those of the passages alone for which `keep` is true, as if no others were."""
    places = np.flatnonzero(keep)
    rows = [whole.passages[place] for place in places]
    found = built(rows, whole.state, before=whole, generation=whole.generation)
    waiting = set(whole.pending)
    return replace(
        found, names=whole.names, meaning=whole.meaning[places],
        signs=[whole.signs[place] for place in places],
        pending=[new for new, old in enumerate(places) if int(old) in waiting],
        ids=tuple(whole.ids[place] for place in places),
    )  # fmt: skip


def forget(business_id: UUID) -> None:
    """Drop a business's index from memory."""
    _held.pop(business_id, None)
    _rests.pop(business_id, None)
    meanings.let_go(business_id)
    if timer := _ends.pop(business_id, None):
        timer.cancel()


def _end_later(business_id: UUID) -> None:
    if timer := _ends.get(business_id):
        timer.cancel()
    _ends[business_id] = asyncio.get_running_loop().call_later(KEPT_SECONDS, forget, business_id)


def built(
    rows: Sequence[Passage], state: str = "", named: Sequence[str] = (),
    known: Meanings | None = None, before: Lexicon | None = None, generation: Generation = BEFORE,
) -> Lexicon:  # fmt: skip
    """An index over passages; `named` are names that count as used, `known` are their meanings in a
    generation, `before` is an older index."""
    said = _said(rows, before)
    every = tuple(frozenset(each) for each in said)
    keys = [(row.kind, row.id, row.position) for row in rows]
    groups: dict[object, int] = {}
    group = np.array([groups.setdefault(_source(row), len(groups)) for row in rows], np.int64)
    found = [*map(_fitting, rows, ((known or {}).get(key) for key in keys))]
    meaning = np.zeros((len(rows), generation.width), np.float32)
    signs = [one.signs if one is not None else None for one in found]
    for place, one in enumerate(found):
        if one is not None:
            meaning[place] = one.vector
    same = before if before is not None and before.generation.number == generation.number else None
    pending = _carried_over(rows, _pending(rows, found), same, meaning, signs)
    sources = [
        Source(words, int(number), row.speaker, row.at)
        for words, number, row in zip(said, group, rows, strict=True)
    ]
    return Lexicon(
        state=state, passages=tuple(rows), said=said, roots=every,
        holds=Counter(one for each in every for one in each),
        places={key: place for place, key in enumerate(keys)},
        fields=fields.built(sources), group=group,
        form=np.array([FORMS.index(row.form) for row in rows], np.int64),
        speakers=_speakers(rows), meaning=meaning,
        signs=signs, pending=pending, generation=generation,
        ids=tuple(one.id if one is not None else None for one in found),
        names=frozenset(roots(" ".join(named).replace("_", " "))),
    )  # fmt: skip


def _said(rows: Sequence[Passage], before: Lexicon | None) -> tuple[tuple[str, ...], ...]:
    """The roots of each passage; what an older index read in the same words is taken over."""
    known: dict[str, tuple[str, ...]] = {}
    if before is not None:
        known = {
            f"{row.about} {row.text}": words
            for row, words in zip(before.passages, before.said, strict=True)
        }
    found = []
    for row in rows:
        text = f"{row.about} {row.text}"
        if text not in known:
            known[text] = tuple(roots(text))
        found.append(known[text])
    return tuple(found)


def _source(row: Passage) -> object:
    """What passages share that stand beside each other: one text, or the notes of one day."""
    if row.kind == "vent" and row.form == "prose" and row.at is not None:
        return row.kind, row.at.date()
    return row.kind, row.id


def _fitting(row: Passage, known: Meaning | None) -> Meaning | None:
    """A vector of other words (the text was cut otherwise, or edited since) is none of these."""
    return known if known is not None and known.digest == meanings.digest(row.text) else None


def _pending(rows: Sequence[Passage], found: Sequence[Meaning | None]) -> list[int]:
    """Passages that are compared as they are shown, or whose vector is not there yet."""
    lacking = [
        place for place, (row, one) in enumerate(zip(rows, found, strict=True))
        if one is None or row.kind in SHOWN
    ]  # fmt: skip
    return lacking[-MOST_PENDING:]


def _carried_over(
    rows: Sequence[Passage], pending: Sequence[int], before: Lexicon | None, meaning: np.ndarray,
    signs: list[np.ndarray | None],
) -> list[int]:  # fmt: skip
    """What is still pending after an older index gave what it had made for the same words."""
    if before is None:
        return [*pending]
    waiting = set(before.pending)
    made = {
        (row.about, row.text): place
        for place, row in enumerate(before.passages) if place not in waiting
    }  # fmt: skip
    left = []
    for place in pending:
        known = made.get((rows[place].about, rows[place].text))
        if known is None or before.signs[known] is None:
            left.append(place)
        else:
            meaning[place], signs[place] = before.meaning[known], before.signs[known]
    return left


def _speakers(rows: Sequence[Passage]) -> dict[str, np.ndarray]:
    found: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for word in {root(each) for each in row.speaker.split()}:
            found.setdefault(word, []).append(place)
    return {word: np.array(places, np.int64) for word, places in found.items()}
