"""What one text in particular is about: key phrases by yake, ranked anew by meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from domain.language.sentences import Span
from domain.language.shapes import Theme

CANDIDATES = 14
MOST = 5
ALIKE = 0.75
LONGEST = 20_000
SHORTEST = 2

_WORDS = re.compile(r"\w+")


@lru_cache(maxsize=1)
def _yake() -> Any:
    from yake import KeywordExtractor

    return KeywordExtractor(lan="en", n=3, dedupLim=0.7, top=CANDIDATES)


def candidates(text: str, parts: Sequence[Span]) -> list[tuple[str, Span, int]]:
    """Key phrases with the sentence they stand in and their offset; best first."""
    heard: dict[str, list[tuple[Span, re.Match[str]]]] = {}
    for part in parts:
        for hit in _WORDS.finditer(part.quote):
            heard.setdefault(hit.group().lower(), []).append((part, hit))
    found = []
    for phrase, _ in _yake().extract_keywords(text[:LONGEST]):
        first, *rest = _WORDS.findall(phrase.lower()) or [""]
        for part, hit in heard.get(first, []):
            end = _through(part.quote, hit, rest)
            if end is not None and len(phrase) > SHORTEST:
                found.append((part.quote[hit.start() : end], part, part.start + hit.start()))
                break
    return found


def _through(quote: str, first: re.Match[str], rest: Sequence[str]) -> int | None:
    """Where a phrase ends whose first word stands at `first`; None where its `rest` does not."""
    end = first.end()
    for word in rest:
        hit = _WORDS.search(quote, end)
        if hit is None or hit.group().lower() != word:
            return None
        end = hit.end()
    return end


def themes(
    found: Sequence[tuple[str, Span, int]], vectors: np.ndarray, rows: np.ndarray
) -> list[Theme]:
    """The best few candidates: near to the middle of the text, and unlike each other.

    `vectors` are those of the sentences (n, 384), `rows` those of the candidates.
    """
    if not found or not len(vectors):
        return []
    labels = [label for label, _, _ in found]
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
