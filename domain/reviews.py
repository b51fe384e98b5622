"""Reviewing a deliverable: what a brief asks for that code can see (seed 001 §6.3).

Each check says what it found, where, and whose fault it is. A check blocks where its sentence
stands in the brief's own acceptance list, and where it is not the brief that is at fault; all
others advise, and cost nobody money or rank. A rough check (whether a message is there at all) is
lenient: it refuses work that is about something else, and leaves shades of meaning to a model or a
person. Whether a machine wrote it is not looked at (product X24).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from domain.anonymity import Leak
from domain.assignments import Fault
from domain.brief_text import render
from domain.briefs import Brief, acceptance, criteria
from domain.rubric_wording import sentences, too_long
from domain.stylometry import fit
from domain.work_claims import Mark, to_check, unfounded

SLACK = 0.25
"""How far a length may lie outside the brief's range, as a share of its ends."""
ON_TOPIC = 0.17
"""Mean likeness (cosine, 0 to 1) of the key messages to their nearest passage, at the least."""
COPIED = 0.3
RUN = 6
UNLIKE = 0.05
"""A voice is called unlike where so few of the business's own texts lie further out."""
MOST_MARKS = 8
SAYINGS = frozenset({"corpus", "facts", "tagline", "jargon"})
"""Rules of the gate about sentences: in a text of a creator they are no name, but not their own."""
ROUGH = frozenset({"keyword"})
"""Of what the list names, what code sees too roughly to send work back for it."""
WRITTEN = {"plain text": ("text", "txt", "md"), "markdown": ("text", "md", "txt")}
"""File format of a brief → the kinds of file that it means."""
_LINK = re.compile(r"https?://[^\s)>\]]+")
_SIZE = re.compile(r"(\d{2,5})\s*[x×]\s*(\d{2,5})|\b(\d{1,2}):(\d{1,2})\b")
_STEP = re.compile(
    r"^(?:\W*)(?:ask|bring|book|call|compare|count|download|find|get|join|list|look|open|pick|"
    r"read|register|reply|request|see|send|share|show|sign|start|take|talk|tell|try|upload|visit|"
    r"walk|watch|work|write)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*(?:\w+ ){0,2}\w+:\s*", re.UNICODE)
_BUTTON = re.compile(r"\[[^\]\n]{3,60}\](?!\()|\[[^\]\n]{3,60}\]\([^)]+\)|https?://")
_UNFINISHED = re.compile(
    r"lorem ipsum|\bTODO\b|\bTBD\b|\bXXX\b|\[(?:insert|add|your)[^\]]*\]", re.IGNORECASE
)
_BOAST = re.compile(
    r"\b(?:best[- ]in[- ]class|world[- ]class|cutting[- ]edge|game[- ]chang\w+|revolutionary|"
    r"next[- ]generation|state[- ]of[- ]the[- ]art|unparalleled|seamless(?:ly)?|"
    r"in these times of change|efficient way|right tools in place)\b",
    re.IGNORECASE,
)


