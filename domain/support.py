"""How well a passage answers a question: which of its words it speaks of, how near its meaning.

Everything is a share in [0, 1]. A word of the question counts by how rarely the business uses it;
a word of near meaning counts a little less, and a word only said nearby counts half.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from domain.language.doings import announces, asked_about, left_of
from domain.language.heads import asks_holder, asks_identity, asks_name, head_of
from domain.language.lexicons import word_set
from domain.language.questions import Question, Term
from domain.language.sentences import Span, sentences
from domain.language.terms import NEAR, kin, root, roots
from domain.passages import known
from domain.quoting import MOST_WORDS, count

NEARBY = 0.35
ASKED = 0.85
WEAK = 0.12
NAME_WEIGHT = 1.6
SHORT = 5
TWO = 0.02
"""What two sentences taken together lose to one that says as much."""
_TYPED = 0.4
_UNTYPED = {"amount": 0.5, "money": 0.5, "person": 0.6}
LITTLE = 0.9
"""Weight of words below which a question says too little to be met by words alone."""
WITHIN = 28
"""Characters between a number and what it counts."""
UNNAMED, UNTOLD, LOOSE = 0.6, 0.85, 0.85
"""What is left where "Who is …?" gets words that do not name, or that only mention; and where a
day is asked for and the thing is only spoken of in passing."""
NO_HEAD, WONDERING, INTENDING, NAMELESS = 0.65, 0.8, 0.95, 0.9
INTRODUCING, ANNOUNCED = 0.9, 2
"""What is left of a sentence that only announces what was looked at, and how many sentences after
it speak of that, too."""
STANDING = 0.5
"""What a passage gains where the engine puts it a spread above the others."""
UNSAID = 0.7
"""What is left of a passage that speaks of the people asked about, and of none of their doings."""
ASKING = 0.8
"""What is left of words that only ask themselves where a reason is asked for."""
_ASKING = re.compile(
    r"\?[\"”’)]*$|^(?:(?:and|but|so|then|well|or|denn|aber|und)\s+)?(?:why|how come|warum)\b",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(r"\b(?:ask|question|wonder|frag)\w*", re.IGNORECASE)
_WONDERS = re.compile(
    r"\?|\b(?:if|would|could|might|should|"
    r"(?:on track|looking|planning|want(?:ed)?|hop(?:e|ing)) to)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d+|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|"
    r"forty|fifty|hundred|thousand|half|third|quarter|zero|none|once|twice)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_MONEY = re.compile(
    r"[$€£¥]\s?\d|\d[\d,.]*\s?(?:k|USD|EUR|GBP|dollars?|euros?|bucks|cents?|%)\b|"
    r"\b(?:hundred|thousand|million)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:because|since|so|due|cause[sd]?|reason|why|turned out|means|meant|problem|mistake|"
    r"couldn'?t|can'?t|didn'?t|want(?:ed|s)?|instead)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?<![.!?]\s)(?<!^)\b[A-Z][a-z]+\b|"
    r"\b(?:owner|founder|manager|buyer|engineer|developer|lead|partner|assistant)s?\b"
)
_MOMENT = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b|\b(?:19|20)\d\d\b|"
    r"\b(?:yesterday|today|tomorrow|last|next|started|began|opened|launched|moved|signed|"
    r"released|live|out|first|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"(?:hours?|days?|weeks?|months?)\s+(?:before|after|ago|later))\b",
    re.IGNORECASE,
)
_TOLD = (
    r"(?:,\s+(?:our|the|an?|who)\b|\s+(?:\w+\s+)?(?:is|was|runs|ran|owns|owned|leads|led|manages|"
    r"heads|works|joined|founded|started)\b|\s+(?:of|from|at)\s+[A-Z])"
)
_ROLE = r"\b(?:our|my|the|an?)\s+(?:[\w-]+\s+){0,4}(?:named|called)?\s*,?\s*"
_PASSING = re.compile(
    r"\b(?:for|before|until|till|towards?|about|after)\s+(?:the\s+|our\s+|my\s+)?"
    r"(?:[\w’'-]+\s+){0,2}(?:launch|release|opening|start|debut|move)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b|\b(?:19|20)\d\d\b|\byesterday\b|\btoday\b",
    re.IGNORECASE,
)
_SHAPES = {"money": _MONEY, "reason": _CAUSE, "person": _PERSON, "moment": _MOMENT}


@dataclass(frozen=True)
class Weighed:
    """A word of the question with what it counts."""

    term: Term
    weight: float


@dataclass(frozen=True)
class Features:
    """What is known of a passage beside a question; `sentence` is the one that says most.

    `asked` is how much the question gives to go by: the weight of its words in all.
    """

    asked: float
    covered: float
    in_sentence: float
    similarity: float
    names: float
    typed: float
    sentence: Span
    lacks: float = 1.0
    """What is left of the support where the thing asked for, or the kind of answer, is missing."""


@dataclass(frozen=True)
class Context:
    """What stands around a passage: words said right beside it (`nearby`) and on the same `day`
    (among which a name may have been said once for all), and the question that it answers.
    Where `own_words` is False, "I" is not the asker's business speaking."""

    nearby: frozenset[str] = frozenset()
    day: frozenset[str] = frozenset()
    about: str = ""
    own_words: bool = True


