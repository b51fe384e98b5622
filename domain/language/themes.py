"""What one text in particular is about: key phrases by yake, ranked anew by meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from domain.language.sentences import Span
from domain.language.shapes import Theme

Embed = Callable[[Sequence[str]], np.ndarray]

CANDIDATES = 14
MOST = 5
ALIKE = 0.75
LONGEST = 20_000

_WORD = re.compile(r"\w")


@lru_cache(maxsize=1)
def _yake() -> Any:
    from yake import KeywordExtractor

    return KeywordExtractor(lan="en", n=3, dedupLim=0.7, top=CANDIDATES)


def candidates(text: str, parts: Sequence[Span]) -> list[tuple[str, Span, int]]:
    """Key phrases with the sentence they stand in and their offset; best first."""
    found = []
    for phrase, _ in _yake().extract_keywords(text[:LONGEST]):
        words = re.compile(r"\W+".join(re.escape(word) for word in phrase.split()), re.IGNORECASE)
        for part in parts:
            hit = words.search(part.quote)
            if hit and len(phrase) > 2:
                found.append((hit.group(), part, part.start + hit.start()))
                break
    return found


def themes(
    found: Sequence[tuple[str, Span, int]], vectors: np.ndarray, embed: Embed
) -> list[Theme]:
    """The best few candidates: near to the middle of the text, and unlike each other."""
    if not found or not len(vectors):
        return []
    labels = [label for label, _, _ in found]
    rows = embed(labels)
    middle = vectors.mean(axis=0)
    near = rows @ (middle / (np.linalg.norm(middle) + 1e-9))
    place = np.linspace(1, 0, len(labels))
    length = np.array([0.1 * (" " in label) for label in labels])
    score = np.clip(0.65 * near + 0.25 * place + length, 0, 1)
    kept: list[int] = []
    for row in np.argsort(-score, kind="stable"):
        if len(kept) < MOST and all(rows[row] @ rows[other] < ALIKE for other in kept):
            kept.append(int(row))
    return [_theme(found[row], float(score[row])) for row in kept]


def _theme(found: tuple[str, Span, int], score: float) -> Theme:
    label, _, start = found
    return Theme(
        label=" ".join(label.lower().split()),
        score=round(score, 4),
        quote=label,
        start=start,
        end=start + len(label),
    )