class Point(BaseModel):
    """One thing that was looked at: whether it is met, and a note for the creator if not.

    `marks` are where, `rule` is what it was held against; one that does not block only advises.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    check: str
    met: bool
    note: str = ""
    rule: str = ""
    marks: tuple[Mark, ...] = ()
    fault: Fault = "work"
    blocking: bool = True


class Judgement(BaseModel):
    """The review of one version; `score` is the share of blocking points met, 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passed: bool
    score: float
    points: tuple[Point, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to change, in the words that the creator gets."""
        return tuple(point.note for point in self.points if not point.met and point.blocking)

    @property
    def advice(self) -> tuple[Point, ...]:
        """What could be better, and costs nothing."""
        return tuple(point for point in self.points if not (point.met or point.blocking))


@dataclass(frozen=True)
class Seen:
    """What is known of a version beside its words.

    `likeness` holds one cosine per key message, `leaked` what the gate found, `earlier` the texts
    that it may not copy, `own` the business's own words, `elsewhere` the
    same creator's for others, `pixels` width and height of a picture.
    """

    likeness: Sequence[float] = ()
    leaked: Sequence[Leak] = ()
    earlier: Sequence[str] = ()
    own: Sequence[str] = ()
    elsewhere: Sequence[str] = ()
    kind: str = "text"
    pixels: tuple[int, int] | None = None


def judge(brief: Brief, text: str, seen: Seen) -> Judgement:
    """Review `text` against its brief."""
    given = render(brief)
    points = (
        _length(brief, text),
        _next_step(brief, text),
        _messages(brief, seen.likeness),
        _names(text, given, seen.leaked),
        _finished(text),
        _plain(text),
        *([_keyword(brief, text)] if brief.seo else []),
        _claims(text, given),
        _own(text, [*seen.earlier, *seen.own]),
        _own(text, seen.elsewhere, "sold before"),
        _sayings(text, given, seen),
        _figures(text, given),
        _voice(brief, text, seen.own),
        _readable(text),
        _links(text, given),
        *_files(brief, seen),
    )
    return _judgement(brief, points)


def judge_file(brief: Brief, seen: Seen) -> Judgement:
    """What code can see of a file without words: a person judges the rest."""
    return _judgement(brief, _files(brief, seen))


def copied(text: str, other: str) -> float:
    """The share of `text`'s runs of six words that stand in `other` too, 0 to 1."""
    own, given = _runs(text), _runs(other)
    return len(own & given) / len(own) if own else 0.0


def _judgement(brief: Brief, found: Iterable[Point]) -> Judgement:
    """Points block by what the brief says of acceptance, and never for a fault of the brief's."""
    wanted, listed = criteria(brief), set(acceptance(brief))
    points = tuple(
        one.model_copy(
            update={
                "blocking": one.check not in ROUGH
                and one.fault == "work"
                and wanted.get(one.check, "") in listed,
                "rule": one.rule or wanted.get(one.check, ""),
            }
        )
        for one in found
    )
    held = [one.met for one in points if one.blocking]
    score = sum(held) / len(held) if held else 1.0
    return Judgement(passed=all(held), score=score, points=points)


def _length(brief: Brief, text: str) -> Point:
    form, count = brief.format, len(text.split())
    low, high = form.length_low * (1 - SLACK), form.length_high * (1 + SLACK)
    note = (
        f"It has {count} {form.unit}; the brief asks for {form.length_low} to {form.length_high}."
    )
    return Point(check="length", met=low <= count <= high, note=note)


def _next_step(brief: Brief, text: str) -> Point:
    """A step that the reader is asked to take, in the second half."""
    lines = [line for line in text.splitlines() if line.strip()]
    closing = lines[len(lines) // 2 :]
    asked = any(
        _BUTTON.search(line)
        or _STEP.match(_LABEL.sub("", line))
        or any(_STEP.match(part) for part in re.split(r"(?<=[.!?:])\s+", line))
        for line in closing
    )
    note = f"The reader is not asked to do anything. Close with: {brief.call_to_action}."
    return Point(check="call to action", met=asked, note=note)


def _messages(brief: Brief, likeness: Sequence[float]) -> Point:
    """Whether a text speaks of what the messages speak of; each of them, and their order, only a
    reader can tell: a message in other words is no nearer than chance."""
    mean = sum(likeness) / len(likeness) if likeness else 0.0
    pairs = zip(likeness, brief.messages, strict=True)
    farthest = min(pairs, key=lambda pair: pair[0])[1] if likeness else brief.messages[0]
    note = f"It speaks of something else than the key messages; begin with “{farthest.text}”."
    return Point(check="on its topic", met=mean >= ON_TOPIC, note=note)


def _names(text: str, given: str, leaked: Sequence[Leak]) -> Point:
    """Whatever would tell whose it is; what the brief itself said is the brief's fault."""
    found = [one for one in leaked if one.rule not in SAYINGS]
    theirs = [one for one in found if one.text not in given]
    named = [*dict.fromkeys(one.text for one in theirs or found)]
    note = f"This may not stand there: {', '.join(named)}. Use {{{{BRAND}}}}."
    return Point(
        check="names", met=not found, note=note, marks=_where(text, named),
        rule=", ".join(dict.fromkeys(one.rule for one in theirs or found)),
        fault="brief" if found and not theirs else "work",
    )  # fmt: skip


def _finished(text: str) -> Point:
    found = _UNFINISHED.search(text)
    note = f"“{found[0]}” is unfinished." if found else ""
    marks = (Mark(start=found.start(), text=found[0]),) if found else ()
    return Point(check="finished", met=found is None, note=note, marks=marks)


def _plain(text: str) -> Point:
    hits = [*_BOAST.finditer(text)]
    found = [*dict.fromkeys(each.group(0).lower() for each in hits)]
    note = f"Say it plainly instead of “{'”, “'.join(found)}”."
    marks = tuple(Mark(start=each.start(), text=each[0]) for each in hits[:MOST_MARKS])
    return Point(check="plain words", met=not found, note=note, marks=marks)


def _keyword(brief: Brief, text: str) -> Point:
    """At least half of the words that people search for open the piece."""
    keyword = brief.seo.keyword if brief.seo else ""
    title = next((line for line in text.splitlines() if line.strip()), "")
    opening = f"{title} {' '.join(text.split()[:100])}".casefold()
    asked = [word for word in re.findall(r"\w+", keyword.casefold()) if len(word) > 2]
    there = sum(word.rstrip("s") in opening for word in asked)
    note = f"People search for “{keyword}”: say it in the title and near the beginning."
    return Point(check="keyword", met=there * 2 >= len(asked), note=note)


def _claims(text: str, given: str) -> Point:
    found = unfounded(text, given)
    said = ", ".join(dict.fromkeys(one.text for one in found[:MOST_MARKS]))
    note = f"The brief does not say this: {said}. Leave it out, or mark it [unknown]."
    return Point(check="claims", met=not found, note=note, marks=found[:MOST_MARKS])


def _figures(text: str, given: str) -> Point:
    found = to_check(text, given)[:MOST_MARKS]
    said = ", ".join(dict.fromkeys(one.text for one in found))
    note = f"Numbers that are not from the brief: {said}. Part of a story, or a claim?"
    return Point(check="figures", met=not found, note=note, marks=found)


def _own(text: str, earlier: Sequence[str], check: str = "own words") -> Point:
    """What was copied; that a creator sold it to others too is for people to weigh."""
    shares = [(copied(text, other), other) for other in earlier]
    share, nearest = max(shares, key=lambda one: one[0], default=(0.0, ""))
    note = f"{share:.0%} of it stands in earlier work word for word."
    marks = _stretches(text, nearest) if share > COPIED else ()
    return Point(check=check, met=share <= COPIED, note=note, marks=marks)


def _sayings(text: str, given: str, seen: Seen) -> Point:
    """Sentences of the business: nobody is told whose they are, only that they are not new."""
    found = [
        one.text for one in seen.leaked
        if one.rule in SAYINGS and one.text not in given
        and not any(one.text in other for other in seen.earlier)
    ]  # fmt: skip
    note = "These sentences were said elsewhere; say them in words of your own."
    return Point(check="sayings", met=not found, note=note, marks=_where(text, found))


def _voice(brief: Brief, text: str, own: Sequence[str]) -> Point:
    """Words that the brief wants said otherwise, and a manner far from the business's own."""
    never = [one.not_say for one in brief.voice.examples if one.not_say.casefold() in
             text.casefold()]  # fmt: skip
    found = fit(text, own)
    habits = [name for name, *_ in found.habits] if found and found.closer < UNLIKE else []
    notes = [f"Say it as the brief does instead of “{one}”." for one in never]
    if habits:
        notes.append(f"It sounds unlike what its reader knows: look at {' and '.join(habits)}.")
    return Point(check="voice", met=not notes, note=" ".join(notes), marks=_where(text, never))


def _readable(text: str) -> Point:
    wrong = too_long(text)
    longest = max(sentences(text), key=lambda one: len(one.split()), default="")
    note = f"Hard to read: {wrong}."
    return Point(
        check="readability",
        met=not wrong,
        note=note,
        marks=_where(text, [longest]) if wrong else (),
    )


def _links(text: str, given: str) -> Point:
    found = [one for one in _LINK.findall(text) if one not in given]
    note = "Links that the brief does not name: they are set after the review."
    return Point(check="links", met=not found, note=note, marks=_where(text, found))


def _files(brief: Brief, seen: Seen) -> tuple[Point, ...]:
    """The kind of file, and the size of a picture, where the brief says either."""
    asked = brief.technical.file_format
    kinds = WRITTEN.get(asked.casefold(), ())
    form = Point(
        check="file", met=not kinds or seen.kind in kinds,
        note=f"It came as {seen.kind.upper()}; the brief asks for {asked}.",
    )  # fmt: skip
    wanted = _SIZE.search(brief.technical.dimensions)
    if seen.pixels is None or wanted is None:
        return (form,)
    wide, high = seen.pixels
    across, down = (int(each) for each in wanted.groups() if each)
    exact = wanted[1] is not None
    met = (wide, high) == (across, down) if exact else abs(wide * down - high * across) <= wide
    note = f"The picture has {wide} × {high} pixels; asked for was {brief.technical.dimensions}."
    return form, Point(check="dimensions", met=met, note=note)


def _where(text: str, found: Iterable[str]) -> tuple[Mark, ...]:
    """Where words stand first; what is not found letter by letter stands at no place."""
    places = [(text.find(one), one) for one in dict.fromkeys(found)]
    return tuple(Mark(start=at, text=one) for at, one in places if at >= 0)[:MOST_MARKS]


def _stretches(text: str, other: str) -> tuple[Mark, ...]:
    """Stretches of six words and more of `text` that stand in `other` too, longest first."""
    given = _runs(other)
    hits = [*re.finditer(r"\w+", text)]
    said = [hit[0].casefold() for hit in hits]
    found: list[Mark] = []
    at = 0
    while at <= len(hits) - RUN:
        end = at
        while end <= len(hits) - RUN and tuple(said[end : end + RUN]) in given:
            end += 1
        if end > at:
            first, last = hits[at].start(), hits[end + RUN - 2].end()
            found.append(Mark(start=first, text=text[first:last]))
            end += RUN - 1
        at = max(end, at + 1)
    return tuple(sorted(found, key=lambda one: -len(one.text))[:MOST_MARKS])


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
