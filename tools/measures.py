"""The figures of a business as monthly series, and how free words find the one that is meant.

Readings of tools and files, results of artifacts by channel, and what journeys brought. Months
that were measured in part are left out at either end.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from pydantic import Field
from rapidfuzz import fuzz, utils

from cdt.embed import embed
from core.errors import NotFound
from core.text import shorten
from domain.amounts import MINOR_DIGITS
from domain.language.entities import is_word
from domain.prose import counted, listed, named, quantity
from domain.results import mean
from domain.trends import month_at, place
from memory import connections, people, performance
from memory.ctx import Ctx
from tools.base import Ask
from tools.findings import Ref

KEPT = frozenset({"Amazon", "Google", "Apple", "Stripe", "Slack", "Meta"})
NEAR, ALIKE = 0.5, 72.0
LATE = 3  # days of a month that may be missing at its end (or begin) of a measured stretch
MEANT = {
    "mrr": "monthly recurring revenue", "sales": "revenue", "earnings": "revenue",
    "income": "revenue", "turnover": "revenue", "traffic": "visitors", "visits": "visitors",
    "leads": "signups", "trials": "trial signups", "signup": "signups", "sign": "signups",
    "subscribers": "newsletter subscribers", "cancellations": "churn", "views": "pageviews",
    "costs": "spend", "spending": "spend", "advertising": "ad spend", "purchases": "conversions",
}  # fmt: skip
SAME = {"earnings": "revenue"}
FILLER = frozenset(
    {"how", "is", "are", "our", "my", "the", "of", "has", "have", "did", "do", "what", "was", "in"}
    | {"trend", "development", "number", "numbers", "figure", "total", "per", "month", "monthly"}
    | {"a", "an", "for", "we", "i", "on", "doing", "changed", "over", "time", "and", "to", "from"}
)


class NoSuchFigure(NotFound):
    """No figure of that name is known here."""


class MetricAsk(Ask):
    """Which figure, in free words, and over which months."""

    metric: str = Field(
        description="The figure in free words, such as trial signups, revenue or clicks",
        min_length=1, max_length=200,
    )  # fmt: skip
    project: str = Field(
        default="", max_length=200,
        description="Which product, project, source or channel it belongs to; leave out for any",
    )  # fmt: skip
    since: date | None = Field(default=None, description="First day to look at, YYYY-MM-DD")
    until: date | None = Field(default=None, description="Last day to look at, YYYY-MM-DD")


@dataclass(frozen=True)
class Measure:
    """A monthly series: months to values in `unit`, and the row that speaks for each month."""

    name: str
    project: str
    unit: str
    months: Mapping[str, float]
    refs: Mapping[str, Ref]
    of: str = ""
    channel: bool = False
    filed: bool = False
    others: Sequence[str] = field(default=())
    once: str = ""
    stray: Sequence[str] = field(default=())

    @property
    def called(self) -> str:
        """As a sentence names it: `trial signups`, `clicks through email`."""
        parts = re.sub(r"[_\s]+", " ", self.name).strip().split()
        return " ".join([*(_lowered(part) for part in parts), *([self.of] if self.of else [])])

    def shown(self, value: float) -> str:
        """A value with its unit."""
        return quantity(value, self.unit)

    @property
    def note(self) -> str:
        """What a reader has to know beside the figure: an earlier name, other projects with it."""
        renamed = f"Some months call it “{self.once}”." if self.once else ""
        known = [named(each) for each in self.others]
        also = f"The same figure is known for {listed(_shown(known, 4))}." if known else ""
        strayed = ""
        if self.stray:
            heading, one = shorten(sorted(self.stray)[0], 60), len(self.stray) == 1
            strayed = f"{counted(len(self.stray), 'month')} of it came under another heading, such "
            strayed += f"as “{heading}”, and {'is' if one else 'are'} counted here."
        return " ".join(each for each in (renamed, strayed, also) if each)

    def evidence(self, months: Iterable[str]) -> list[Ref]:
        """The rows behind some months."""
        return [self.refs[name] for name in months if name in self.refs]


async def measures(ctx: Ctx) -> list[Measure]:
    """Every monthly series of the business, in a fixed order."""
    business = await people.business(ctx)
    code, house = (business.currency, business.name) if business else ("USD", "")
    read = await _readings(ctx, house)
    filed = [one for one in read if one.filed]
    pulled = [one for one in read if not one.filed]
    found = [*_housed(filed, house), *pulled, *await _results(ctx, code), *await _journeys(ctx)]
    return sorted(found, key=lambda one: (one.name, one.project))


async def meant(ctx: Ctx, ask: MetricAsk) -> Measure | None:
    """The series that is meant, cut to the days asked for; None where no figure is known at all.

    Raises `NoSuchFigure` where there are figures, but none of that name.
    """
    known = await measures(ctx)
    if not known:
        return None
    business = await people.business(ctx)
    found = chosen(known, ask.metric, ask.project, business.name if business else "")
    return within(found, ask.since, ask.until)


def chosen(known: Sequence[Measure], words: str, project: str = "", house: str = "") -> Measure:
    """The series that `words` mean; `house` is the project preferred where none is named.

    Among series as well named, the longest wins; `others` of it names projects with the same one.
    """
    names = sorted({one.name for one in known})
    best = _best(names, words)
    if best is None and project:
        best = _best(names, f"{words} {project}")
    if best is None:
        raise NoSuchFigure(
            f"Nothing here is called “{words}”.",
            remedy=f"Ask for {listed(_shown(names), 'or')}.", field="metric", value=words,
        )  # fmt: skip
    same = _joined([one for one in known if _plain(one.name) == _plain(best)])
    if project:
        same = _of_project(same, project)
    head = min(same, key=lambda one: (_rank(one, words, house), -len(one.months), one.name))
    others = {one.project: None for one in same if one.project and one.project != head.project}
    return replace(head, others=() if project or not head.project else tuple(others))


def within(one: Measure, since: date | None, until: date | None) -> Measure:
    """The same series, only the months that touch the days from `since` to `until`."""
    first = since.isoformat()[:7] if since else "0000-00"
    last = until.isoformat()[:7] if until else "9999-99"
    months = {name: value for name, value in one.months.items() if first <= name <= last}
    return replace(one, months=months)


def _joined(same: Sequence[Measure]) -> list[Measure]:
    """Series of one project under names that mean the same and whose months do not overlap."""
    groups: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for one in sorted(same, key=lambda each: max(each.months, default=""), reverse=True):
        held = groups[one.project, one.unit]
        if held and held[0].name != one.name and not set(held[0].months) & set(one.months):
            newest = held[0]
            held[0] = replace(
                newest, months={**one.months, **newest.months}, refs={**one.refs, **newest.refs},
                once=one.name,
            )  # fmt: skip
        else:
            held.append(one)
    return [one for held in groups.values() for one in held]


def _best(names: Sequence[str], words: str) -> str | None:
    asked = {_plain(words): 1.0, _plain(words, MEANT): 0.97}
    scores = {name: max(_alike(each, name) * by for each, by in asked.items()) for name in names}
    best = max(sorted(names), key=scores.__getitem__)
    if scores[best] >= ALIKE:
        return best
    vectors = embed([words, *names])
    near = np.asarray(vectors[1:] @ vectors[0])
    place = int(near.argmax())
    return names[place] if near[place] >= NEAR else None


def _alike(asked: str, name: str) -> float:
    """0 to 100: all words of the name in what was asked, or the other way round, and no more."""
    plain = _plain(name)
    both = 0.5 * fuzz.token_set_ratio(asked, plain) + 0.5 * fuzz.token_sort_ratio(asked, plain)
    return max(both, 90.0) if set(plain.split()) <= set(asked.split()) else both


def _plain(words: str, meant: Mapping[str, str] = SAME) -> str:
    found = re.findall(r"[a-z0-9]+", words.lower().replace("sign-up", "signup"))
    mapped = " ".join(meant.get(each, each) for each in found if each not in FILLER)
    return " ".join(dict.fromkeys(mapped.split())) or " ".join(found)


def _of_project(same: Sequence[Measure], project: str) -> list[Measure]:
    scores = [
        fuzz.WRatio(project, one.project.replace("_", " "), processor=utils.default_process)
        for one in same
    ]
    best = max(scores)
    if best < ALIKE:
        has = sorted({one.project for one in same if one.project})
        raise NoSuchFigure(
            f"{same[0].name} is not known for “{project}”.",
            remedy=f"Ask for {listed(_shown(has), 'or')}." if has else "Leave the project out.",
            field="project", value=project,
        )  # fmt: skip
    return [one for one, score in zip(same, scores, strict=True) if score == best]


def _rank(one: Measure, words: str, house: str) -> int:
    """0 for the project that is named in the words, 1 for all projects, 2 for the house's own."""
    if one.project and one.project.lower().replace("_", " ") in words.lower():
        return 0
    if not one.project:
        return 1
    return 2 if one.project.lower() == house.lower() else 3


