"""Which of the 29 topics a text is about: cues and meaning, joined by one small logistic rule.

The same twelve numbers are taken for each topic, so nothing is learnt about single topics; the
coefficients stand in `topics.json` and come from `benchmarks/fit_topics.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from domain.language.lexicons import pattern, table
from domain.language.meanings import Embed
from domain.language.sentences import Span
from domain.language.shapes import Topic

TAXONOMY: tuple[str, ...] = tuple(table("topics"))
FEATURES = (
    "strong_kinds",
    "strong_share",
    "weak_kinds",
    "cued_first",
    "share_of_cues",
    "cue_rank",
    "near",
    "near_two",
    "near_all",
    "near_lead",
    "near_rank",
    "both",
)
SHOWN_FROM = 0.2
LEAST_SHOWN = 3


@dataclass(frozen=True)
class _Rules:
    strong: list[re.Pattern[str]]
    weak: list[re.Pattern[str]]
    said: list[str]
    owner: np.ndarray


@dataclass(frozen=True)
class Reading:
    """What was seen for every topic: `features` (29, 12) and the sentence that speaks for each."""

    features: np.ndarray
    speaker: list[int]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    rows = table("topics")
    said = [[row["about"], *row["said"]] for row in rows.values()]
    owner = np.repeat(np.arange(len(said)), [len(lines) for lines in said])
    return _Rules(
        [pattern(row["strong"]) for row in rows.values()],
        [pattern(row["weak"]) for row in rows.values()],
        [line for lines in said for line in lines],
        owner,
    )


@lru_cache(maxsize=1)
def weights() -> dict[str, list[float]]:
    """`mean`, `scale`, `coefficients` (12 each) and `intercept` (1) of the logistic rule."""
    rows = json.loads(files("domain.language").joinpath("topics.json").read_text("utf-8"))
    return {key: value for key, value in rows.items() if key not in ("version", "features")}


def read(spans: Sequence[Span], vectors: np.ndarray, embed: Embed) -> Reading:
    """The features of every topic over the sentences `spans` and their `vectors` (n, 384)."""
    rules = _rules()
    near = _nearness(vectors, _said(embed), rules.owner)
    strong, weak, where = _cues(spans, rules)
    return Reading(_features(strong, weak, near), _speakers(where, near))


@lru_cache(maxsize=4)
def _said(embed: Embed) -> np.ndarray:
    return embed(_rules().said)


def _nearness(vectors: np.ndarray, said: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """(sentences, topics): mean of the two nearest lines of each topic."""
    alike = vectors @ said.T
    out = np.zeros((len(vectors), len(TAXONOMY)))
    for topic in range(len(TAXONOMY)):
        lines = np.sort(alike[:, owner == topic], axis=1)
        out[:, topic] = lines[:, -2:].mean(axis=1)
    return out


def _cues(spans: Sequence[Span], rules: _Rules) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Kinds of strong cue, kinds of weak cue by topic; strong cues by sentence and topic."""
    strong, weak = np.zeros((2, len(TAXONOMY)))
    where = np.zeros((len(spans), len(TAXONOMY)))
    for topic in range(len(TAXONOMY)):
        kinds: set[str] = set()
        light: set[str] = set()
        for row, part in enumerate(spans):
            hits = {_stem(hit.group()) for hit in rules.strong[topic].finditer(part.quote)}
            where[row, topic] = len(hits)
            kinds |= hits
            light |= {_stem(hit.group()) for hit in rules.weak[topic].finditer(part.quote)}
        strong[topic], weak[topic] = len(kinds), len(light - kinds)
    return strong, weak, where


def _stem(word: str) -> str:
    word = " ".join(word.lower().split())
    return re.sub(r"(?:ing|ed|es|s)$", "", word) or word


def _features(strong: np.ndarray, weak: np.ndarray, near: np.ndarray) -> np.ndarray:
    best = near.max(axis=0)
    two = np.sort(near, axis=0)[-2:].mean(axis=0)
    total = strong + 0.3 * weak
    columns = {
        "strong_kinds": np.log1p(strong),
        "strong_share": np.minimum(strong, 3) / np.sqrt(max(1, len(near))),
        "weak_kinds": np.log1p(weak),
        "cued_first": (strong > 0).astype(float),
        "share_of_cues": total / max(1.0, total.sum()),
        "cue_rank": 1 / _rank(total),
        "near": best,
        "near_two": two,
        "near_all": near.mean(axis=0),
        "near_lead": (best - best.mean()) / (best.std() + 1e-6),
        "near_rank": 1 / _rank(best),
        "both": np.log1p(strong) * best,
    }
    return np.stack([columns[name] for name in FEATURES], axis=1)


def _rank(values: np.ndarray) -> np.ndarray:
    """1 for the largest; equal values share the better rank."""
    return 1 + (values[None, :] > values[:, None] + 1e-9).sum(axis=1)


def _speakers(where: np.ndarray, near: np.ndarray) -> list[int]:
    return [int(row) for row in np.argmax(where * 0.25 + near, axis=0)]


def chances(features: np.ndarray) -> np.ndarray:
    """Calibrated probability of each topic, from `features` (29, 12)."""
    rule = weights()
    scaled = (features - np.array(rule["mean"])) / np.array(rule["scale"])
    return 1 / (1 + np.exp(-(scaled @ np.array(rule["coefficients"]) + rule["intercept"][0])))


def topics(spans: Sequence[Span], vectors: np.ndarray, embed: Embed) -> list[Topic]:
    """Topics sorted by probability: those from .2 up, and the best three in any case."""
    if not spans:
        return []
    reading = read(spans, vectors, embed)
    p = chances(reading.features)
    order = np.argsort(-p, kind="stable")
    found = []
    for place, topic in enumerate(order):
        if p[topic] < SHOWN_FROM and place >= LEAST_SHOWN:
            break
        part = spans[reading.speaker[topic]]
        found.append(
            Topic(
                topic=TAXONOMY[topic],
                p=round(float(p[topic]), 4),
                quote=part.quote,
                start=part.start,
                end=part.end,
            )
        )
    return found
