"""How well a passage answers a question: which of its words it speaks of, how near its meaning.

Everything is a share in [0, 1]. A word of the question counts by how rarely the business uses it;
a word of near meaning counts a little less, and a word only said nearby counts half.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import exp

from domain.language.questions import Question, Term
from domain.language.sentences import Span, sentences
from domain.language.terms import NEAR, kin, root, roots, split

NEARBY = 0.5
NAME_WEIGHT = 1.6
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|"
    r"forty|fifty|hundred|thousand|half|third|quarter|zero|none|once|twice)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$€£¥]\s?\d|\d[\d,.]*\s?(?:k|USD|EUR|GBP|dollars?|euros?|bucks)?\b")
_CAUSE = re.compile(
    r"\b(?:because|since|so|due|cause[sd]?|reason|why|turned out|means|meant|problem|mistake|"
    r"couldn'?t|can'?t|didn'?t|want(?:ed|s)?|instead)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][a-z]+\b|\b(?:I|we|he|she|they)\b")


@dataclass(frozen=True)
class Weighed:
    """A word of the question with what it counts."""

    term: Term
    weight: float


@dataclass(frozen=True)
class Features:
    """What is known of a passage beside a question; `sentence` is the one that says most."""

    covered: float
    in_sentence: float
    similarity: float
    names: float
    typed: float
    sentence: Span


def weighed(
    question: Question, rarity: Callable[[str], float], uses: Callable[[str], bool]
) -> list[Weighed]:
    """The question's words with their weights; what the business never says weighs fully."""
    found = []
    for term in question.terms:
        rare = rarity(term.root) if uses(term.root) else 1.0
        found.append(Weighed(term, max(0.15, rare) * (NAME_WEIGHT if term.name else 1.0)))
    return found


def coverage(wanted: Sequence[Weighed], here: Collection[str], nearby: Collection[str]) -> float:
    """The weighted share of the question's words that a text speaks of."""
    whole = sum(one.weight for one in wanted)
    if not whole:
        return 0.0
    return sum(one.weight * _met(one.term.root, here, nearby) for one in wanted) / whole


def features(
    question: Question,
    wanted: Sequence[Weighed],
    text: str,
    nearby: Collection[str],
    similar: Callable[[Sequence[str]], Sequence[float]],
) -> Features:
    """What speaks for a passage. `similar` gives the likeness of texts to the question."""
    spans = sentences(text) or [Span(0, len(text), text)]
    said = [frozenset(roots(span.quote)) for span in spans]
    likeness = similar([span.quote for span in spans])
    joined = [_around(said, place) for place in range(len(spans))]
    covers = [coverage(wanted, own, around) for own, around in zip(said, joined, strict=True)]
    types = [_typed(question, span.quote) for span in spans]
    marks = [
        cover + 0.8 * max(0.0, like) + 0.25 * kind
        for cover, like, kind in zip(covers, likeness, types, strict=True)
    ]
    best = max(range(len(spans)), key=lambda place: (marks[place], -place))
    here = frozenset().union(*said)
    names = [one for one in wanted if one.term.name]
    return Features(
        covered=coverage(wanted, here, nearby),
        in_sentence=covers[best],
        similarity=max(0.0, max(likeness)),
        names=coverage(names, here, nearby) if names else 1.0,
        typed=max(types[max(0, best - 1) : best + 2]),
        sentence=spans[best],
    )


def support(seen: Features) -> float:
    """How likely it is that a passage answers, in [0, 1]; fitted as `docs/ask.md` says."""
    mark = (
        -5.2 + 3.2 * seen.covered + 1.6 * seen.in_sentence + 4.0 * seen.similarity
        + 1.4 * seen.names + 0.8 * seen.typed
    )  # fmt: skip
    return 1 / (1 + exp(-mark))


def _met(wanted: str, here: Collection[str], nearby: Collection[str]) -> float:
    if wanted in here:
        return 1.0
    if kin(wanted) & frozenset(here):
        return NEAR
    return NEARBY if wanted in nearby else 0.0


def _around(said: Sequence[frozenset[str]], place: int) -> frozenset[str]:
    return frozenset().union(*said[max(0, place - 1) : place + 2])


def _typed(question: Question, text: str) -> float:
    """Whether a sentence holds what is asked for: an amount, a person, a reason."""
    if question.wants == "amount":
        counted = counted_root(question)
        said = {root(word) for word in split(text)}
        if counted and not (counted in said or kin(counted) & said):
            return 0.0
        return float(bool(_NUMBER.search(text)))
    shape = {"money": _MONEY, "reason": _CAUSE, "person": _PERSON}.get(question.wants)
    return float(bool(shape.search(text))) if shape else 1.0


def counted_root(question: Question) -> str:
    """What "how many …" counts, as a root, or ''."""
    match = re.search(r"\b(?:how many|number of)\s+((?:\w+\s+)?\w+)", question.text, re.IGNORECASE)
    if match is None:
        return ""
    known = {term.root for term in question.terms}
    words = [root(word) for word in match[1].split()]
    return next((word for word in words if word in known), words[0])
