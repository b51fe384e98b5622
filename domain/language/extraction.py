"""All readings of a text in one: `prepare` cuts it, `finish` reads it by its vectors."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from domain.language.channels import channels
from domain.language.entities import entities
from domain.language.market import audiences, competitors
from domain.language.meanings import Reader, passages_of
from domain.language.pain import leaning, pain
from domain.language.sentences import Span, sentences, steady
from domain.language.shapes import Extraction
from domain.language.signals import signals
from domain.language.themes import candidates, themes
from domain.language.tone import certainty, charge, hedges, sentiment
from domain.language.tongue import language
from domain.language.topics import topics

MOST_SENTENCES = 400
AT_ONCE = 32
"""Texts of a backlog that are read in one go; their readings are remembered so long."""


@dataclass(frozen=True)
class Prepared:
    """A text at rest, its sentences (400 at the most), and phrases that may be its themes."""

    text: str
    parts: list[Span]
    phrases: list[tuple[str, Span, int]]


def prepare(text: str) -> Prepared:
    """Cuts `text`. Raises `BadInput` where it is empty, `TooLarge` beyond the limit.

    Of very long texts, evenly spaced sentences stand for the whole, so the work is bounded.
    """
    calm = steady(text)
    parts = sentences(calm)
    if len(parts) > MOST_SENTENCES:
        parts = [parts[row] for row in np.linspace(0, len(parts) - 1, MOST_SENTENCES).astype(int)]
    return Prepared(calm, parts, candidates(calm, parts) if parts else [])


def finish(prepared: Prepared, reader: Reader, name: str = "") -> Extraction:
    """Everything that is read from a prepared text."""
    text, parts = prepared.text, prepared.parts
    if not parts:
        return Extraction(id=name, language=language(text))
    embed, meanings = reader.embed, reader.meanings(text)
    vectors = meanings.of([(part.start, part.end) for part in parts])
    labels = meanings.of([(start, start + len(label)) for label, _, start in prepared.phrases])
    lean = leaning(vectors, embed)
    named = entities(text, parts)
    long = [(one.start, one.end) for one in named if one.kind == "product"]
    return Extraction(
        id=name,
        topics=topics(parts, vectors, embed),
        themes=themes(prepared.phrases, vectors, labels),
        entities=named,
        sentiment=sentiment(parts, float(lean.mean())),
        charge=charge(parts),
        pain=pain(parts, lean),
        certainty=certainty(parts),
        hedges=hedges(parts),
        signals=signals(parts),
        competitors=competitors(parts, named),
        channels=channels(text, long),
        audiences=audiences(parts),
        language=language(text),
    )


def draft(text: str, reader: Reader) -> Extraction:
    """What one text says."""
    return finish(prepare(text), reader)


def draft_many(texts: Sequence[str], reader: Reader, ids: Sequence[str] = ()) -> list[Extraction]:
    """What each text says, in order; some texts are read in one go while others are cut."""
    names = ids or [""] * len(texts)
    groups = [slice(first, first + AT_ONCE) for first in range(0, len(texts), AT_ONCE)]
    found: list[Extraction] = []
    with ThreadPoolExecutor(1) as ahead:
        for some in groups:
            reading = ahead.submit(reader.read, _passages(texts[some]))
            prepared = [prepare(text) for text in texts[some]]
            reading.result()
            found += [finish(one, reader, n) for one, n in zip(prepared, names[some], strict=True)]
    return found


def _passages(texts: Sequence[str]) -> list[str]:
    return [passage for text in texts for passage in passages_of(steady(text))]