NOWHERE = Context()


def weighed(
    question: Question, rarity: Callable[[str], float], uses: Callable[[str], bool]
) -> list[Weighed]:
    """The question's words with their weights; what the business never says weighs fully."""
    found = []
    for term in question.terms:
        rare = rarity(term.root) if uses(term.root) else 1.0
        usual = max(0.15, rare) * (NAME_WEIGHT if term.name else 1.0)
        found.append(Weighed(term, WEAK if term.weak else usual))
    return found


def coverage(
    wanted: Sequence[Weighed], here: Collection[str], nearby: Collection[str],
    asked: Collection[str] = (),
) -> float:  # fmt: skip
    """The weighted share of the question's words that a text speaks of.

    `nearby` are words said beside it, `asked` those of the question that it answers.
    """
    whole = sum(one.weight for one in wanted)
    if not whole:
        return 0.0
    met = (one.weight * _met(one.term.root, here, nearby, asked) for one in wanted)
    return sum(met) / whole


def features(
    question: Question,
    wanted: Sequence[Weighed],
    text: str,
    similar: Callable[[Sequence[str]], Sequence[float]],
    context: Context = NOWHERE,
) -> Features:
    """What speaks for a passage. `similar` gives the likeness of texts to the question."""
    nearby, day = context.nearby, context.day
    asked = frozenset(roots(context.about))
    beside = ASKED * max(0.0, similar([context.about])[0]) if context.about else 0.0
    spans = _spans(text)
    said = [frozenset(roots(span.quote)) for span in spans]
    likeness = _likeness(spans, similar, beside)
    here = frozenset().union(*said)
    told = [asked | _announced(spans, n) for n in range(len(spans))]
    covers = [coverage(wanted, own, _beside(spans, said, n), told[n]) for n, own in enumerate(said)]
    types = [_typed(question, span.quote) for span in spans]
    who = [0.6 * identified(question.text, span.quote) for span in spans]
    whose = asked_about(question.text)
    left = [
        min(left_of(whose, one.quote, told[n], own_words=context.own_words)
            for one in spans if span.start <= one.start and one.end <= span.end)
        * (INTRODUCING if announces(span.quote) else 1.0)
        for n, span in enumerate(spans)
    ]  # fmt: skip
    together = [TWO if _joined(span, spans) else 0.0 for span in spans]
    marks = [
        cover - pair + 0.8 * max(0.0, like) + _TYPED * kind - _short(span.quote, kind) + by + own
        for cover, like, kind, span, pair, by, own in zip(
            covers, likeness, types, spans, together, who, left, strict=True
        )
    ]
    best = max(range(len(spans)), key=lambda n: (round(marks[n], 3), -spans[n].start))
    names = [one for one in wanted if one.term.name]
    named = coverage(names, {*here, *nearby, *day}, (), asked) if names else 1.0
    return Features(
        asked=sum(one.weight for one in wanted),
        covered=coverage(wanted, here, nearby, asked),
        in_sentence=covers[best],
        similarity=max(0.0, max(likeness)),
        names=0.5 * named + 0.5 * coverage(names, here, nearby, asked) if names else 1.0,
        typed=types[best]
        if question.wants == "person"
        else max(kind for kind, span in zip(types, spans, strict=True) if _near(span, spans[best])),
        sentence=spans[best],
        lacks=_lacks(question, wanted, spans[best].quote, told[best])
        * left[best]
        * _said_of_them(question, wanted, here | told[best]),
    )


