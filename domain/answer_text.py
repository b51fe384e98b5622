"""An answer put into sentences by code: the direct answer first, then the words it rests on.

Style: one fact a sentence, who and when before each quote, certainty in the verb, a marker [n]
after what it supports, two to seven sentences, no two neighbours that begin alike.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from core.text import shorten
from domain.affirming import affirmed
from domain.asking import Citation, Evidence, Fact, Gathered, Reply, Shown
from domain.language.heads import yes_or_no
from domain.small_talk import PLAIN, asks_nothing, reply_to

KNOWN_FROM = 0.72
"""Support from which a quote answers; below it an answer says that it does not know."""
NEAR_FROM = 0.45
FITS_FROM = 0.55
ALSO_FROM = 0.88
SURE_FROM = 0.87
CLOSE = 0.08
"""How far a quote may stand behind the best one: `BEHIND` a sure one, `CLOSE` to a doubtful one."""
BEHIND = 0.1
APART = 0.15
"""How far a second finding may stand behind the first."""
BESIDE_FROM = 0.93
MEANT_FROM = 0.75
"""Fit from which a tool is surely the one that was meant, even where it has too little."""
ALONE = ("calendar", "status", "forecast", "whatif", "advice")
"""Kinds of question to which a finding is the whole answer."""
MOST_QUOTES = 2
FEWEST_WORDS = 3
"""Words that a quote needs to stand beside another answer."""
MOST_FACTS = 2
MOST_OF_FACTS = 4
"""Sentences of findings; a second one is left out where it would make more."""
MOST_SENTENCES = 7
SETTLED = ("courtesy", "request")
"""Kinds of message that ask for no knowledge: their answer is code's, and no model is asked."""

_NEEDED = {
    "money": "a figure for it, in a note, an answer or an import",
    "amount": "a count or a rate of it, in a note, an answer or an import",
    "moment": "a note or a calendar entry that dates it",
    "person": "a note or an answer that names the person",
    "reason": "a note or an answer that gives the reason",
    "anything": "a note, an answer or a file that speaks of it",
}
_OPENINGS = (
    "A note of {day} says",
    "On {day} it was put this way",
    "In another note, of {day}",
    "And on {day}",
)
_SAME_DAY = ("The same day", "That day, too")
_ANSWERS = (
    "In the interview the answer was",
    "Elsewhere in the interview",
    "Also in the interview",
)
SPOKEN = ("vent", "answer", "activity", "file", "market_signal")
_KIND = {"map": "the map", "brief": "the brief", "entry": "the calendar entry"}

_END = re.compile(r"[.!?…][\"”’)]*(?:\s*\[\d+\])*\.?(?=\s|$)|(?:\[\d+\])+(?=\s+[A-Z“])|\n+")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|vs|approx|[A-Z])\.$")


def composed(gathered: Gathered) -> Reply:
    """The answer that stands on what was gathered; the same words for the same material."""
    if gathered.kind in SETTLED:
        return _settled(gathered)
    facts = _fitting(gathered)
    quotes = _fit_quotes(gathered, facts)
    sure = quotes and quotes[0].fit >= BESIDE_FROM
    if not facts and (not quotes or (_lacking(gathered) and not sure)):
        return _unknown(gathered)
    told: list[str] = []
    for fact in facts:
        said = _fact_sentences(fact, strict=gathered.asked.mode == "strict")
        if not told or len(told) + len(said) <= MOST_OF_FACTS:
            told += said
    leading = not told
    told += _introductions(gathered, quotes, leads=leading)
    told = told[:MOST_SENTENCES]
    told = [*told[: MOST_SENTENCES - 1], *_idea(gathered)] if gathered.idea else told
    text = _prefaced(gathered, _opened(gathered, facts, quotes) + " ".join(told))
    return Reply(
        text=text, known=True, citations=citations(gathered, text), used=gathered.findings,
        proposals=gathered.proposals,
    )  # fmt: skip