def _shown(names: Sequence[str], most: int = 12) -> list[str]:
    """At most so many names, so that a sentence stays readable."""
    return [*names[:most], *(["others"] if len(names) > most else [])]


def _lowered(word: str) -> str:
    """`Revenue` as `revenue`, but AdSense, SEO and Amazon as they are."""
    plain = word[:1].isupper() and word[1:].islower() and word not in KEPT
    return word.lower() if plain and (is_word(word) or is_word(word.rstrip("s"))) else word


def _housed(found: Sequence[Measure], house: str) -> list[Measure]:
    """The same series, where months under a heading that comes once or twice go to the house.

    Exports put a goal or a chapter where the project should be. Such a month is the house's own
    where the house has none of it and no second heading claims it too.
    """
    months: dict[str, set[str]] = defaultdict(set)
    for one in found:
        months[one.project] |= set(one.months)
    lone = {name for name, held in months.items() if len(held) <= 2 and name != house}
    if not months.get(house) or not lone:
        return [*found]
    own = {(one.name, one.unit): one for one in found if one.project == house}
    kept = [one for one in found if one.project not in lone and one.project != house]
    for one in (each for each in found if each.project in lone):
        held = own.get((one.name, one.unit), replace(one, project=house, of="", months={}, refs={}))
        fresh = {
            m: v
            for m, v in one.months.items()
            if m not in held.months and _claims(found, one.name, m, lone) == 1
        }
        stray = (*held.stray, *(one.project for _ in fresh))
        own[one.name, one.unit] = replace(
            held, months={**held.months, **fresh}, refs={**one.refs, **held.refs}, stray=stray
        )
    return [*kept, *(one for one in own.values() if one.months)]


