"""Passages that speak to a question: by words, by meaning, by who says it and what stands beside.

Words (BM25F) and vectors each propose candidates; the likeliest are compared token by token; all
parts are joined by learned weights (`domain.fusion`). Beliefs and plans weigh less than what people
said. Postgres has the last word on who may read what is found.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from sqlalchemy import select

from core.settings import settings
from domain import fusion
from domain.addressing import meant
from domain.facets import SAID, Facet, month_of
from domain.fusion import PARTS, Candidates
from domain.language.terms import root, split
from memory import inputs, vectors
from memory.ctx import Ctx
from memory.holdout import hidden
from memory.lexical import Lexicon, lexicon
from memory.passages import Passage, readable, standing
from memory.tables import among

ReadTokens = Callable[[Sequence[str]], tuple[np.ndarray, list[np.ndarray]]]
"""Vectors by the model of the live generation (zero where it does not answer), signs of tokens."""

CANDIDATES = 50
"""Proposed by words, and as many by meaning."""
SPEAKER_SHARE = 0.4
"""What a passage gains as a candidate by words where its speaker is meant."""
WEIGHTS = {"belief": 0.85, "map": 0.8, "brief": 0.6, "entry": 0.45}
EXACT = 150_000
"""Passages up to which every vector is compared; beyond it the vector index proposes."""
DATED = frozenset({"vent", "activity", "entry"})
AT_HAND = 2.0
"""What is lent to passages of files that came with the question."""
LOOKING_BACK = timedelta(days=45)
SAME = 0.985
"""Cosine from which a passage says what a better one has said already; it goes to the end."""
MOST_ANSWERED = 256


@dataclass(frozen=True)
class Limits:
    """What hits are limited to; empty = no limit. `speaker` is part of a name.

    Of each facet that is named, one of the values has to fit. `known_by` asks as one could have
    asked then: later words neither come up nor weigh.
    """

    facets: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    since: date | None = None
    until: date | None = None
    speaker: str = ""
    known_by: datetime | None = None


@dataclass(frozen=True)
class Wanted:
    """What is looked for: a question, its roots, the days and the files it names.

    `own` are names of the business itself: they stand for everything and are not compared.
    `without` leaves parts out of the score, for measuring what each is good for.
    """

    text: str
    roots: tuple[str, ...]
    first: date | None = None
    last: date | None = None
    files: frozenset[UUID] = frozenset()
    own: tuple[str, ...] = ()
    limits: Limits = Limits()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A passage with its place in the index, its joint score, its likeness of meaning, and why.

    `parts` is what each part adds to the score.
    """

    place: int
    passage: Passage
    score: float
    similarity: float
    parts: tuple[tuple[str, float], ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weighed:
    """Places of candidates, what speaks for each (n, parts), and its likeness of meaning."""

    places: np.ndarray
    parts: np.ndarray
    meaning: np.ndarray


@dataclass(frozen=True)
class _Asked:
    vector: np.ndarray
    tokens: np.ndarray
    speakers: np.ndarray
    """1 for passages whose speaker is meant, else 0."""


async def retrieve(
    ctx: Ctx, wanted: Wanted, read_tokens: ReadTokens, most: int = 20
) -> tuple[Lexicon, list[Hit]]:
    """The best passages that the actor may read, best first, with the index they stand in."""
    words, fresh = await lexicon(ctx, wanted.limits.known_by)
    if not words.passages:
        return words, []
    key = (ctx.business_id, ctx.actor.user_id, ctx.actor.role, wanted, most)
    hits = words.answered.get(key)
    if hits is None:
        allowed = await _allowed(ctx, words, wanted.limits)
        proposed = await _proposed(ctx, words, wanted, read_tokens)
        hits = await asyncio.to_thread(
            ranked, words, wanted, allowed, read_tokens, most * 2, proposed
        )
        words.answered[key] = hits
        while len(words.answered) > MOST_ANSWERED:
            words.answered.popitem(last=False)
    if not fresh:
        there = await standing(ctx, {(hit.passage.kind, hit.passage.id) for hit in hits})
        hits = [hit for hit in hits if (hit.passage.kind, hit.passage.id) in there]
    hits = [hit for hit in hits if not hidden(hit.passage.id)]
    return words, (await still_open(ctx, hits))[:most]


def ranked(
    words: Lexicon, wanted: Wanted, allowed: np.ndarray, read_tokens: ReadTokens, most: int,
    proposed: np.ndarray | None = None,
) -> list[Hit]:  # fmt: skip
    """The best passages of an index among those `allowed`, best first.

    `proposed` are places that the vector index names; None = compare all.
    """
    reach = max(CANDIDATES, most // 2)
    found = weighed(words, wanted, allowed, read_tokens, (reach, proposed))
    if not len(found.places):
        return []
    worth = fusion.joined(found.parts, words.form[found.places], wanted.without)
    total = worth.sum(axis=1)
    worth /= float(total.std()) or 1.0
    own = [_weight(words.passages[n], wanted) for n in found.places]
    joint = worth.sum(axis=1) + np.array(own)
    order = np.lexsort((found.places, -joint))[:most]
    asked = [(word, root(word)) for word in dict.fromkeys(split(wanted.text))]
    asked = [(word, one) for word, one in asked if one in wanted.roots]
    hits = [_hit(words, asked, found, n, (float(joint[n]), worth[n])) for n in order]
    return hits if "diversity" in wanted.without else _diverse(words, hits)


def weighed(
    words: Lexicon, wanted: Wanted, allowed: np.ndarray, read_tokens: ReadTokens,
    reach: tuple[int, np.ndarray | None] = (CANDIDATES, None),
) -> Weighed:  # fmt: skip
    """The candidates for a question with what speaks for each, before any weights.

    `reach` is how many words and meaning propose each, and the places that the vector index names.
    """
    complete(words, read_tokens)
    asked = _asked(words, wanted, read_tokens)
    lexical = words.scores(wanted.roots)
    meaning = words.meaning @ asked.vector
    aimed = lexical * (1 + SPEAKER_SHARE * asked.speakers)
    places = _candidates(aimed, meaning, allowed, reach)
    if not len(places):
        return Weighed(places, np.zeros((0, len(PARTS))), meaning[places])
    given = _measure(words, wanted, asked, places, lexical, meaning)
    return Weighed(places, fusion.measured(given), meaning[places])


def complete(words: Lexicon, read_tokens: ReadTokens) -> None:
    """Give a vector to what is compared as it is shown, and to what has none yet."""
    with words.completing:
        _complete_all(words, read_tokens)


def _complete_all(words: Lexicon, read_tokens: ReadTokens) -> None:
    later: list[int] = []
    while words.pending:
        batch = [words.pending.pop() for _ in range(min(64, len(words.pending)))]
        texts = [f"{words.passages[n].about} {words.passages[n].text}".strip() for n in batch]
        found, signs = read_tokens(texts)
        for place, vector, bits in zip(batch, found, signs, strict=True):
            words.signs[place] = bits
            if fits(words, vector):
                words.meaning[place] = vector
            else:
                later.append(place)
    words.pending.extend(later)


def fits(words: Lexicon, vector: np.ndarray) -> bool:
    """Whether a model answered, and it is the one of the index: a switch may come in between."""
    return len(vector) == words.meaning.shape[1] and bool(vector.any())


def _asked(words: Lexicon, wanted: Wanted, read_tokens: ReadTokens) -> _Asked:
    """The question as it is compared by meaning: without names of speakers and of the business.

    Whoever speaks is named in nearly every question, and in hardly any passage.
    """
    named = {word for word in split(wanted.text) if root(word) in words.speakers}
    bare = wanted.text
    for name in sorted({*wanted.own, *named}, key=len, reverse=True):
        bare = re.sub(rf"\b{re.escape(name)}\b(?:['’]s)?", " ", bare, flags=re.IGNORECASE)
    bare = " ".join(bare.split())
    found, tokens = read_tokens([bare if any(map(str.isalnum, bare)) else wanted.text])
    vector = found[0] if fits(words, found[0]) else np.zeros(words.meaning.shape[1], np.float32)
    spoken = np.zeros(len(words.passages), np.float32)
    for speaker in meant(wanted.text, words.speakers.keys()):
        spoken[words.speakers[speaker]] = 1.0
    return _Asked(vector, tokens[0], spoken)


def _candidates(
    lexical: np.ndarray, meaning: np.ndarray, allowed: np.ndarray,
    reach: tuple[int, np.ndarray | None],
) -> np.ndarray:  # fmt: skip
    most, proposed = reach
    by_words = np.flatnonzero((lexical > 0) & allowed)
    by_meaning = np.flatnonzero(allowed) if proposed is None else proposed[allowed[proposed]]
    best = [
        fusion.highest(by_words, lexical, most), fusion.highest(by_meaning, meaning, most)
    ]  # fmt: skip
    return np.unique(np.concatenate(best))


def _measure(
    words: Lexicon, wanted: Wanted, asked: _Asked, places: np.ndarray, lexical: np.ndarray,
    meaning: np.ndarray,
) -> Candidates:  # fmt: skip
    rows = [words.passages[n] for n in places]
    named = {one for one in wanted.roots if one not in words.speakers}
    whole = sum(words.fields.weight(one) for one in named) or 1.0
    share = [sum(words.fields.weight(r) for r in named & words.roots[n]) / whole for n in places]
    best = np.full(int(words.group.max()) + 1, -1.0, np.float32)
    np.maximum.at(best, words.group, meaning)
    return Candidates(
        words=lexical[places],
        share=np.array(share),
        closeness=_closeness(words, asked.tokens, places, meaning),
        source=best[words.group[places]],
        speaker=asked.speakers[places],
        asks=np.array([float(row.text.rstrip().endswith("?")) for row in rows]),
    )


def _closeness(
    words: Lexicon, tokens: np.ndarray, places: np.ndarray, meaning: np.ndarray
) -> np.ndarray:
    """For each token of the question its best match in the passage, on average, in [-1, 1].

    A passage without signs of tokens stands as high among the others as its vector does.
    """
    found = np.full(len(places), np.nan)
    signed = [(n, words.signs[place]) for n, place in enumerate(places)]
    there = [(n, bits) for n, bits in signed if bits is not None and len(bits)]
    if there and len(tokens):
        bits = _as_words(np.concatenate([each for _, each in there]))
        unlike = np.bitwise_count(_as_words(tokens)[:, None] ^ bits[None]).sum(axis=2, dtype=int)
        starts = np.cumsum([0, *(len(each) for _, each in there[:-1])])
        least = np.minimum.reduceat(unlike, starts, axis=1).mean(axis=0)
        found[[n for n, _ in there]] = 1 - 2 * least / (8 * tokens.shape[1])
    known = found[~np.isnan(found)]
    if not len(known):
        return meaning[places]
    return np.where(
        np.isnan(found), known.mean() + known.std() * fusion.zscored(meaning[places]), found
    )


def _as_words(bits: np.ndarray) -> np.ndarray:
    """Signs in words of 64 bits, to be compared by counting."""
    return np.ascontiguousarray(bits).view(np.uint64)


def _hit(
    words: Lexicon, asked: Sequence[tuple[str, str]], found: Weighed, n: int,
    scored: tuple[float, np.ndarray],
) -> Hit:  # fmt: skip
    place = int(found.places[n])
    passage = words.passages[place]
    score, worth = scored
    parts: dict[str, float] = dict(zip(PARTS, worth.round(3).tolist(), strict=True))
    said = [word for word, one in asked if one in words.roots[place]]
    why = fusion.reasons(parts, said, passage.speaker)
    return Hit(place, passage, score, float(found.meaning[n]), tuple(parts.items()), tuple(why))


def _diverse(words: Lexicon, hits: Sequence[Hit]) -> list[Hit]:
    """What says the same as a better hit goes behind all others."""
    vectors = words.meaning[[hit.place for hit in hits]]
    alike = vectors @ vectors.T >= SAME
    first = np.zeros(len(hits), bool)
    for row in range(len(hits)):
        first[row] = not (alike[row] & first).any()
    order = [*np.flatnonzero(first).tolist(), *np.flatnonzero(~first).tolist()]
    return [hits[row] for row in order]


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


async def _allowed(ctx: Ctx, words: Lexicon, limits: Limits) -> np.ndarray:
    """Which passages the actor may read and the limits let through."""
    key = (ctx.business_id, ctx.actor.user_id, ctx.actor.role, limits)
    known = words.answered.get(key)
    if known is None:
        read_of: dict[Facet, tuple[str, ...]] = {
            name: values for name, values in limits.facets if name not in SAID
        }
        fitting = await vectors.matching(ctx, read_of) if read_of else None
        known = np.array(
            [readable(ctx, one) and _passes(one, limits, fitting) for one in words.passages], bool
        )
        words.answered[key] = known
    return known


def _passes(passage: Passage, limits: Limits, fitting: set[tuple[str, UUID]] | None) -> bool:
    """What a passage tells itself is compared here; what was read of it the vault compared."""
    if fitting is not None and (passage.kind, passage.id) not in fitting:
        return False
    own = _said_of(passage) if limits.facets else {}
    if any(own[name] not in values for name, values in limits.facets if name in SAID):
        return False
    if limits.speaker and limits.speaker.lower() not in passage.speaker.lower():
        return False
    if not (limits.since or limits.until):
        return True
    day = passage.at.date() if passage.at else None
    return day is not None and (limits.since or day) <= day <= (limits.until or day)


def _said_of(passage: Passage) -> dict[Facet, str]:
    return {
        "kind": passage.kind,
        "month": month_of(passage.at) if passage.at else "",
        "author": str(passage.author or ""),
        "visibility": "private" if passage.private else "team",
    }


async def _proposed(
    ctx: Ctx, words: Lexicon, wanted: Wanted, read_tokens: ReadTokens
) -> np.ndarray | None:
    """Places that the vector index names, for a business too big to compare every vector.

    It knows of no limits: where there are some, all that they let through is compared.
    """
    big = len(words.passages) > EXACT and wanted.limits == Limits()
    if not big or settings().vectors != "chroma":
        return None
    asked = await asyncio.to_thread(_asked, words, wanted, read_tokens)
    keys = await vectors.proposed(ctx, asked.vector, CANDIDATES * 4)
    places = [words.places[key] for key in keys if key in words.places]
    return np.array(places, np.int64) if places else None


async def still_open(ctx: Ctx, hits: Sequence[Hit]) -> list[Hit]:
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