def citations(gathered: Gathered, text: str) -> tuple[Citation, ...]:
    """What the markers and the quotes of an answer stand for, each once, in order."""
    by_label = {one.label: one for one in gathered.evidence}
    found: dict[tuple[int, str], Citation] = {}
    for sentence in parts(text):
        labels = [int(each) for each in re.findall(r"\[(\d+)\]", sentence)]
        quotes = [form for each in quoted(sentence) for form in forms(each)]
        for label in labels:
            one = by_label.get(label)
            if one is None:
                continue
            own = [quote for quote in quotes if quote in one.text]
            for quote in own[:1] or [""]:
                found[label, quote] = Citation(label=label, kind=one.kind, id=one.id, quote=quote)
    return tuple(found.values())


def quoted(text: str) -> list[str]:
    """What stands between quotation marks."""
    curly = re.findall(r"“([^”]*)”", text)
    low = re.findall(r"„([^“”]*)[“”]", text)
    straight = re.findall(r'(?<![\w“])"([^"“”]+)"(?!\w)', re.sub(r"“[^”]*”", " ", text))
    return [*curly, *low, *straight]


def parts(text: str) -> list[str]:
    """The sentences of an answer, each with its markers; a quote is never cut in two."""
    found, start = [], 0
    for gap in _END.finditer(text):
        said = text[start : gap.end()].strip()
        if said.count("“") == said.count("”") and not _ABBREVIATED.search(said):
            found.append(said)
            start = gap.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def day_of(at: date | datetime) -> str:
    """`3 March 2026`."""
    return f"{at.day} {at:%B %Y}"


def forms(quote: str) -> list[str]:
    """A quote as it may stand in its source: as set, without its ellipsis, without a full stop."""
    bare = quote.strip().removesuffix("…").removesuffix("...").strip()
    return [one for one in dict.fromkeys((quote.strip(), bare, bare.rstrip(".,;:!?"))) if one]


def _fitting(gathered: Gathered) -> list[Fact]:
    """Facts that answer, best first; in strict mode only those with evidence."""
    fit = [one for one in gathered.facts if one.enough and one.fit >= FITS_FROM]
    if gathered.asked.mode == "strict":
        fit = [one for one in fit if one.labels]
    best = sorted(fit, key=lambda one: -one.fit)
    return [one for one in best[:MOST_FACTS] if one.fit >= best[0].fit - APART]


def _fit_quotes(gathered: Gathered, facts: Sequence[Fact]) -> list[Shown]:
    """Quotes that answer, best first; beside a fact only the surest, and only people's words."""
    kinds = {one.label: one.kind for one in gathered.evidence}
    spoken = [one for one in gathered.shown if kinds[one.label] in SPOKEN]
    wanted = gathered.shown if gathered.kind in ("calendar", "receipt", "status") else spoken
    if not facts and not any(one.fit >= KNOWN_FROM for one in spoken):
        wanted = gathered.shown
    told = {label for fact in facts for label in fact.labels}
    wanted = [one for one in wanted if one.label not in told]
    told_of = bool(facts) and facts[0].tool == "read_fact" and not yes_or_no(gathered.asked.text)
    if not wanted or told_of or (facts and gathered.kind in ALONE):
        return []
    best = wanted[0].fit
    floor = max(ALSO_FROM, best - BEHIND) if best >= SURE_FROM else max(KNOWN_FROM, best - CLOSE)
    if facts:
        floor = max(floor, BESIDE_FROM)
    first = [] if facts else [one for one in wanted[:1] if one.fit >= KNOWN_FROM]
    more = [one for one in wanted[len(first) :] if len(one.quote.split()) >= FEWEST_WORDS]
    fit = [*first, *(one for one in more if one.fit >= floor)]
    return fit[: MOST_QUOTES - 1] if facts else fit[:MOST_QUOTES]


