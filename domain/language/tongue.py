"""Which language a text is written in: cheap signs first, lingua only where they do not suffice."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

SAMPLE = 2000
SURE_FROM = 0.6
SHORT = 25
CERTAIN_FROM = 0.8
LEAST_WORDS = 8

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|is|are|was|were|it|that|we|our|you|for|with|have|has|this|but|not|my|they)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def language(text: str, fallback: str = "en", *, floor: float = SURE_FROM) -> str:
    """ISO 639-1 code; `fallback` where the text is too short or the guess too unsure."""
    sample = text[:SAMPLE]
    words = len(_WORD.findall(sample))
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) > 0.2 * max(1, words):
            return code
    english = len(_ENGLISH.findall(sample))
    if (sample.isascii() and words < 5) or english >= max(2, 0.12 * words):
        return "en"
    if len(sample.strip()) < SHORT:
        return fallback
    return _guess(sample, fallback, floor)


def certain(text: str) -> str | None:
    """ISO 639-1 code of a text of eight words or more; None where that is not beyond doubt."""
    if len(_WORD.findall(text[:SAMPLE])) < LEAST_WORDS and not any(
        script.search(text[:SAMPLE]) for _, script in _SCRIPTS
    ):
        return None
    sample = text[:SAMPLE]
    return language(sample, "", floor=CERTAIN_FROM) or None


@lru_cache(maxsize=1)
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    spoken = (
        "ENGLISH GERMAN FRENCH SPANISH PORTUGUESE ITALIAN DUTCH POLISH SWEDISH DANISH FINNISH "
        "CZECH TURKISH RUSSIAN UKRAINIAN ARABIC PERSIAN ROMANIAN HUNGARIAN VIETNAMESE INDONESIAN"
    )
    chosen = [getattr(Language, name) for name in spoken.split()]
    return LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()


def _guess(sample: str, fallback: str, floor: float) -> str:
    ranked = _detector().compute_language_confidence_values(sample)
    if not ranked or ranked[0].value < floor:
        return fallback
    return ranked[0].language.iso_code_639_1.name.lower()
