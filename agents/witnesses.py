"""The tools that Ask may put a question to: example questions, arguments, and what they tell.

A witness is a reading tool with questions of the kind it answers. The analyses bring their own
examples and findings; the other tools' answers are put into sentences here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Any

from agents.arguments import arguments
from domain.claims import words
from domain.language.lexicons import words as pattern_of
from domain.language.questions import Question
from domain.language.terms import roots
from domain.passages import known
from domain.quoting import quote_of
from tools.analyses import ANALYSES, EXAMPLES
from tools.base import Tool
from tools.beliefs import BeliefLine
from tools.calendar import EntryLine, EntryPage, Period, list_entries
from tools.context import Least, ThemeLine, ThemeList, list_themes
from tools.findings import Finding, Ref
from tools.plans import MapLine, MapList, Maps, list_maps

AHEAD = timedelta(days=30)
MOST_NAMED = 4
MET, MOSTLY = 2, 0.6
"""Plain words of a question, and the share of all, that a theme says which is counted by it."""
Asks = Callable[[Question, date], list[Any]]
Tells = Callable[[Question, Any], Finding | None]


@dataclass(frozen=True)
class Witness:
    """A tool, questions that it answers, its arguments read from a question (the likeliest first,
    none where it does not apply), and its answer as a finding (None: nothing to the point)."""

    tool: Tool[Any, Any]
    examples: tuple[str, ...]
    asks: Asks
    tells: Tells
    kinds: frozenset[str] = frozenset()


def certain(one: BeliefLine) -> str:
    """A belief in words as sure as it is (style: certainty in the verb)."""
    claim = one.claim
    common = known(claim.split()[0].lower()) and one.category != "competitive"
    lowered = claim[0].lower() + claim[1:] if common else claim
    if one.confidence >= 0.8:
        said = claim
    elif one.confidence >= 0.6:
        said = f"As far as the evidence so far can show, {lowered}"
    elif one.confidence >= 0.4:
        said = f"It may be that {lowered}"
    else:
        said = f"The evidence speaks against this: {lowered}"
    against = f"{one.against} against it" if one.against else "none against it"
    pieces = "piece" if one.evidence == 1 else "pieces"
    return f"{said} That rests on {one.evidence} {pieces} of evidence for it and {against}."


def witnesses() -> tuple[Witness, ...]:
    """All that may be asked: the analyses with their examples, and the tools told here."""
    return (*PLAIN, *_analyses())


@lru_cache(maxsize=1)
def _analyses() -> tuple[Witness, ...]:
    return tuple(
        Witness(tool, EXAMPLES[tool.name], partial(_read, tool), _as_it_is) for tool in ANALYSES
    )


def _read(tool: Tool[Any, Any], question: Question, today: date) -> list[Any]:
    return arguments(tool, question, today)


def _as_it_is(question: Question, answer: Finding) -> Finding:
    return answer


def _every(question: Question, today: date) -> list[Maps]:
    return [Maps()]


def _period(question: Question, today: date) -> list[Period]:
    span = question.span
    if span is None:
        return [Period(start=today, end=today + AHEAD)]
    return [Period(start=span.first, end=span.last)]


def _calendar(question: Question, answer: EntryPage) -> Finding | None:
    span = question.span
    when = f"from {_day(span.first)} to {_day(span.last)}" if span else "in the coming 30 days"
    if span and span.first == span.last:
        when = f"on {_day(span.first)}"
    wanted = {one.root for one in question.terms} - _CALENDAR_WORDS
    rows = [row for row in answer.items if not wanted or wanted & _said_of(row)]
    about = " of that kind" if wanted and answer.items and not rows else ""
    if not rows:
        return Finding(said=f"Nothing{about} stands on the calendar {when}.", enough=True, n=0)
    more = "+" if answer.next else ""
    stands = "entry stands" if len(rows) == 1 else "entries stand"
    first = f"{len(rows)}{more} {stands} on the calendar {when}."
    named = "; ".join(entry_line(row) for row in rows[:MOST_NAMED])
    lead = "It is" if len(rows) == 1 else "They are" if len(rows) <= MOST_NAMED else "The first are"
    refs = [Ref(kind="entry", id=row.id) for row in rows[:MOST_NAMED]]
    return Finding(said=f"{first} {lead} {named}.", enough=True, n=len(rows), evidence=refs)


_CALENDAR_WORDS = frozenset(roots("planned calendar scheduled publish entries upcoming week due"))


def _said_of(row: EntryLine) -> frozenset[str]:
    parts = (row.title, row.artifact_type, row.channel, row.segment, row.status)
    return frozenset(roots(" ".join(words(part) for part in parts if part)))


def entry_line(row: EntryLine) -> str:
    """An entry in words: its title, kind, day and status."""
    day = f", {_day(row.publish_on)}" if row.publish_on else ""
    return f"“{row.title}” ({words(row.artifact_type)}{day}, {words(row.status)})"


def _maps(question: Question, answer: MapList) -> Finding | None:
    if not answer.items:
        return Finding(
            said="No map has been proposed yet.", enough=False, n=0,
            needed="enough evidence for a first map: vents, results or figures",
        )  # fmt: skip
    asked = {one.root for one in question.terms}
    if question.kind == "advice" and (on_table := _proposed(answer)):
        return on_table
    best = max(answer.items, key=lambda row: (len(asked & set(roots(_map_words(row)))),
                                              row.proposed_at))  # fmt: skip
    why = " ".join(_sentence(claim.text) for claim in best.plan.why_now[:3])
    refs = [Ref(kind="map", id=best.id)]
    refs += [
        Ref(kind=source.kind, id=source.id) for source in best.plan.sources()
        if source.kind in ("theme", "belief", "vent", "activity", "signal")
    ]  # fmt: skip
    said = f"The map “{best.plan.title}” is {best.status}, and this speaks for it: {why}"
    return Finding(said=said, enough=True, n=len(answer.items), evidence=refs[:4])


def _proposed(answer: MapList) -> Finding | None:
    """What waits for a decision: that is what is advised."""
    rows = [row for row in answer.items if row.status == "proposed"][-2:]
    if not rows:
        return None
    told = [
        f"{'Also on' if n else 'On'} the table is the map “{row.plan.title}”: "
        f"{_sentence(row.plan.why_now[0].text)}"
        for n, row in enumerate(reversed(rows))
    ]
    refs = [Ref(kind="map", id=row.id) for row in rows]
    return Finding(said=" ".join(told), enough=True, n=len(rows), evidence=refs)


def _map_words(row: MapLine) -> str:
    return f"{row.plan.title} {row.plan.message} {words(row.plan.segment)}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", "…")) else f"{text}."


def _themes(question: Question, answer: ThemeList) -> Finding | None:
    told: list[str] = []
    rows = answer.items[:3]
    if question.kind == "count" and not pattern_of("asking", "returning").search(question.text):
        rows = _about_that(question, answer)
    for row in rows:
        first, last = _day(row.first_at.date()), _day(row.last_at.date())
        lead = "Then comes" if told else "What comes back most is"
        lead = "That came back as" if rows is not answer.items and len(rows) == 1 else lead
        times = f"{row.count} times from {first} to {last}"
        quote = quote_of(row.label, ())
        end = "" if quote.endswith((".", "!", "?", "…")) else "…"
        told.append(f"{lead} {_concern(row.topic)}, {times}: “{quote}{end}”")
    if not told:
        return None
    refs = [Ref(kind="theme", id=row.id) for row in rows]
    return Finding(said=" ".join(told), enough=True, n=len(answer.items), evidence=refs)


def _about_that(question: Question, answer: ThemeList) -> list[ThemeLine]:
    """The theme that says what is counted: most words of the question, and not only a name."""
    wanted = {one.root for one in question.terms if not one.weak}
    plain = {one.root for one in question.terms if not one.weak and not one.name}
    for row in answer.items:
        here = set(roots(row.label))
        if len(plain & here) >= MET and len(wanted & here) >= MOSTLY * len(wanted):
            return [row]
    return []


def _concern(topic: str) -> str:
    return f"a concern about {words(topic)}" if topic else "one and the same point"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


PLAIN: Sequence[Witness] = (
    Witness(
        list_entries,
        ("What is on the calendar next week?", "What is planned for December?",
         "Which posts are scheduled this month?", "Is anything going out on Friday?",
         "What did we publish in March?", "What are the upcoming webinars?"),
        _period, _calendar, frozenset({"calendar"}),
    ),
    Witness(
        list_maps,
        ("Why did you propose this map?", "What speaks for the map about churn?",
         "Which maps are proposed?", "What is the reason for the plan you suggested?",
         "Where does this execution map come from?", "What should we do next?",
         "What do you recommend?", "What should I focus on this month?"),
        _every, _maps, frozenset({"receipt"}),
    ),
    Witness(
        list_themes,
        ("What keeps coming back in what we say?", "Which concerns recur most often?",
         "What do we complain about most?", "What are the recurring themes?"),
        lambda question, today: [Least(least=2, limit=30)], _themes, frozenset({"count"}),
    ),
)  # fmt: skip
"""Tools whose answers are told here: no analysis tells them."""
