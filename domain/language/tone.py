"""How a text sounds: feeling (or an honest nothing), charge, and how sure the speaker is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from domain.language.lexicons import words
from domain.language.sentences import Span
from domain.language.shapes import Certainty, Hedge

EMIT_FROM = 0.6
LEAST_FELT = 2.0
MARGIN = 0.01
REACH = 4
HEDGED_BELOW = 0.45
ASSERTIVE_FROM = 0.8

_WORD = re.compile(r"[\w'’]+")
_TITLE = re.compile(r"[\"“]([A-Z][^\"“”]{0,60})[\"”]")


def _weigh(quote: str, kind: str) -> float:
    """Sum of feeling words of one kind in a sentence; a denied word counts against itself."""
    total = 0.0
    for level, weight in (("strong", 2.0), ("mild", 1.0)):
        for hit in words("tone", kind, level).finditer(quote):
            total += -0.5 * weight if _denied(quote, hit.start()) else weight
    return total


def _denied(quote: str, start: int) -> bool:
    before = " ".join(_WORD.findall(quote[:start])[-REACH:])
    return bool(words("tone", "not", "words").search(before)) and not before.endswith(" but")


def feeling(parts: Sequence[Span]) -> tuple[float, float]:
    """Good and bad weight of the whole; what follows a `but`, and the last sentence, count more."""
    good = bad = 0.0
    for place, part in enumerate(parts):
        share = 1.3 if place == len(parts) - 1 and len(parts) > 1 else 1.0
        turn = words("tone", "turn", "words").search(part.quote)
        halves = (
            [(part.quote[: turn.start()], 0.5), (part.quote[turn.end() :], 1.2)]
            if turn
            else [(part.quote, 1.0)]
        )
        for half, weight in halves:
            good += share * weight * _weigh(half, "good")
            bad += share * weight * _weigh(half, "bad")
    return max(good, 0.0), max(bad, 0.0)


def sentiment(parts: Sequence[Span], lean: float) -> float | None:
    """-2 to 2, or None where both sides are heard, little is felt, or meaning disagrees with words.

    `lean` is how much nearer the text is to hurt than to anything else (see `pain.leaning`).
    """
    good, bad = feeling(parts)
    total = good + bad
    if total < LEAST_FELT:
        return None
    share = (good - bad) / (total + 1.5)
    agreed = lean >= 0 if share < 0 else lean <= -MARGIN
    if abs(share) < EMIT_FROM or not agreed:
        return None
    return round(max(-2.0, min(2.0, share * (1.0 + min(total, 8) / 8))), 2)


def charge(parts: Sequence[Span]) -> float:
    """0 to 1: how much weight the speaker puts on this, by length and strong cues."""
    if not parts:
        return 0.0
    text = " ".join(part.quote for part in parts)
    strong = sum(
        len(words("tone", kind, "strong").findall(text)) for kind in ("good", "bad")
    ) + len(words("tone", "charge", "cues").findall(text))
    marks = min(text.count("!"), 3) + len(re.findall(r"\b[A-Z]{4,}\b", text)[:2]) * 0.5
    long = math.log1p(len(text) / 80) / 3
    return round(1 - math.exp(-(0.22 * strong + 0.3 * marks + 0.35 * long)), 4)


def hedges(parts: Sequence[Span]) -> list[Hedge]:
    """Every word of doubt about what is so, with its place."""
    return [
        Hedge(quote=hit.group(), start=part.start + hit.start(), end=part.start + hit.end())
        for part in parts
        for hit in doubts(part.quote)
    ]


def doubts(quote: str) -> list[re.Match[str]]:
    """Words of doubt used as such: not in a title, a longer word or a set phrase."""
    idle = [hit.span() for hit in words("tone", "hedge", "not").finditer(quote)]
    idle += [hit.span() for hit in _TITLE.finditer(quote)]
    return [
        hit for hit in words("tone", "hedge", "words").finditer(quote)
        if quote[hit.end() : hit.end() + 1] != "-"
        and not any(start < hit.end() and hit.start() < end for start, end in idle)
    ]  # fmt: skip


def certainty(parts: Sequence[Span]) -> Certainty:
    """The share of sentences that are asserted, nudged by words of conviction."""
    if not parts:
        return Certainty(label="assertive", score=1.0)
    doubt = sum(bool(doubts(part.quote)) for part in parts)
    sure = sum(bool(words("tone", "sure", "words").search(part.quote)) for part in parts)
    score = max(0.0, min(1.0, 1 - doubt / len(parts) + 0.1 * sure / len(parts)))
    label = "mixed"
    if doubt == 0 or score >= ASSERTIVE_FROM:
        label = "assertive"
    elif score < HEDGED_BELOW:
        label = "hedged"
    return Certainty(label=label, score=round(score, 4))
