"""What works where: groups of content compared, how concentrated it is, what channels return."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from domain.claims import plural
from domain.prose import (
    counted,
    day,
    listed,
    major,
    money,
    named,
    number,
    paragraph,
    rounded,
    share,
)
from domain.samples import Rate, apart, herfindahl, holm, pooled, ratio_of_sums, shares
from memory import calendar, people, performance
from memory.ctx import Ctx
from tools.base import Ask, tool
from tools.findings import Finding, Part, Ref, lacking, weightiest
from tools.money import closest
from tools.pieces import (
    MANY,
    RATES,
    Group,
    PeriodAsk,
    Piece,
    RatingAsk,
    days_of,
    grouped,
    pieces,
)

RESULTS = "measured results of published entries: `refleqt import performance FILE`"
CALENDAR = "entries on the calendar: `refleqt import calendar FILE`"
CLEAR = 0.1
Weighed = Literal["entries", "impressions", "clicks", "conversions", "revenue"]


class GroupAsk(RatingAsk):
    """Which groups are compared, and by what."""

    group: Group = Field(
        default="segment",
        description="segment, channel, angle, stage, type, campaign or weekday",
    )


class WeighedAsk(Ask):
    """What is weighed: how many entries, what they reached, or the revenue credited to them."""

    by: Weighed = Field(default="entries", description="What a channel's share is a share of")


@tool("performance:read")
async def engagement_by(ctx: Ctx, ask: GroupAsk) -> Finding:
    """Which segments, channels, angles or kinds of content get more out of their audience."""
    return _ranking(await pieces(ctx, ask), ask.group, ask)


@tool("performance:read")
async def send_time(ctx: Ctx, ask: RatingAsk) -> Finding:
    """Whether the weekday of publication makes a difference."""
    return _ranking(await pieces(ctx, ask), "weekday", ask)


@tool("performance:read")
async def top_pieces(ctx: Ctx, ask: RatingAsk) -> Finding:
    """The pieces that brought most, in number and for what they reached."""
    top, _, per, words = RATES[ask.rating]
    every = [one for one in await pieces(ctx, ask) if top in one.sums]
    if not any(one.sums[top] for one in every):
        return lacking("No published piece has measured results in that time.", RESULTS)
    order = sorted(every, key=lambda one: (-one.sums[top], str(one.id)))[:5]
    whole = pooled([one.pair(ask.rating) for one in every])
    lines = listed(f"“{one.title}” ({number(one.sums[top])} {top})" for one in order[:3])
    total = sum(one.sums[top] for one in every)
    mine = sum(one.sums[top] for one in order[:3]) / total
    parts = [Part(name=one.title, value=rounded(one.sums[top]), n=1) for one in order]
    first, last = days_of(every)
    usual = f" All of them together reach {number(whole.rate * per)} {words}." if whole else ""
    figures = {"share of the top in percent": rounded(100 * mine), "per": per, "top": 3}
    if whole:
        figures["overall rate"] = rounded(whole.rate * per)
    return Finding(
        said=paragraph(
            f"Most {top} came from {lines}.",
            f"These {len(order[:3])} of {counted(len(every), 'piece')} brought {share(mine)} of "
            f"all {number(total)} {top} of what was published from {day(first)} to {day(last)}.",
            usual,
        ).replace("These 1 of 1 piece", "It"),
        enough=True, n=len(every), value=rounded(order[0].sums[top]), unit=top, parts=parts,
        figures={**figures, f"all {top}": rounded(total)},
        evidence=weightiest(one.ref for one in order),
    )  # fmt: skip


@tool("calendar:read")
async def content_mix(ctx: Ctx, ask: PeriodAsk) -> Finding:
    """Which kinds of content are published, and how that changed."""
    rows = [
        row for row in await calendar.entries(ctx, since=ask.since)
        if row.status == "published" and row.publish_on
        and (ask.until is None or row.publish_on <= ask.until)
    ]  # fmt: skip
    if not rows:
        return lacking("Nothing was published in that time.", CALENDAR)
    kinds = Counter(named(row.artifact_type) for row in rows)
    order = [*kinds.most_common()]
    half = len(rows) // 2
    early = Counter(named(row.artifact_type) for row in rows[:half])
    late = Counter(named(row.artifact_type) for row in rows[half:])
    head = listed(f"{name}s ({share(n / len(rows))})" for name, n in order[:4])
    moved = ""
    figures: dict[str, float] = {}
    if half >= 20:
        change = {k: late[k] / (len(rows) - half) - early[k] / half for k in kinds}
        name = max(change, key=lambda each: (abs(change[each]), each))
        before, after = early[name] / half, late[name] / (len(rows) - half)
        moved = f"The share of {name}s went from {share(before)} in the earlier half to "
        moved += f"{share(after)} in the later one, the largest change."
        figures = {"earlier share": rounded(100 * before), "later share": rounded(100 * after)}
    first, last = rows[0].publish_on, rows[-1].publish_on
    return Finding(
        said=paragraph(
            f"{counted(len(rows), 'piece')} went out from {day(first)} to {day(last)}: most were "
            f"{head}.", moved,
        ),
        enough=True, n=len(rows), value=rounded(100 * order[0][1] / len(rows)), unit="percent",
        parts=[Part(name=name, value=rounded(100 * n / len(rows)), n=n) for name, n in order],
        figures=figures, evidence=weightiest(Ref(kind="entry", id=row.id) for row in rows[::-1]),
    )  # fmt: skip


@tool("performance:read")
async def channel_concentration(ctx: Ctx, ask: WeighedAsk) -> Finding:
    """How much of the work or the results hangs on a few channels."""
    weights, evidence, n = await _weights(ctx, ask.by)
    index = herfindahl(weights)
    if index is None:
        return lacking(
            f"No {ask.by} are known by channel.", CALENDAR if ask.by == "entries" else RESULTS
        )
    found = shares(weights)
    names = [*found]
    what = {"entries": "published pieces", "revenue": "tracked revenue"}.get(ask.by, ask.by)
    head = f"{named(names[0])} holds {share(found[names[0]])} of all {what}"
    if len(names) > 2:
        head += f", and the 3 largest of {len(names)} channels hold "
        head += share(sum([*found.values()][:3]))
    equal = f"That is as concentrated as {number(1 / index)} channels of equal size would be "
    equal += f"(index {number(index)}; 1 is all on one)."
    risk = "If it fails, more than half is gone." if found[names[0]] > 0.5 else ""
    return Finding(
        said=paragraph(f"{head}.", equal, risk), enough=True, n=n, value=rounded(index),
        unit="index, 1 = one channel",
        parts=[Part(name=named(k), value=rounded(100 * v)) for k, v in found.items()],
        figures={"equal channels": rounded(1 / index), "channels": len(names), "top": 3,
                 "top three in percent": rounded(100 * sum([*found.values()][:3]))},
        evidence=weightiest(evidence),
    )  # fmt: skip


class ReturnAsk(Ask):
    """Whose return."""

    of: str = Field(
        default="", max_length=200,
        description="A channel, such as webinars; leave out for the best and the worst",
    )  # fmt: skip


@tool("performance:read")
async def channel_returns(ctx: Ctx, ask: ReturnAsk) -> Finding:
    """What each channel brought back for each unit of money spent on it, with a range."""
    business = await people.business(ctx)
    code = business.currency if business else "USD"
    cost, spent = await _costs(ctx)
    earned, refs, journeys = await _earned(ctx, code)
    rows = []
    for channel in sorted(cost.keys() | spent.keys()):
        whole = cost[channel] + spent[channel]
        each = earned.get(channel, {})
        found = ratio_of_sums([(each.get(one, 0.0), 1.0) for one in journeys])
        if whole and found:
            rows.append((channel, whole, *(value * len(journeys) / whole for value in found)))
    if not rows:
        return lacking(
            f"{counted(len(journeys), 'purchase')} with a known journey and "
            f"{money(sum(cost.values()) + sum(spent.values()), code)} of cost are known.",
            "at least 10 purchases with their journeys, and the cost of what was published",
            len(journeys),
        )
    rows.sort(key=lambda row: (-row[2], row[0]))
    best, worst = rows[0], rows[-1]
    total = sum(row[1] for row in rows)
    lines = [_return_line(best, code, "most"), _return_line(worst, code, "least")]
    overlap, lead = "", best
    if ask.of:
        name = closest({row[0]: named(row[0]) for row in rows}, ask.of)
        if not name:
            names = listed([named(row[0]) for row in rows], "or")
            return lacking(f"No return of “{ask.of}” is known.", f"its cost; {names} is known")
        lead = next(row for row in rows if row[0] == name)
        best = lead if lead is best else best
        lines = [_return_line(lead, code, ""), *([lines[0]] if lead is not best else [])]
    if not ask.of and best[3] <= worst[4]:
        overlap = "The ranges overlap, so the order may be chance."
    spend = sum(spent.values())
    basis = f"Cost is {money(total, code)} for making the pieces and for advertising "
    basis += f"({money(spend, code)} of it); revenue is split over the touches of "
    basis += f"{counted(len(journeys), 'purchase')} by the position model (90% ranges)."
    return Finding(
        said=paragraph(*lines[: 1 + (len(rows) > 1)], overlap, basis), enough=True,
        n=len(journeys), value=rounded(lead[2]), low=rounded(lead[3]), high=rounded(lead[4]),
        unit=f"{code} back per {code}",
        parts=[Part(name=named(r[0]), value=rounded(r[2]), low=rounded(r[3]), high=rounded(r[4]))
               for r in rows],
        figures={"cost": major(total, code), "advertising": major(spend, code),
                 **{f"cost of {named(r[0])}": major(r[1], code) for r in (best, worst, lead)}},
        evidence=weightiest(refs.get(lead[0], []) + ([] if ask.of else refs.get(worst[0], []))),
    )  # fmt: skip


def _ranking(every: Sequence[Piece], group: Group, ask: RatingAsk) -> Finding:
    """Groups by their rate; those that differ from the rest beyond chance are named."""
    _, bottom, per, words = RATES[ask.rating]
    groups = grouped(every, group)
    rates = {
        name: rate for name, own in groups.items()
        if (rate := pooled([one.pair(ask.rating) for one in own])) is not None
    }  # fmt: skip
    if len(rates) < 2:
        said = f"{counted(len(every), 'published piece')} with measured results "
        said += f"{'is' if len(every) == 1 else 'are'} known, too few to compare {MANY[group]}."
        if not every:
            said = "No published piece has measured results in that time."
        return lacking(said, f"3 measured pieces in each of 2 {MANY[group]}", len(every))
    tests = {name: _against_rest(name, groups, rates, ask) for name in rates}
    sure = {name for name, p in holm(tests).items() if p < CLEAR}
    order = sorted(rates, key=lambda name: (-rates[name].rate, name))
    best, worst = order[0], order[-1]
    n = sum(rates[name].n for name in rates)
    whole = pooled([one.pair(ask.rating) for name in rates for one in groups[name]])
    head = f"{words} are highest for {_told(_as_group(best, group), rates[best], per)}."
    low = f"They are lowest for {_told(_as_group(worst, group), rates[worst], per)}."
    differ = [name for name in order if name in sure]
    if differ:
        alone = len(differ) == 1 and group != "segment"
        verb = "differs" if alone else "differ"
        who = listed(_as_group(name, group) for name in differ)
        rest = f"After allowing for {len(rates)} comparisons, {who} clearly {verb} from "
        rest += "the rest" + ("." if len(differ) == len(rates) else "; the others may be chance.")
    else:
        rest = f"After allowing for {len(rates)} comparisons, the differences may all be chance."
    usual = f"The overall rate is {number((whole.rate if whole else 0) * per)} over "
    usual += f"{counted(n, 'piece')} (90% ranges)."
    evidence = [*_leading(groups[best], bottom), *_leading(groups[worst], bottom)]
    return Finding(
        said=paragraph(head, low, rest, usual), enough=True, n=n,
        value=rounded(rates[best].rate * per), low=rounded(rates[best].low * per),
        high=rounded(rates[best].high * per), unit=words,
        parts=[
            Part(name=name, value=rounded(rates[name].rate * per),
                 low=rounded(rates[name].low * per), high=rounded(rates[name].high * per),
                 n=rates[name].n)
            for name in order
        ],
        figures={"overall rate": rounded((whole.rate if whole else 0) * per), "per": per,
                 "comparisons": len(rates)},
        evidence=weightiest(evidence),
    )  # fmt: skip


def _told(name: str, rate: Rate, per: float) -> str:
    ends = f"{number(rate.low * per)} to {number(rate.high * per)}"
    return f"{name}: {number(rate.rate * per)} (range {ends}, {counted(rate.n, 'piece')})"


def _as_group(name: str, group: Group) -> str:
    """A segment stands for several people."""
    return plural(name) if group == "segment" else name


def _against_rest(
    name: str, groups: Mapping[str, Sequence[Piece]], rates: Mapping[str, Rate], ask: RatingAsk
) -> float:
    rest = pooled([o.pair(ask.rating) for other in rates if other != name for o in groups[other]])
    return apart(rates[name], rest) if rest else 1.0


def _leading(own: Sequence[Piece], bottom: str) -> list[Ref]:
    """The pieces of a group that weigh most in its rate."""
    order = sorted(own, key=lambda one: (-one.sums.get(bottom, 0), str(one.id)))
    return [one.ref for one in order[:10]]


def _return_line(row: tuple[str, float, float, float, float], code: str, most: str) -> str:
    channel, whole, ratio, low, high = row
    back = f"{number(ratio)} {code} for each {code} spent"
    line = f"{named(channel)} brought back {f'the {most}: ' if most else ''}{back}"
    return f"{line} (range {number(low)} to {number(high)}; cost {money(whole, code)})."


async def _weights(ctx: Ctx, by: Weighed) -> tuple[dict[str, float], list[Ref], int]:
    """Channel → how much, the pieces that weigh most, and how many cases there are."""
    weights: dict[str, float] = defaultdict(float)
    if by == "entries":
        rows = [r for r in await calendar.entries(ctx) if r.status == "published" and r.channel]
        for row in rows:
            weights[row.channel] += 1
        return weights, [Ref(kind="entry", id=row.id) for row in rows[::-1]], len(rows)
    if by == "revenue":
        rows = [r for r in await performance.every_credit(ctx) if r.model == "position"]
        for row in rows:
            weights[row.channel] += row.amount_cents
        refs = [Ref(kind="credit", id=row.id) for row in rows]
        return weights, refs, len({row.journey_id for row in rows})
    rows = [r for r in await performance.by_entry(ctx) if r.metric == by and r.channel]
    for row in rows:
        weights[row.channel] += float(row.value)
    rows.sort(key=lambda row: -row.value)
    return weights, [Ref(kind="entry", id=row.id) for row in rows], len(rows)


async def _costs(ctx: Ctx) -> tuple[dict[str, float], dict[str, float]]:
    """Channel → minor units: for making what was published, and for advertising it."""
    made: dict[str, float] = defaultdict(float)
    spent: dict[str, float] = defaultdict(float)
    for row in await calendar.entries(ctx):
        if row.status == "published" and row.channel:
            made[row.channel] += row.cost_cents
    for row in await performance.by_month(ctx):
        if row.unit == "cents" and row.channel:
            spent[row.channel] += float(row.value)
    return made, spent


async def _earned(
    ctx: Ctx, code: str
) -> tuple[dict[str, dict[str, float]], dict[str, list[Ref]], list[str]]:
    """Channel → journey → minor units by the position model; credits of each; all journeys."""
    earned: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    refs: dict[str, list[Ref]] = defaultdict(list)
    journeys: dict[str, None] = {}
    for row in await performance.every_credit(ctx):
        if row.model == "position" and row.currency == code:
            journeys[str(row.journey_id)] = None
            earned[row.channel][str(row.journey_id)] += row.amount_cents
            refs[row.channel].append(Ref(kind="credit", id=row.id))
    return earned, {name: own[:10] for name, own in refs.items()}, [*journeys]
