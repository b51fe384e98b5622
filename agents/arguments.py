"""A tool's arguments read from a question by rule, field by field; what cannot be read is left out.

Where a field that a tool needs cannot be read, the tool is not called.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel, ValidationError

from domain import claims
from domain.language.channels import mentions
from domain.language.lexicons import table, words
from domain.language.periods import EARLIEST, span_of
from domain.language.questions import Question
from tools.base import Tool
from tools.standing import SEVERAL

_HALVES = re.compile(
    r"\b(?:versus|vs\.?|compared (?:to|with)|than|against|and what is it|and now|with|and)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\b(?:between|do|does|is|are|did)\s+(.+?)\s+(?:and|go with|go along with|tied to|drive|drives|"
    r"mean more|with)\s+(.+?)(?:\s+(?:move|go|rise|together|correlat)\w*.*)?\??$",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:compared|than|versus|vs)\b", re.IGNORECASE)
_UNIT = re.compile(r"(?:day|week|month|quarter|year|time)s?", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|percent)", re.IGNORECASE)
_LESS = re.compile(r"\b(?:cut|less|lower|reduce|decrease|halve|stop|drop|half)\w*\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:rais|increas|more|add|grow|up by|extra)\w*\b", re.IGNORECASE)
_SIZES = (
    (r"\bdoubl\w*|\btwice\b", 100.0), (r"\btripl\w*", 200.0), (r"\bhalf\b|\bhalv\w*", 50.0),
    (r"\bthree quarters\b", 75.0), (r"\btwo thirds\b", 66.7), (r"\bthird\b", 33.3),
    (r"\b(?:a|one) quarter\b", 25.0), (r"\b(?:a|one) fifth\b", 20.0),
)  # fmt: skip
"""Words for a change of spend → its size in percent, in the order in which they are tried."""
_GOAL = re.compile(
    r"\b(?:conversions?|clicks|sign-?ups|demos|leads|revenue|sales|visitors|customers|orders)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:next|in|coming)\s+(\d+|two|three|four|five|six|twelve)\s+months?\b", re.IGNORECASE
)
_NOW = re.compile(r"\b(?:now|today|currently|at present|these days|since)\b", re.IGNORECASE)
_SPELLED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12}
_CHOICES = {
    "group": {
        "segment": r"segment|audience|who|buyer|persona", "angle": r"angle|message|topic",
        "weekday": r"weekday|day of the week", "campaign": r"campaign",
        "stage": r"stage|funnel", "type": r"type|kind of content|format", "channel": r"channel",
    },
    "rating": {"clicks": r"click", "conversions": r"conver|lead|sign|sale|customer"},
    "by": {
        "revenue": r"revenue|sales|money|income", "clicks": r"click",
        "impressions": r"impression|view", "conversions": r"conver",
    },
}  # fmt: skip
USUAL = "revenue"
"""The figure that is meant where a project is named and none of its figures."""
TIMELESS = frozenset(
    {"attributed_revenue", "channel_returns", "time_to_convert", "typical_paths", "best_periods"}
)
"""Tools whose figures are over all time, whatever time is asked for."""
_Read = Callable[[Question, date], Any]


def arguments(tool: Tool[Any, Any], question: Question, today: date) -> list[BaseModel]:
    """The arguments worth trying, the most exact first; none where a needed one is missing."""
    fields = tool.takes.model_fields
    read = {name: _READ[name](question, today) for name in fields if name in _READ}
    given = {name: value for name, value in read.items() if value not in (None, "")}
    if _COMPARES.search(question.text) and "second_start" in fields:
        given = {name: value for name, value in given.items() if name not in ("since", "until")}
    if (since := given.get("since")) and since >= today.replace(day=1):
        given = {name: value for name, value in given.items() if name not in ("since", "until")}
    tries = [given]
    if "project" in given:
        tries.append({name: value for name, value in given.items() if name != "project"})
    if "about" in given and question.names:
        tries.append({**given, "about": " ".join(question.names)[:300]})
    if "change_percent" in given:
        plain = {name: given[name] for name in ("project", "change_percent") if name in given}
        tries = [given, plain] if _GOAL.search(question.text) else [plain]
    found: list[BaseModel] = []
    for one in tries:
        if any(field.is_required() and name not in one for name, field in fields.items()):
            continue
        try:
            found.append(tool.takes.model_validate(one))
        except ValidationError:
            continue
    return found


def by_period(tool: Tool[Any, Any], question: Question, today: date) -> list[tuple[str, BaseModel]]:
    """Arguments for each of two times that are held against each other, the earlier first, with
    the time in words; none where the tool compares by itself or knows no time."""
    fields = tool.takes.model_fields
    halves = _halves(question, today)
    if halves is None or "second_start" in fields or not {"since", "until"} <= fields.keys():
        return []
    read = {name: _READ[name](question, today) for name in fields if name in _READ}
    given = {name: value for name, value in read.items() if value not in (None, "")}
    if any(field.is_required() and name not in given for name, field in fields.items()):
        return []
    return [
        (when(first, last), tool.takes.model_validate({**given, "since": first, "until": last}))
        for first, last in (halves[:2], halves[2:])
    ]


def timeless(tool: Tool[Any, Any]) -> bool:
    """Whether a tool tells of figures over all time and can keep to none."""
    return tool.name in TIMELESS


def when(first: date, last: date) -> str:
    """Two days as a time: a month or a year where they are one, else both days."""
    if (first.day, first.month) == (1, 1) and (last.day, last.month) == (31, 12):
        return f"{first:%Y}" if first.year == last.year else f"{first:%Y} to {last:%Y}"
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        one = f"{first:%B %Y}"
        return (
            one
            if (first.month, first.year) == (last.month, last.year)
            else (f"{one} to {last:%B %Y}")
        )
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def compares(question: Question) -> bool:
    """Whether two times are held against each other."""
    return bool(_COMPARES.search(question.text) and (question.span or "period" in question.text))


def subject(question: Question) -> str:
    """The words that say what a question is about, without those that only ask."""
    asks = words("asking", "asks")
    said = [
        term.word for term in question.terms
        if not asks.fullmatch(term.word) and not _UNIT.fullmatch(term.word)
    ]  # fmt: skip
    return " ".join(said)


def _metric(question: Question, today: date) -> str:
    pair = _PAIR.search(question.text)
    if pair and "together" in question.text.lower():
        return pair[1][:200]
    names = {word for name in question.names for word in name.split()}
    plain = " ".join(word for word in subject(question).split() if word not in names)
    whole = question.kind in ("trend", "top", "compare", "forecast")
    named = plain or subject(question)
    return (plain or USUAL if whole and (names or not named) else named)[:200]


def _other(question: Question, today: date) -> str:
    pair = _PAIR.search(question.text)
    return pair[2][:200] if pair else ""


def _project(question: Question, today: date) -> str:
    if question.names:
        return question.names[0]
    named = mentions(question.text)
    return named[0].words if named else ""


def _about(question: Question, today: date) -> str:
    if question.quoted:
        return question.quoted[0]
    strong = " ".join(term.word for term in question.terms if not term.weak)
    return (strong or subject(question) or " ".join(question.names))[:300]


def _of(question: Question, today: date) -> str:
    named = mentions(question.text)
    return named[0].words if named else " ".join(question.names)


def _since(question: Question, today: date) -> date | None:
    span = question.span
    return span.first if span and span.first > EARLIEST else None


def _until(question: Question, today: date) -> date | None:
    """The end of the time asked about; none where the question goes on to the present."""
    if question.span is None or (question.span.last < today and _NOW.search(question.text)):
        return None
    return question.span.last


def _halves(question: Question, today: date) -> tuple[date, date, date, date] | None:
    """Two periods that are held against each other, the earlier first."""
    spans = [
        span for part in _HALVES.split(question.text) if (span := span_of(part, today)) is not None
    ]
    if len(spans) < 2:
        return None
    first, second = sorted(spans[:2], key=lambda span: span.first)
    return first.first, first.last, second.first, second.last


def _half(place: int) -> _Read:
    def read(question: Question, today: date) -> date | None:
        found = _halves(question, today)
        return found[place] if found else None

    return read


def _change(question: Question, today: date) -> float | None:
    said = question.text.lower()
    percent = _PERCENT.search(said)
    if percent:
        size = float(percent[1])
    else:
        size = next((size for cue, size in _SIZES if re.search(cue, said)), None)
    if size is None:
        return None
    return -size if _LESS.search(said) and not _MORE.search(said) and size < 100 else size


def _months(question: Question, today: date) -> int | None:
    match = _AHEAD.search(question.text)
    if match is None:
        return None
    return _SPELLED.get(match[1].lower()) or int(match[1])


def _choice(name: str) -> _Read:
    def read(question: Question, today: date) -> str:
        said = question.text.lower()
        return next((pick for pick, cue in _CHOICES[name].items() if re.search(cue, said)), "")

    return read


def _field(question: Question, today: date) -> str:
    """The field of the profile that a question asks for, by its cues or in its own words."""
    named = profile_field(question)
    if named in SEVERAL:
        return named
    return claims.words(named) if named else subject(question) or question.text[:200]


def profile_field(question: Question) -> str:
    """The field of the profile whose words the question uses, or ''."""
    fields = table("asking")["profile"]
    return next((one for one in fields if _cue(one).search(question.text)), "")


def _cue(field: str) -> re.Pattern[str]:
    return words("asking", "profile", field)


def _title(question: Question, today: date) -> str:
    return question.quoted[0] if question.quoted else ""


_READ: dict[str, _Read] = {
    "metric": _metric, "other": _other, "project": _project, "about": _about, "of": _of,
    "since": _since, "until": _until, "start": _since, "end": _until,
    "first_start": _half(0), "first_end": _half(1), "second_start": _half(2),
    "second_end": _half(3), "change_percent": _change, "months_ahead": _months,
    "group": _choice("group"), "rating": _choice("rating"), "by": _choice("by"),
    "title": _title, "text": _title,
    "field": _field,
}  # fmt: skip
"""Field of a tool → how it is read from a question."""