def support(question: Question, seen: Features, standing: float = 0.0) -> float:
    """How likely it is that a passage answers, in [0, 1].

    `standing` is how far the engine that found it puts it above the others (below 0: behind them).
    Where an amount or a person is asked for and none is near, less of it.
    """
    mark = (
        -5.2 + 3.2 * seen.covered + 1.6 * seen.in_sentence + 4.0 * seen.similarity
        + 1.4 * seen.names + 0.8 * seen.typed - 4.0 * max(0.0, LITTLE - seen.asked)
        + STANDING * max(-1.0, min(1.0, standing))
    )  # fmt: skip
    whole = 1 / (1 + exp(-mark))
    whole *= seen.lacks
    if seen.typed:
        return whole
    return whole * _UNTYPED.get(question.wants, 1.0)


def _lacks(
    question: Question, wanted: Sequence[Weighed], text: str, asked: Collection[str]
) -> float:
    """Less than 1 where the words to be quoted do not speak of the thing that is asked for, give
    no name for it, or only wonder where a day is asked for."""
    left = 1.0
    head = head_of(question.text)
    strong = {one.term.root for one in wanted if not one.term.weak}
    here = {*roots(text), *asked}
    if head in strong and not (head in here or kin(head) & here):
        left *= NO_HEAD
    if question.wants == "reason" and _ASKING.search(text) and not _ASKED_FOR.search(question.text):
        left *= ASKING
    if asks_name(question.text) and not _PERSON.search(text):
        left *= NO_HEAD
    if question.wants in ("moment", "money", "amount") and _WONDERS.search(text):
        left *= WONDERING if question.wants == "moment" else INTENDING
    if question.wants == "moment" and _PASSING.search(text) and not _DATED.search(text):
        left *= LOOSE
    if question.wants == "person" and question.names and head_of(question.text) == "":
        named = {root(word) for name in question.names for word in name.split()}
        left *= 1.0 if named & here else NAMELESS
    return left


def _said_of_them(question: Question, wanted: Sequence[Weighed], here: Collection[str]) -> float:
    """Less than 1 where people are asked about, and nothing of what they are to have done is said
    in the passage."""
    whose = asked_about(question.text)
    more = [one.term for one in wanted if not one.term.weak and one.term.root not in whose.who]
    doings = [one.root for one in more if not one.name] or [one.root for one in more]
    if not (whose.people and whose.who and doings):
        return 1.0
    met = any(one in here or kin(one) & frozenset(here) for one in doings)
    return 1.0 if met else UNSAID


def identified(question: str, text: str) -> float:
    """What is left of words that are to say who somebody is, or who holds a part."""
    name = asks_identity(question)
    if name:
        if not {root(word) for word in name.split()} & set(roots(text)):
            return UNNAMED
        said = rf"\b{re.escape(name)}(?:\s+[A-Z][\w-]+)?{_TOLD}|{_ROLE}{re.escape(name)}\b"
        return 1.0 if re.search(said, text) else UNTOLD
    held = asks_holder(question)
    here = {*roots(text)}
    if held and not (_has_name(text) and all(one in here for one in roots(held))):
        return UNNAMED
    return 1.0


def _has_name(text: str) -> bool:
    """Whether a person may be named: by a capital that opens no sentence, or by no common word."""
    capitals = word_set("asking", "capitals")
    return any(
        found[0].lower() not in capitals and (found[1] or not known(found[0].lower()))
        for found in re.finditer(r"((?<=[\w,;] ))?\b[A-Z][a-z]+\b", text)
    )