def _claims(found: Sequence[Measure], name: str, month: str, lone: Collection[str]) -> int:
    return sum(one.name == name and one.project in lone and month in one.months for one in found)


async def _readings(ctx: Ctx, house: str) -> list[Measure]:
    series: dict[tuple[str, str, str, str], dict[str, list[Any]]] = defaultdict(dict)
    for row in await connections.all_readings(ctx):
        owner = row.project or ("" if row.source == "import" else row.source)
        key = (row.source, owner, row.metric_name, row.currency or row.unit)
        series[key].setdefault(f"{row.date:%Y-%m}", []).append(row)
    return [
        Measure(
            metric, owner, unit,
            {month: mean([row.value for row in rows]) for month, rows in months.items()},
            {month: Ref(kind="reading", id=rows[-1].id) for month, rows in months.items()},
            of=_of(owner, source, house), filed=source == "import",
        )
        for (source, owner, metric, unit), months in series.items()
    ]  # fmt: skip


def _of(owner: str, source: str, house: str) -> str:
    """How a sentence says whose figure it is; the house's own needs no word."""
    if not owner or owner.lower() == house.lower():
        return ""
    return f"({named(owner)})" if owner == source else f"of {named(owner)}"


async def _results(ctx: Ctx, code: str) -> list[Measure]:
    """Each metric of the artifacts, over all channels and by channel; cents as whole money."""
    rows = await performance.by_month(ctx)
    if not rows:
        return []
    months = _full(min(row.first for row in rows), max(row.last for row in rows))
    values: dict[tuple[str, str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    tops: dict[tuple[str, str, str], dict[str, tuple[float, Ref]]] = defaultdict(dict)
    for row in rows:
        if row.month not in months:
            continue
        cents = row.unit == "cents"
        value = row.value / 10 ** MINOR_DIGITS.get(code, 2) if cents else row.value
        ref = Ref(kind="record", id=row.top)
        for channel in {"", row.channel}:
            key = (row.metric, channel, code if cents else row.unit)
            values[key][row.month] += float(value)
            held = tops[key].get(row.month)
            if held is None or row.largest > held[0]:
                tops[key][row.month] = (row.largest, ref)
    return [
        Measure(
            *key,
            _unbroken(found),
            {month: ref for month, (_, ref) in tops[key].items()},
            of=f"through {named(key[1])}" if key[1] else "",
            channel=bool(key[1]),
        )
        for key, found in values.items()
    ]


async def _journeys(ctx: Ctx) -> list[Measure]:
    """Revenue and number of the purchases whose journeys are known, per full month."""
    rows = await performance.paths(ctx)
    bought = {row.id: row for row in rows if row.converted_at and row.value_cents}
    if not bought:
        return []
    last = max(row.touch_at for row in rows)
    ends = [row.converted_at for row in bought.values()]
    months = _full(min(ends).date(), max(*ends, last).date())
    money: dict[tuple[str, str], float] = defaultdict(float)
    count: dict[tuple[str, str], float] = defaultdict(float)
    refs: dict[tuple[str, str], tuple[int, Ref]] = {}
    for row in bought.values():
        key = (row.currency, f"{row.converted_at:%Y-%m}")
        if key[1] not in months:
            continue
        money[key] += row.value_cents / 10 ** MINOR_DIGITS.get(row.currency, 2)
        count[key] += 1
        if row.value_cents > refs.get(key, (0, None))[0]:
            refs[key] = (row.value_cents, Ref(kind="journey", id=row.id))
    found = []
    for code in sorted({code for code, _ in money}):
        own = {month: ref for (of, month), (_, ref) in refs.items() if of == code}
        for name, unit, series in (
            ("Revenue of tracked journeys", code, money),
            ("Purchases of tracked journeys", "count", count),
        ):
            values = _unbroken({m: value for (of, m), value in series.items() if of == code})
            found.append(Measure(name, "", unit, values, own))
    return found


def _unbroken(months: Mapping[str, float]) -> dict[str, float]:
    """Counts of which a month has none are zero there."""
    at = [place(name) for name in months]
    every = [month_at(each) for each in range(min(at), max(at) + 1)] if at else []
    return {name: months.get(name, 0.0) for name in every}


def _full(first: date, last: date) -> set[str]:
    """The months that were measured (nearly) whole between two days; none missing in between."""
    begin = first.year * 12 + first.month - 1 + (first.day > LATE)
    whole = last.day > monthrange(last.year, last.month)[1] - LATE
    end = last.year * 12 + last.month - 1 - (not whole)
    return {month_at(at) for at in range(begin, end + 1)}