def _opened(gathered: Gathered, facts: Sequence[Fact], quotes: Sequence[Shown]) -> str:
    """The direct word that a question of yes or no deserves, where only quotes answer it."""
    text = gathered.asked.text
    if not yes_or_no(text) or any(fact.tool != "read_fact" for fact in facts):
        return ""
    plain = [one.quote for one in quotes[:1]]
    if any(affirmed(text, quote) for quote in plain):
        return "Yes. "
    if facts and _holds(text, facts[0].said):
        return "Yes. "
    return "Nothing says so outright. "


def _holds(question: str, said: str) -> bool:
    """Whether a fact of the profile has the name that a question asks about."""
    return any(name in said for name in re.findall(r"(?<!^)\b[A-Z]\w+", question))


def _fact_sentences(fact: Fact, *, strict: bool) -> list[str]:
    said = parts(fact.said)
    marks = "".join(f"[{label}]" for label in sorted(fact.labels[:3]))
    if not marks or not said:
        return said
    where = range(len(said)) if strict else [len(said) - 1]
    return [_marked(one, marks) if n in where else one for n, one in enumerate(said)]


def _marked(sentence: str, marks: str) -> str:
    """The markers before the full stop, or after a quotation mark that closes the sentence."""
    if sentence.endswith("."):
        return f"{sentence[:-1]} {marks}."
    return f"{sentence} {marks}"


def _introductions(gathered: Gathered, quotes: Sequence[Shown], *, leads: bool) -> list[str]:
    """Each quote with who said it and when, and its marker; no two openings alike in a row."""
    by_label = {one.label: one for one in gathered.evidence}
    told: list[str] = []
    seen: dict[str, int] = {}
    before = ("", "")
    for place, shown in enumerate([*quotes[:1], *sorted(quotes[1:], key=_moment(by_label))]):
        one = by_label[shown.label]
        day = day_of(one.at) if one.at else ""
        nth = seen.get(one.kind, 0)
        again = one.kind == "vent" and (one.kind, day) == before
        first = leads and place == 0
        told.append(f"{_opening(gathered, one, shown, nth, again, first)}: {_words(shown, one)}")
        seen[one.kind] = nth + 1
        before = (one.kind, day)
    return told


def _moment(by_label: dict[int, Evidence]) -> Callable[[Shown], tuple[datetime, int]]:
    """Orders quotes by when they were said; what has no date comes first."""
    return lambda shown: (by_label[shown.label].at or datetime.min.replace(tzinfo=UTC), shown.label)


def _opening(
    gathered: Gathered, one: Evidence, shown: Shown, nth: int, again: bool, first: bool
) -> str:
    day = day_of(one.at) if one.at else ""
    if one.kind == "answer":
        return _ANSWERS[min(nth, len(_ANSWERS) - 1)]
    if one.kind == "activity":
        return f"{shown.who or 'Somebody'} said in the {shown.about} of {day}"
    if one.kind == "file":
        return f"A file of {day} says" if nth == 0 else "A file says, too"
    if one.kind == "market_signal":
        return f"A market signal of {day} says" if nth == 0 else "A market signal says, too"
    if one.kind != "vent":
        when = f" of {day}" if day and one.kind == "entry" else ""
        return f"There is {_KIND.get(one.kind, 'the ' + one.kind)}{when}"
    if first and gathered.wants == "moment":
        return f"The date to go by is {day}, when a note says"
    if again:
        return _SAME_DAY[min(nth, 2) - 1]
    return _OPENINGS[min(nth, len(_OPENINGS) - 1)].format(day=day)


def _words(shown: Shown, one: Evidence) -> str:
    return f"“{_shown(shown.quote, one)}” [{shown.label}]"


def _shown(quote: str, evidence: Evidence) -> str:
    """The quote as it is set: with a full stop or an ellipsis where it has no end of its own."""
    if quote.endswith((".", "!", "?", "…")):
        return quote
    place = evidence.text.find(quote)
    after = evidence.text[place + len(quote) : place + len(quote) + 1]
    return f"{quote}." if after in ("", ".", "!", "?", "\n") else f"{quote}…"


def _prefaced(gathered: Gathered, text: str) -> str:
    if gathered.language == "en":
        return text
    return f"(Without a model I answer in English; quotes stand in their own language.) {text}"


