"""Whether it hurts: cues of trouble, and nearness to lines that complain.

Five numbers go into one logistic rule; its coefficients stand in `pain.json` and come from
`benchmarks/fit_pain.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np

from domain.language.lexicons import table, words
from domain.language.meanings import Embed
from domain.language.sentences import Span
from domain.language.shapes import Pain
from domain.language.tone import feeling

FEATURES = ("cues", "voiced", "bad", "lean_most", "lean_mean")
MOST_CUES = 3
NEAREST = 2


def leaning(vectors: np.ndarray, embed: Embed) -> np.ndarray:
    """For each sentence: how much nearer to hurt than to the nearer of help and plain statement."""
    near = {
        kind: np.sort(vectors @ said.T, axis=1)[:, -NEAREST:].mean(axis=1)
        for kind, said in _said(embed).items()
    }
    return near["hurts"] - np.maximum(near["helps"], near["states"])


@lru_cache(maxsize=4)
def _said(embed: Embed) -> dict[str, np.ndarray]:
    return {kind: embed(lines) for kind, lines in table("tone")["said"].items()}


def features(parts: Sequence[Span], lean: np.ndarray) -> list[float]:
    """The five numbers of a text that has at least one sentence."""
    scale = math.sqrt(len(parts))
    cues = sum(
        min(MOST_CUES, len(words("tone", "pain", "cues").findall(part.quote))) for part in parts
    )
    _, bad = feeling(parts)
    return [
        cues / scale,
        float(min(MOST_CUES, _voiced(parts))),
        bad / scale,
        float(lean.max()),
        float(lean.mean()),
    ]


def pain(parts: Sequence[Span], lean: np.ndarray) -> Pain:
    """How likely it hurts, and whether the hurt is said in so many words."""
    if not parts:
        return Pain(p=0.0, voiced=False)
    rule = weights()
    seen = (np.array(features(parts, lean)) - rule["mean"]) / np.array(rule["scale"])
    odds = float(seen @ np.array(rule["coefficients"]) + rule["intercept"][0])
    return Pain(p=round(1 / (1 + math.exp(-odds)), 4), voiced=_voiced(parts) > 0)


@lru_cache(maxsize=1)
def weights() -> dict[str, list[float]]:
    """`mean`, `scale`, `coefficients` (5 each) and `intercept` (1) of the logistic rule."""
    rows = json.loads(files("domain.language").joinpath("pain.json").read_text("utf-8"))
    return {key: value for key, value in rows.items() if key not in ("version", "features")}


def _voiced(parts: Sequence[Span]) -> int:
    return sum(len(words("tone", "pain", "voiced").findall(part.quote)) for part in parts)
