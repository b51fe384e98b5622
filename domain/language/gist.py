"""What a mention is about, ready to be compared: the passage that matters, its words and families.

The families stand in `concerns.toml`: words by which one concern is told in other words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from domain.language.lexicons import pattern, table, word_set
from domain.language.lines import fixed_lines
from domain.language.meanings import Embed, Reader
from domain.language.pain import leaning
from domain.language.sentences import Span, sentences, steady
from domain.passages import content, stem, words
from domain.recurrence import Gist

if TYPE_CHECKING:
    import re

LONGEST = 12  # sentences of a passage; of a longer text, the stretch that hurts most
HURT_COUNTS = 6.0
QUOTE_CUE, QUOTE_HURT = 0.08, 2.0


@lru_cache(maxsize=1)
def _families() -> dict[str, re.Pattern[str]]:
    return {name: pattern(cues) for name, cues in table("concerns")["families"].items()}


def families(text: str) -> tuple[str, ...]:
    """Each family named in `text`, once for every time."""
    found: list[str] = []
    for name, cues in _families().items():
        found += [name] * len(cues.findall(text))
    return tuple(found)


def _kinds(text: str) -> int:
    """How many families are named in `text`."""
    return sum(cues.search(text) is not None for cues in _families().values())


def gist(text: str, reader: Reader) -> tuple[Span, Gist]:
    """The sentence that speaks for `text` and what the text is compared by.

    Raises `BadInput` for an empty text.
    """
    calm = steady(text)
    parts = sentences(calm) or [Span(0, len(calm), calm)]
    meanings = reader.meanings(calm)
    vectors = meanings.of([(part.start, part.end) for part in parts])
    lean = leaning(vectors, reader.embed)
    first, end = _stretch(lean)
    parts, vectors, lean = parts[first:end], vectors[first:end], lean[first:end]
    passage = calm[parts[0].start : parts[-1].end]
    whole = meanings.of([(parts[0].start, parts[-1].end)])[0]
    vector = _blend(whole, vectors, lean)
    speaks = vectors @ vector + QUOTE_HURT * lean
    speaks += QUOTE_CUE * np.array([_kinds(part.quote) for part in parts])
    return parts[int(speaks.argmax())], Gist(vector, families(passage), matter(passage))


def matter(text: str) -> frozenset[str]:
    """Stems of the words of `text` that say what it is about: no function words, no numbers."""
    idle = word_set("stopwords", "matter")
    said = [word.key for word in words(text) if not word.key.isdigit() and word.key not in idle]
    return content([stem(word) for word in said])


def common(embed: Embed) -> np.ndarray:
    """The mean vector of what any founder may say: the lines of all topics and tones."""
    return embed(fixed_lines()).mean(axis=0)


def _stretch(lean: np.ndarray) -> tuple[int, int]:
    """First and end of the `LONGEST` sentences in a row that lean most to hurt."""
    if len(lean) <= LONGEST:
        return 0, len(lean)
    sums = np.convolve(lean, np.ones(LONGEST), "valid")
    first = int(sums.argmax())
    return first, first + LONGEST


def _blend(whole: np.ndarray, vectors: np.ndarray, lean: np.ndarray) -> np.ndarray:
    """The passage, its mean sentence and its most painful sentences, in equal parts."""
    weight = np.exp(HURT_COUNTS * (lean - lean.max()))
    blend = whole + _unit(vectors.mean(axis=0)) + _unit(weight @ vectors)
    return _unit(blend).astype(np.float32)


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)