def _settled(gathered: Gathered) -> Reply:
    """The answer to a courtesy, or to a request: what is proposed, and what stands in its way."""
    if gathered.kind == "courtesy":
        return Reply(text=reply_to(gathered.asked.text), known=True)
    told = [f"Shall I {act.summary[:1].lower()}{act.summary[1:]}? Nothing is done until you say so."
            for act in gathered.proposals]  # fmt: skip
    told += [line for fact in gathered.facts for line in _fact_sentences(fact, strict=True)]
    text = " ".join(told)
    return Reply(
        text=text, known=True, citations=citations(gathered, text), used=gathered.findings,
        proposals=gathered.proposals,
    )  # fmt: skip


def _unknown(gathered: Gathered) -> Reply:
    """Says that it does not know, what was looked for, what would help, and what is nearest."""
    if asks_nothing(gathered.asked.text, len(gathered.absent)):
        return Reply(text=PLAIN, known=False, missing=("a question",), used=gathered.findings)
    lacking = _lacking(gathered)
    needed = lacking.needed.rstrip(".") if lacking else _NEEDED[gathered.wants]
    told = ["I don't know.", *(_fact_sentences(lacking, strict=False) if lacking else [])]
    told.append(f"What is missing: {needed}." if lacking else _looked(gathered))
    if not lacking:
        told.append(f"To answer I would need {needed}.")
    nearest = gathered.shown[0] if gathered.shown else None
    if nearest is not None and nearest.fit >= NEAR_FROM:
        said = _introductions(gathered, [nearest], leads=False)[0]
        told.append(f"The nearest I found is this. {said}")
    told += _idea(gathered)
    text = _prefaced(gathered, " ".join(told))
    return Reply(
        text=text, known=False, missing=(needed,), citations=citations(gathered, text),
        used=gathered.findings, proposals=gathered.proposals,
    )  # fmt: skip


def _idea(gathered: Gathered) -> list[str]:
    """One idea, said to be one, where ideas are welcome and a tool found one."""
    if gathered.idea is None or gathered.asked.mode != "creative":
        return []
    return _fact_sentences(gathered.idea, strict=False)


def _lacking(gathered: Gathered) -> Fact | None:
    """The tool that fits the question and has too little to go by, if there is one."""
    fit = [one for one in gathered.facts if not one.enough and one.fit >= MEANT_FROM]
    return next((one for one in fit if one.needed), None)


def _looked(gathered: Gathered) -> str:
    if gathered.absent:
        words = _listed([f"“{shorten(word, 40)}”" for word in gathered.absent[:3]])
        verb = "occurs" if len(gathered.absent[:3]) == 1 else "occur"
        return f"Nowhere in what was said, planned or measured {verb} {words}."
    if gathered.subject:
        words = _listed([f"“{shorten(word, 40)}”" for word in gathered.subject[:4]])
        return f"I looked for {words} and found no passage or figure that answers this."
    return "I found no passage or figure that answers this."


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def renumbered(gathered: Gathered) -> Gathered:
    """The same material, its evidence numbered in the order in which the draft cites it."""
    said = [int(each) for each in re.findall(r"\[(\d+)\]", composed(gathered).text)]
    order = list(dict.fromkeys([*said, *(one.label for one in gathered.evidence)]))
    new = {label: place for place, label in enumerate(order, 1)}
    by_label = {one.label: one for one in gathered.evidence}
    now = {
        "evidence": tuple(
            by_label[label].model_copy(update={"label": new[label]}) for label in order
        ),
        "shown": tuple(
            one.model_copy(update={"label": new[one.label]}) for one in gathered.shown
        ),
        "facts": tuple(
            one.model_copy(update={"labels": tuple(new[each] for each in one.labels)})
            for one in gathered.facts
        ),
        "idea": gathered.idea and gathered.idea.model_copy(
            update={"labels": tuple(new[each] for each in gathered.idea.labels)}
        ),
    }  # fmt: skip
    return gathered.model_copy(update=now)
