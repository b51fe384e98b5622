"""All readings of a text in one: `prepare` cuts it, `finish` reads it by its vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from domain.language.channels import channels
from domain.language.entities import entities
from domain.language.market import audiences, competitors
from domain.language.pain import leaning, pain
from domain.language.sentences import Span, sentences, steady
from domain.language.shapes import Extraction
from domain.language.signals import signals
from domain.language.themes import candidates, themes
from domain.language.tone import certainty, charge, hedges, sentiment
from domain.language.tongue import language
from domain.language.topics import topics

Embed = Callable[[Sequence[str]], np.ndarray]

MOST_SENTENCES = 400


@dataclass(frozen=True)
class Prepared:
    """A text at rest, its sentences (400 at the most), and phrases that may be its themes."""

    text: str
    parts: list[Span]
    phrases: list[tuple[str, Span, int]]

    @property
    def to_embed(self) -> list[str]:
        """What needs a vector: sentences first, then phrases."""
        return [part.quote for part in self.parts] + [label for label, _, _ in self.phrases]


def prepare(text: str) -> Prepared:
    """Cuts `text`. Raises `BadInput` where it is empty, `TooLarge` beyond the limit.

    Of very long texts, evenly spaced sentences stand for the whole, so the work is bounded.
    """
    calm = steady(text)
    parts = sentences(calm)
    if len(parts) > MOST_SENTENCES:
        parts = [parts[row] for row in np.linspace(0, len(parts) - 1, MOST_SENTENCES).astype(int)]
    return Prepared(calm, parts, candidates(calm, parts) if parts else [])


def finish(prepared: Prepared, embed: Embed, name: str = "") -> Extraction:
    """Everything that is read from a prepared text."""
    text, parts = prepared.text, prepared.parts
    vectors = embed([part.quote for part in parts])
    lean = leaning(vectors, embed)
    named = entities(text, parts)
    long = [(one.start, one.end) for one in named if one.kind == "product"]
    return Extraction(
        id=name,
        topics=topics(parts, vectors, embed),
        themes=themes(prepared.phrases, vectors, embed),
        entities=named,
        sentiment=sentiment(parts, float(lean.mean()) if len(lean) else 0.0),
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


def draft(text: str, embed: Embed) -> Extraction:
    """What one text says. `embed` takes texts and gives unit vectors (n, 384)."""
    return finish(prepare(text), embed)


def draft_many(texts: Sequence[str], embed: Embed, ids: Sequence[str] = ()) -> list[Extraction]:
    """What each text says, in order; sentences of all texts are embedded in one go."""
    prepared = [prepare(text) for text in texts]
    wanted = list(dict.fromkeys(line for one in prepared for line in one.to_embed))
    rows = {line: row for row, line in enumerate(wanted)}
    vectors = embed(wanted)

    def known(lines: Sequence[str]) -> np.ndarray:
        if lines and all(line in rows for line in lines):
            return vectors[[rows[line] for line in lines]]
        return embed(lines)

    names = ids or [""] * len(texts)
    return [finish(one, known, name) for one, name in zip(prepared, names, strict=True)]