def _met(
    wanted: str, here: Collection[str], nearby: Collection[str], asked: Collection[str]
) -> float:
    meant = kin(wanted)
    if wanted in here:
        return 1.0
    if wanted in asked:
        return ASKED
    if meant & frozenset(here):
        return NEAR
    if meant & frozenset(asked):
        return ASKED * NEAR
    return NEARBY if wanted in nearby else 0.0


def _likeness(
    spans: Sequence[Span], similar: Callable[[Sequence[str]], Sequence[float]], beside: float
) -> list[float]:
    """Each span's likeness; two sentences together are as like as the liker of them."""
    single = [span for span in spans if not _joined(span, spans)]
    known = dict(zip(single, similar([span.quote for span in single]), strict=True))
    found = []
    for span in spans:
        inside = [like for one, like in known.items() if span.start <= one.start < span.end]
        found.append(max(beside, known.get(span, max(inside, default=0.0))))
    return found


def _joined(span: Span, spans: Sequence[Span]) -> bool:
    return any(
        other is not span and span.start <= other.start and other.end <= span.end for other in spans
    )


def _spans(text: str) -> list[Span]:
    """Sentences, and short neighbours taken together where they still make one quote."""
    single = sentences(text) or [Span(0, len(text), text)]
    pairs = [
        Span(one.start, other.end, text[one.start : other.end])
        for one, other in pairwise(single)
        if count(text[one.start : other.end]) <= MOST_WORDS
    ]
    return [*single, *pairs]


def _beside(spans: Sequence[Span], said: Sequence[frozenset[str]], place: int) -> frozenset[str]:
    near = [said[n] for n, span in enumerate(spans) if _near(span, spans[place])]
    return frozenset().union(*near)


def _announced(spans: Sequence[Span], place: int) -> frozenset[str]:
    """Words of a sentence shortly before that says what the sentence at `place` speaks of."""
    before = [one for one in spans if one.end <= spans[place].start and not _joined(one, spans)]
    heads = sorted(before, key=lambda one: one.start)[-ANNOUNCED:]
    return frozenset(one for span in heads if announces(span.quote) for one in roots(span.quote))


def _near(one: Span, other: Span) -> bool:
    """Whether two spans overlap or adjoin (nothing but a gap between them)."""
    return one.start <= other.end + 3 and other.start <= one.end + 3


def _short(text: str, typed: float) -> float:
    """What a sentence loses for being too short to say much by itself."""
    if count(text) >= SHORT:
        return 0.0
    return 0.35 if not typed or not _NUMBER.search(text) else 0.0


def _typed(question: Question, text: str) -> float:
    """Whether a sentence holds what is asked for: an amount, a person, a reason."""
    if question.wants == "amount":
        return float(_counts(question, text))
    if question.wants == "person" and (name := asks_identity(question.text)):
        return float(name in text)
    shape = _SHAPES.get(question.wants)
    return float(bool(shape.search(text))) if shape else 1.0


def _counts(question: Question, text: str) -> bool:
    """Whether a number stands in the text, close to what is counted where that is named."""
    numbers = [match for match in _NUMBER.finditer(text) if not _YEAR.match(text, match.start())]
    counted = counted_root(question)
    if not counted or not numbers:
        return bool(numbers)
    meant = {counted, *kin(counted)}
    ends = [m.start() for m in re.finditer(r"[^\W_]+", text) if root(m[0]) in meant]
    return any(0 < end - number.start() <= WITHIN for number in numbers for end in ends)


def counted_root(question: Question) -> str:
    """What "how many …" counts, as a root, or ''."""
    match = re.search(r"\b(?:how many|number of)\s+((?:\w+\s+)?\w+)", question.text, re.IGNORECASE)
    if match is None:
        return ""
    known = {term.root for term in question.terms}
    words = [root(word) for word in match[1].split()]
    return next((word for word in words if word in known), words[0])
