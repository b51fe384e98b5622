"""What people speak of: how often, since when, in which mood, and what is new.

All counts are over words that the asking person may read; nobody learns of another's private note.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import Field

from domain.language.topics import TAXONOMY
from domain.mentions import content, names_said, spoken_of, topic_of, topic_within
from domain.prose import (
    counted,
    day,
    listed,
    month,
    named,
    number,
    paragraph,
    rounded,
    said_as,
    share,
    span,
)
from domain.samples import gap, wilson
from domain.signals import mood
from memory import people
from memory.ctx import Ctx
from tools.base import Ask, tool
from tools.derived import own_names
from tools.findings import Finding, Part, Ref, lacking, weightiest
from tools.heard import Spoken, came_back, spoken

NOTES = "notes, interview answers or team activities: `refleqt import vents FILE`"
ENOUGH, LEAST = 10, 5
MANY = 20  # clear moods from which a change of mood is said plainly
NEW_DAYS = 60


class AboutAsk(Ask):
    """What people speak of."""

    about: str = Field(
        min_length=1, max_length=300,
        description="A topic, a name or words to look for, such as pricing or Plumbline",
    )  # fmt: skip
    since: date | None = Field(default=None, description="First day to look at, YYYY-MM-DD")
    until: date | None = Field(default=None, description="Last day to look at, YYYY-MM-DD")


class SinceAsk(Ask):
    """The days that count."""

    since: date | None = Field(default=None, description="First day to look at, YYYY-MM-DD")
    until: date | None = Field(default=None, description="Last day to look at, YYYY-MM-DD")


class RecentAsk(Ask):
    """What counts as new."""

    days: int = Field(
        default=NEW_DAYS, ge=7, le=730,
        description="How many days before the latest note count as new",
    )  # fmt: skip


@dataclass(frozen=True)
class Hits:
    """Everything that may be read, and what of it speaks of something, with the sentence."""

    name: str
    every: Sequence[Spoken]
    found: Sequence[tuple[Spoken, str]]

    @property
    def refs(self) -> list[Ref]:
        """The mentions as evidence, newest first."""
        return weightiest(one.ref(quote) for one, quote in [*self.found][::-1])


@tool("context:read")
async def count_mentions(ctx: Ctx, ask: AboutAsk) -> Finding:
    """How many notes speak of something, with the words of some of them."""
    hits = await _hits(ctx, ask)
    n, of = len(hits.found), len(hits.every)
    if not of:
        return lacking("There is nothing to read in that time.", NOTES)
    if not n:
        said = f"None of {counted(of, 'note')} that you can read speaks of {hits.name}."
        return lacking(said, f"words that speak of {hits.name}", of)
    first, last = hits.found[0], hits.found[-1]
    quote = f"On {day(last[0].at)} it was: {said_as(last[1])}" if last[1] else ""
    return Finding(
        said=paragraph(
            f"{counted(n, 'note')} of {of} that you can read {_verb(n)} of {hits.name} "
            f"({share(n / of)}), {_between(first[0], last[0])}.", quote,
        ),
        enough=True, n=of, value=n, unit="notes", evidence=hits.refs,
        figures={"share in percent": rounded(100 * n / of)},
        parts=_by_month(hits.found),
    )  # fmt: skip


@tool("context:read")
async def first_and_last_mention(ctx: Ctx, ask: AboutAsk) -> Finding:
    """When something was first and last spoken of, and in which words."""
    hits = await _hits(ctx, ask)
    if not hits.found:
        said = f"None of {counted(len(hits.every), 'note')} that you can read speaks of "
        return lacking(f"{said}{hits.name}.", f"words that speak of {hits.name}", len(hits.every))
    (first, began), (last, ended) = hits.found[0], hits.found[-1]
    lines = [f"{hits.name} first came up on {day(first.at)}: {said_as(began)}"]
    if last.id != first.id:
        lines.append(f"It last came up on {day(last.at)}: {said_as(ended)}")
        lines.append(f"In all {counted(len(hits.found), 'note')} of {len(hits.every)} speak of it.")
    return Finding(
        said=paragraph(*lines), enough=True, n=len(hits.every), value=len(hits.found),
        unit="notes", evidence=weightiest([first.ref(began), last.ref(ended), *hits.refs]),
    )  # fmt: skip


@tool("context:read")
async def mention_trend(ctx: Ctx, ask: AboutAsk) -> Finding:
    """Whether something is spoken of more or less often than before."""
    hits = await _hits(ctx, ask, volunteered=True)
    of = len(hits.every)
    if of < 2 * ENOUGH or len(hits.found) < LEAST:
        said = f"{counted(len(hits.found), 'note')} of {of} that you can read "
        said += f"{_verb(len(hits.found))} of {hits.name}."
        return lacking(said, f"at least {2 * ENOUGH} notes, some of them on {hits.name}", of,
                       hits.refs)  # fmt: skip
    spoke = {one.id for one, _ in hits.found}
    half = of // 2
    early = [float(one.id in spoke) for one in hits.every[:half]]
    late = [float(one.id in spoke) for one in hits.every[half:]]
    told = gap(early, late)
    before, after = (told.first, told.second) if told else (0.0, 0.0)
    turn = hits.every[half].at
    if told and told.clear:
        way = "more" if told.difference > 0 else "less"
        head = f"{hits.name} comes up {way} often than before: in {share(after)} of "
    else:
        head = f"Nothing clear has changed in how often {hits.name} comes up: in {share(after)} of "
    head += f"{counted(of - half, 'note')} since {day(turn)}, against {share(before)} of {half} "
    head += "before."
    low, high = (told.low, told.high) if told else (0.0, 0.0)
    months = Counter(one.month for one, _ in hits.found)
    top = max(months, key=lambda name: (months[name], name))
    more = f"The month with most was {month(top)} ({counted(months[top], 'note')})."
    more = more if months[top] > 1 else ""
    return Finding(
        said=paragraph(head, more), enough=True, n=of, value=rounded(100 * (after - before)),
        low=rounded(100 * low), high=rounded(100 * high), unit="points of share",
        parts=_by_month(hits.found), evidence=hits.refs,
        figures={"before in percent": rounded(100 * before), "after in percent":
                 rounded(100 * after), "notes before": half, "notes after": of - half,
                 "most in a month": months[top]},
    )  # fmt: skip


@tool("context:read")
async def share_of_voice(ctx: Ctx, ask: SinceAsk) -> Finding:
    """Which competitors come up, how often, and which comes up most."""
    every = _within(await spoken(ctx), ask.since, ask.until)
    rivals = await _rivals(ctx, every)
    said_of: dict[str, list[Spoken]] = {name: [] for name in rivals}
    for one in every:
        for name in names_said(rivals, one.text):
            said_of[name].append(one)
    said_of = {name: own for name, own in said_of.items() if own}
    if not said_of:
        said = f"No competitor is named in {counted(len(every), 'note')} that you can read."
        return lacking(said, "notes that name a competitor, or their names in the profile",
                       len(every))  # fmt: skip
    order = sorted(said_of, key=lambda name: (-len(said_of[name]), name))
    total = sum(len(own) for own in said_of.values())
    top = order[0]
    low, high = wilson(len(said_of[top]), total)
    lines = listed(f"{name} ({counted(len(said_of[name]), 'note')})" for name in order[:5])
    last = said_of[top][-1]
    quote = spoken_of(content(top), last.text)
    sure = f"that is {share(len(said_of[top]) / total)} of {counted(total, 'mention')} "
    sure += f"(90% range {share(low)} to {share(high)})"
    return Finding(
        said=paragraph(
            f"Of {counted(len(order), 'competitor')} named in {counted(len(every), 'note')}, "
            f"{top} comes up most; {sure}.",
            f"The order is {lines}." if len(order) > 1 else "",
            f"On {day(last.at)} it was: {said_as(quote)}" if quote else "",
        ),
        enough=True, n=len(every), value=rounded(100 * len(said_of[top]) / total),
        low=rounded(100 * low), high=rounded(100 * high), unit=f"percent of mentions, {top}",
        parts=[Part(name=name, value=len(said_of[name]), n=len(said_of[name])) for name in order],
        figures={"competitors": len(order), "mentions": total},
        evidence=weightiest(one.ref() for name in order for one in said_of[name][::-1][:6]),
    )  # fmt: skip


@tool("context:read")
async def mood_over_time(ctx: Ctx, ask: SinceAsk) -> Finding:
    """Whether the notes sound better or worse than before, and what weighs most."""
    every = _unasked(_within(await spoken(ctx), ask.since, ask.until))
    found = mood([(one.at, one.read.sentiment) for one in every])
    clear = [one for one in every if one.read.sentiment is not None]
    if found.n < ENOUGH or found.mean is None:
        said = f"{found.n} of {counted(len(every), 'note')} speak clearly for good or ill."
        return lacking(said, f"at least {ENOUGH} notes with a clear mood", found.n,
                       [one.ref() for one in clear])  # fmt: skip
    half = len(clear) // 2
    told = gap([one.read.sentiment or 0.0 for one in clear[:half]],
               [one.read.sentiment or 0.0 for one in clear[half:]])  # fmt: skip
    low, high = (told.low, told.high) if told else (0.0, 0.0)
    bad = sum((one.read.sentiment or 0) < 0 for one in clear)
    if told and told.clear:
        way = "brighter" if told.difference > 0 else "darker"
        sound = "sound" if found.n >= MANY else "may sound"
        head = f"The notes {sound} {way} than before: {_signed(told.second)} on average since "
        head += f"{day(clear[half].at)}, against {_signed(told.first)} before "
    else:
        head = f"The mood of the notes has not clearly changed: {_signed(found.mean)} on average "
        head += f"from {day(clear[0].at)} to {day(clear[-1].at)} "
    head += f"(from −2 to +2; {found.n} of {counted(len(every), 'note')} speak clearly)."
    heavy = max(every, key=lambda one: (one.read.charge, one.at))
    quote = said_as(_heaviest(heavy))
    figures = {"bad": bad, "scale": 2, "clear": found.n, "mean": rounded(found.mean)}
    if told:
        figures |= {"before": rounded(told.first), "since": rounded(told.second)}
    return Finding(
        said=paragraph(
            head, f"{bad} of those {found.n} sound bad rather than good.",
            f"The heaviest was on {day(heavy.at)}: {quote}",
        ),
        enough=True, n=len(every), value=rounded(told.difference if told else 0),
        low=rounded(low), high=rounded(high), unit="points from −2 to +2", figures=figures,
        evidence=weightiest([heavy.ref(_heaviest(heavy)), *(one.ref() for one in clear[::-1])]),
    )  # fmt: skip


@tool("context:read")
async def new_concerns(ctx: Ctx, ask: RecentAsk) -> Finding:
    """What people began to speak of lately, and what they speak of more than before."""
    every = _unasked(await spoken(ctx))
    if len(every) < ENOUGH:
        said = f"{counted(len(every), 'note')} can be read so far."
        return lacking(said, f"at least {ENOUGH} {NOTES}", len(every), [o.ref() for o in every])
    turn = every[-1].at - timedelta(days=ask.days)
    late = [one for one in every if one.at > turn]
    early = [one for one in every if one.at <= turn]
    fresh = [own for own in await came_back(ctx) if all(one.at > turn for one, _ in own)]
    grown = _grown(early, late)
    points = listed(f"{said_as(own[0][1])} ({len(own)} times)" for own in fresh[:3])
    period = f"in the {ask.days} days to {day(every[-1].at)}"
    lines = []
    if fresh:
        lines.append(f"{counted(len(fresh), 'point')} came up more than once for the first time "
                     f"{period}: {points}.")  # fmt: skip
    else:
        lines.append(f"No point came up more than once for the first time {period}.")
    if grown:
        topics = listed(f"{named(name)} ({share(b)} of notes, {share(a)} before)"
                        for name, (a, b) in [*grown.items()][:3])  # fmt: skip
        lines.append(f"People speak clearly more than before of {topics}.")
    lines.append(f"That is over {counted(len(late), 'note')}, against {len(early)} before.")
    on = [one for name in grown for one in late if name in one.topics]
    evidence = [one.ref(q) for own in fresh for one, q in own[:4]] + [one.ref() for one in on]
    return Finding(
        said=paragraph(*lines), enough=True, n=len(every), value=len(fresh), unit="new points",
        parts=[Part(name=own[0][1], value=len(own), n=len(own)) for own in fresh[:10]],
        figures={"days": ask.days, "notes lately": len(late), "notes before": len(early),
                 **{f"{k} {w} in percent": rounded(100 * v) for k, (a, b) in grown.items()
                    for w, v in (("before", a), ("lately", b))}},
        evidence=weightiest(evidence or [one.ref() for one in late[::-1]]),
    )  # fmt: skip


async def _hits(ctx: Ctx, ask: AboutAsk, *, volunteered: bool = False) -> Hits:
    """What speaks of something: its topic where it is one of ours, else all its words.

    `volunteered` leaves out the interview, whose questions choose what is spoken of.
    """
    every = _within(await spoken(ctx), ask.since, ask.until)
    if volunteered:
        every = _unasked(every)
    topic, wanted = topic_of(ask.about, TAXONOMY), content(ask.about)
    found = _speaking(every, topic, wanted)
    if not found and not topic and (topic := topic_within(ask.about, TAXONOMY)):
        found = _speaking(every, topic, wanted)
    return Hits(named(topic) if topic else f"“{ask.about.strip()}”", every, found)


def _speaking(
    every: Sequence[Spoken], topic: str, wanted: frozenset[str]
) -> list[tuple[Spoken, str]]:
    quoted = [(one, spoken_of(wanted, one.text)) for one in every]
    return [
        (one, quote or one.best(topic)) for one, quote in quoted if quote or topic in one.topics
    ]


async def _rivals(ctx: Ctx, every: Sequence[Spoken]) -> list[str]:
    """Names of competitors: from the profile, and read out of notes; never our own people."""
    profile, own = await people.profile(ctx), await own_names(ctx)
    fields = ("competitors_direct", "competitors_indirect", "competitors_aspirational")
    given = [name for each in fields for name in (getattr(profile, each, None) or [])]
    read = [name for one in every for name in one.read.competitors]
    found = {
        name.lower(): name for name in [*read, *given] if len(name) <= 40 and name != name.lower()
    }
    kept = sorted(name for lower, name in found.items() if lower not in own)
    return [one for one in kept if not any(one.startswith(f"{other} ") for other in kept)]


def _grown(early: Sequence[Spoken], late: Sequence[Spoken]) -> Mapping[str, tuple[float, float]]:
    """Topics that a clearly larger share of the late notes speaks of: name → (before, after)."""
    if min(len(early), len(late)) < ENOUGH:
        return {}
    found = {}
    for topic in TAXONOMY:
        told = gap([float(topic in one.topics) for one in early],
                   [float(topic in one.topics) for one in late], level=0.99)  # fmt: skip
        if told and told.low > 0:
            found[topic] = (told.first, told.second)
    return dict(sorted(found.items(), key=lambda each: each[1][0] - each[1][1]))


def _unasked(every: Sequence[Spoken]) -> list[Spoken]:
    """Words that nobody asked for: all but the answers of the interview."""
    return [one for one in every if one.kind != "answer"]


def _within(every: Sequence[Spoken], since: date | None, until: date | None) -> list[Spoken]:
    first, last = since or date.min, until or date.max
    return [one for one in every if first <= one.at.date() <= last]


def _by_month(found: Sequence[tuple[Spoken, str]]) -> list[Part]:
    months = Counter(one.month for one, _ in found)
    return [Part(name=name, value=months[name], n=months[name]) for name in sorted(months)]


def _between(first: Spoken, last: Spoken) -> str:
    if first.month == last.month:
        return span([first.month])
    return span([first.month, last.month])


def _heaviest(one: Spoken) -> str:
    quotes = [topic.quote for topic in one.read.topics if topic.quote]
    return quotes[0] if quotes else one.text


def _signed(value: float) -> str:
    return f"+{number(value)}" if rounded(value) > 0 else number(value)


def _verb(n: int) -> str:
    return "speaks" if n == 1 else "speak"
