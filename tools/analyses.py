"""The analyses: tools that compute a finding, the questions they answer, and which fits a question.

What a question is about (a figure, a channel, a topic) says little of what is asked about it, so
such words are made alike before questions are compared; words that ask for one thing weigh more.
"""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from cdt.embed import embed
from tools.base import Tool
from tools.catalog import TOOLS
from tools.findings import Finding

ANALYSES: tuple[Tool[Any, Any], ...] = tuple(
    tool for tool in TOOLS if issubclass(tool.gives, Finding)
)
"""Every tool of the catalogue that gives a `Finding`."""

_KEPT: dict[str, dict[str, list[str]]] = tomllib.loads(
    files("tools").joinpath("analyses.toml").read_text("utf-8")
)
EXAMPLES: dict[str, tuple[str, ...]] = {
    name: tuple(questions) for name, questions in _KEPT["questions"].items()
}
"""Analysis → questions as founders ask them, in different words; tools are chosen by these."""
CUES: dict[str, tuple[str, ...]] = {name: tuple(cues) for name, cues in _KEPT["cues"].items()}
"""Analysis → patterns of words that ask for it and hardly for another."""
CUE = 0.25


def fitting(question: str, most: int = 3) -> list[tuple[Tool[Any, Any], float]]:
    """The analyses that fit a question, best first, each with 0 to 1.25 (cosine, more by a cue)."""
    names, vectors = _examples()
    near = vectors @ embed([alike(question)])[0]
    scores: dict[str, float] = {}
    for name, one in zip(names, near, strict=True):
        scores[name] = max(scores.get(name, 0.0), float(one))
    for name in scores:
        scores[name] += CUE * cued(name, question)
    order = sorted(ANALYSES, key=lambda tool: (-scores[tool.name], tool.name))
    return [(tool, round(scores[tool.name], 4)) for tool in order[:most]]


def cued(name: str, question: str) -> bool:
    """Whether the question has words that ask for this analysis."""
    return any(re.search(rf"\b(?:{cue})\b", question, re.IGNORECASE) for cue in CUES.get(name, ()))


def alike(question: str) -> str:
    """The question with figures, channels and topics made alike."""
    for instead, words in _KEPT["alike"].items():
        question = re.sub(rf"\b(?:{'|'.join(words)})\b", instead, question, flags=re.IGNORECASE)
    return question


@lru_cache(maxsize=1)
def _examples() -> tuple[list[str], np.ndarray]:
    pairs = [(name, one) for name, questions in EXAMPLES.items() for one in questions]
    return [name for name, _ in pairs], embed([alike(one) for _, one in pairs])
