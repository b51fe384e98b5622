"""Finds the passages that speak to a question and the words in them to be quoted."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from uuid import UUID

import numpy as np

from cdt.embed import embed
from domain.asking import Evidence, Shown
from domain.language.questions import Question, without_names
from domain.language.terms import roots
from domain.quoting import count, quote_of, speaker_of
from domain.support import Context, Features, Weighed, features, identified, support, weighed
from memory.ctx import Ctx
from memory.lexical import Lexicon
from memory.retrieval import Hit, Wanted, retrieve
from tools import indexing

READ = 10
SHOWN = 6
LONGEST_EVIDENCE = 1_200
BESIDE, A_DAY = 2, 30
"""How many passages before and after count as said beside one, and as said the same day."""
WITHOUT_FIGURE = 0.85
"""What is left of a quote's fit where a figure is asked for and none is in it, or where a question
names nothing to go by."""
STRANGE = 0.8
"""What is left of it where the question names somebody or something that is never spoken of."""
ALIKE = 0.86
"""Cosine from which two quotes say the same; the later one is left out."""


@dataclass(frozen=True)
class Passages:
    """What was found: evidence numbered from 1, quotes best first, words that nobody uses.

    `hits` are the passages behind the evidence, `lexicon` the index they stand in.
    """

    evidence: tuple[Evidence, ...]
    shown: tuple[Shown, ...]
    absent: tuple[str, ...]
    hits: tuple[Hit, ...]
    lexicon: Lexicon
    wanted: tuple[Weighed, ...]


@dataclass(frozen=True)
class _Read:
    hit: Hit
    seen: Features
    fit: float
    quote: str


async def found_passages(
    ctx: Ctx, question: Question, business: str, files: Sequence[UUID] = ()
) -> Passages:
    """The passages that answer best, as evidence with the words to quote."""
    own = (business,) if business else ()
    vector = (await asyncio.to_thread(embed, [without_names(question, own) or question.text]))[0]
    span = question.span
    wanted = Wanted(
        question.text, tuple(term.root for term in question.terms if not term.weak),
        span.first if span else None, span.last if span else None, frozenset(files), own,
    )  # fmt: skip
    lexicon, hits = await retrieve(ctx, wanted, await indexing.reader(ctx), READ)
    words = tuple(weighed(question, lexicon.rarity, lexicon.uses))
    read = await asyncio.to_thread(_read, question, words, lexicon, hits, vector)
    best = _distinct(sorted(read, key=lambda one: (-one.fit, one.hit.place)))[:SHOWN]
    evidence = tuple(_evidence(one, label) for label, one in enumerate(best, 1))
    shown = tuple(
        Shown(
            label=label, quote=one.quote, about=one.hit.passage.about, fit=round(one.fit, 4),
            who=speaker_of(one.hit.passage.whole, one.quote)
            if one.hit.passage.kind == "activity" else "",
        )
        for label, one in enumerate(best, 1)
    )  # fmt: skip
    strange = [one.term for one in words if not lexicon.uses(one.term.root)]
    absent = [term for term in strange if not term.weak and question.language == "en"]
    named = [term.word for term in absent if term.name] or [term.word for term in absent]
    return Passages(evidence, shown, tuple(named), tuple(one.hit for one in best), lexicon, words)


def _read(
    question: Question, words: Sequence[Weighed], lexicon: Lexicon, hits: Sequence[Hit],
    vector: np.ndarray,
) -> list[_Read]:  # fmt: skip
    def similar(texts: Sequence[str]) -> list[float]:
        return [float(each) for each in embed(texts) @ vector]

    asked = {one.term.root for one in words}
    figures = question.wants in ("money", "amount")
    vague = all(one.term.weak for one in words)
    strange = any(one.term.name and not lexicon.uses(one.term.root) for one in words)
    scores = [hit.score for hit in hits]
    usual = (fmean(scores) + max(scores)) / 2 if scores else 0.0
    found = []
    for hit in hits:
        passage = hit.passage
        about = passage.about if passage.kind == "answer" else ""
        context = Context(
            _nearby(lexicon, hit, BESIDE), _nearby(lexicon, hit, A_DAY), about,
            own_words=passage.kind in ("vent", "answer"),
        )  # fmt: skip
        seen = features(question, words, passage.text, similar, context)
        quote = quote_of(seen.sentence.quote, asked, figures=figures)
        whole = passage.whole or passage.text
        if quote not in whole:  # two sentences with more than a space between them
            quote = max(seen.sentence.quote.split("\n"), key=count)
            quote = quote_of(quote, asked, figures=figures)
        if quote and quote in whole:
            fit = support(question, seen, hit.score - usual) * identified(question.text, quote)
            lacks = (figures and not any(sign.isdigit() for sign in quote)) or vague
            left = (WITHOUT_FIGURE if lacks else 1.0) * (STRANGE if strange else 1.0)
            found.append(_Read(hit, seen, fit * left, quote))
    return found


def _nearby(lexicon: Lexicon, hit: Hit, reach: int) -> frozenset[str]:
    """Words said beside a passage: in its question, and before and after on the same day."""
    said = set(roots(hit.passage.about))
    for place in range(hit.place - reach, hit.place + reach + 1):
        if 0 <= place < len(lexicon.passages):
            other = lexicon.passages[place]
            days = {each.at.date() for each in (other, hit.passage) if each.at}
            if other.kind == hit.passage.kind and len(days) == 1:
                said |= lexicon.roots[place]
    return frozenset(said)


def _distinct(read: Sequence[_Read]) -> list[_Read]:
    """One quote of each row, and no two that say the same."""
    kept: list[_Read] = []
    vectors: list[np.ndarray] = []
    for one in read:
        if any(one.hit.passage.id == other.hit.passage.id for other in kept):
            continue
        vector = embed([one.quote])[0]
        if all(float(vector @ other) < ALIKE for other in vectors):
            kept.append(one)
            vectors.append(vector)
    return kept


def _evidence(one: _Read, label: int) -> Evidence:
    passage = one.hit.passage
    whole = passage.whole or passage.text
    text = whole if len(whole) <= LONGEST_EVIDENCE else passage.text
    if one.quote not in text:
        text = whole
    return Evidence(label=label, kind=passage.kind, id=passage.id, text=text, at=passage.at)
