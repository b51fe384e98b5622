"""Passages that speak to a question: by words and by meaning, joined by z-scores.

Each search is measured against its own candidates (mean and spread), so that neither outshouts the
other. Words of the question weigh by rarity; beliefs and plans weigh less than what people said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from sqlalchemy import select

from memory import inputs, vectors
from memory.ctx import Ctx
from memory.lexical import Lexicon, lexicon
from memory.passages import Passage, readable
from memory.tables import among

Embed = Callable[[Sequence[str]], np.ndarray]

CANDIDATES = 60
LEXICAL_SHARE = 0.55
NEIGHBOUR_SHARE = 0.12
"""How much of a neighbour's score (the passages right before and after in the same source and on
the same day) a passage is lent."""
WEIGHTS = {"belief": 0.85, "map": 0.8, "brief": 0.6, "entry": 0.45}
EMBEDDED = frozenset({"answer", "belief", "map"})
"""Kinds that are compared in the words they are shown in, whatever vectors are kept."""
MOST_EMBEDDED = 400
DATED = frozenset({"vent", "activity", "entry"})
AT_HAND = 2.0
"""What is lent to passages of files that came with the question."""
LOOKING_BACK = timedelta(days=45)


@dataclass(frozen=True)
class Wanted:
    """What is looked for: a question's roots and vector, the days and the files it names."""

    roots: tuple[str, ...]
    vector: np.ndarray
    first: date | None = None
    last: date | None = None
    files: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Hit:
    """A passage with its place in the index, its joint score and its likeness of meaning."""

    place: int
    passage: Passage
    score: float
    similarity: float


async def retrieve(
    ctx: Ctx, wanted: Wanted, embed: Embed, most: int = 20
) -> tuple[Lexicon, list[Hit]]:
    """The best passages that the actor may read, best first, with the index they stand in."""
    words = await lexicon(ctx)
    lexical = words.scores(wanted.roots)
    dense = await _dense(ctx, wanted, words, embed)
    places = sorted({*_best(lexical), *dense})
    places = [place for place in places if readable(ctx, words.passages[place])]
    if not places:
        return words, []
    by_words = _z(np.array([lexical[place] for place in places]))
    likeness = np.array([dense.get(place, np.nan) for place in places], np.float32)
    floor = float(np.nanmin(likeness)) if not np.isnan(likeness).all() else 0.0
    likeness = np.nan_to_num(likeness, nan=floor)
    joint = LEXICAL_SHARE * by_words + (1 - LEXICAL_SHARE) * _z(likeness)
    joint = _with_neighbours(words, places, joint)
    joint += np.array([_weight(words.passages[place], wanted) for place in places])
    order = sorted(range(len(places)), key=lambda n: (-joint[n], places[n]))
    hits = [
        Hit(places[n], words.passages[places[n]], float(joint[n]), float(likeness[n]))
        for n in order[: most * 2]
    ]
    return words, (await _still_open(ctx, hits))[:most]


def _best(scores: np.ndarray) -> list[int]:
    order = np.argsort(-scores, kind="stable")[:CANDIDATES]
    return [int(place) for place in order if scores[place] > 0]


async def _dense(ctx: Ctx, wanted: Wanted, words: Lexicon, embed: Embed) -> dict[int, float]:
    """Place → cosine, for the nearest stored vectors and for kinds that are compared as shown."""
    found: dict[int, float] = {}
    for row in await vectors.nearest(ctx, wanted.vector, CANDIDATES):
        place = words.places.get((row.source_type, row.source_id, row.position))
        if place is not None:
            found[place] = 1.0 - float(row.distance)
    shown = [n for n, one in enumerate(words.passages) if one.kind in EMBEDDED][:MOST_EMBEDDED]
    if shown:
        said = [f"{words.passages[n].about} {words.passages[n].text}".strip() for n in shown]
        for place, cosine in zip(shown, embed(said) @ wanted.vector, strict=True):
            found[place] = max(found.get(place, -1.0), float(cosine))
    return found


def _z(values: np.ndarray) -> np.ndarray:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def _with_neighbours(words: Lexicon, places: list[int], joint: np.ndarray) -> np.ndarray:
    """A passage beside one that fits well is likelier to be about the same thing."""
    by_place = dict(zip(places, joint, strict=True))
    lent = []
    for place in places:
        beside = [
            by_place[near] for near in (place - 1, place + 1)
            if near in by_place and _adjoin(words.passages[place], words.passages[near])
        ]  # fmt: skip
        lent.append(max([each for each in beside if each > 0], default=0.0))
    return joint + NEIGHBOUR_SHARE * np.array(lent)


def _adjoin(one: Passage, other: Passage) -> bool:
    if one.kind != other.kind:
        return False
    same_day = one.at is not None and other.at is not None and one.at.date() == other.at.date()
    return one.id == other.id or same_day


def _weight(passage: Passage, wanted: Wanted) -> float:
    handed_in = AT_HAND if passage.id in wanted.files else 0.0
    return float(np.log(WEIGHTS.get(passage.kind, 1.0))) - _off_period(passage, wanted) + handed_in


def _off_period(passage: Passage, wanted: Wanted) -> float:
    """What a passage loses for lying outside the days asked about; people also look back."""
    if wanted.first is None or wanted.last is None or passage.at is None:
        return 0.0
    if passage.kind not in DATED or wanted.first <= passage.at.date() <= wanted.last:
        return 0.0
    soon_after = wanted.last < passage.at.date() <= wanted.last + LOOKING_BACK
    return 0.3 if soon_after else 1.5


async def _still_open(ctx: Ctx, hits: Sequence[Hit]) -> list[Hit]:
    """Postgres has the last word on who may read a note, whatever the index remembers."""
    ids = {hit.passage.id for hit in hits if hit.passage.kind == "vent"}
    if not ids:
        return [*hits]
    table = inputs.vent_entries
    query = select(table.c.id, table.c.visibility, table.c.author_id).where(
        among(table.c.id, ids), table.c.deleted_at.is_(None), table.c.visibility != "off_record"
    )
    mine = (None, ctx.actor.user_id)
    may = {
        row.id
        for row in await ctx.rows(query)
        if row.visibility == "team" or row.author_id in mine or ctx.actor.role == "worker"
    }
    return [hit for hit in hits if hit.passage.kind != "vent" or hit.passage.id in may]
