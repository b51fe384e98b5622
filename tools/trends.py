"""How the business's figures move: trend, odd months, forecast, two periods, best months."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pydantic import Field

from domain.prose import counted, listed, month, number, paragraph, rounded, share, span
from domain.samples import gap
from domain.signals import THRESHOLD
from domain.trends import DRIFT_MONTHS, FORECAST_MONTHS, ODD_MONTHS, Odd, drift, odd, outlook
from domain.trends import together as moved_together
from memory.ctx import Ctx
from tools.base import Ask, Nothing, tool
from tools.findings import Finding, Part, lacking, weightiest
from tools.measures import Measure, MetricAsk, chosen, meant, measures, within

MANY = 5.0
IMPORT = "monthly figures of the business: `refleqt import metrics FILE`, or a pull of a tool"
NO_FIGURES = lacking("No figures of this business are known yet.", IMPORT)


class OddAsk(Ask):
    """Which figure to search for odd months; all of them where none is named."""

    metric: str = Field(default="", max_length=200, description="The figure; leave out for all")
    project: str = Field(default="", max_length=200, description="Its project, source or channel")
    since: date | None = Field(default=None, description="First day to look at, YYYY-MM-DD")
    until: date | None = Field(default=None, description="Last day to look at, YYYY-MM-DD")


class AheadAsk(MetricAsk):
    """Which figure, and how many months ahead."""

    months_ahead: int = Field(
        default=1, ge=1, le=6, description="How many months after the last known one, 1 to 6"
    )


class PeriodsAsk(MetricAsk):
    """Two periods of a figure; left out, its last three months against the three before."""

    first_start: date | None = Field(default=None, description="First day of the earlier period")
    first_end: date | None = Field(default=None, description="Last day of the earlier period")
    second_start: date | None = Field(default=None, description="First day of the later period")
    second_end: date | None = Field(default=None, description="Last day of the later period")


class PairAsk(MetricAsk):
    """Two figures that may move together."""

    other: str = Field(min_length=1, max_length=200, description="The second figure, in free words")


@tool("performance:read")
async def list_figures(ctx: Ctx, ask: Nothing) -> Finding:
    """Which figures are known, since when, and what each says last."""
    known = [one for one in await measures(ctx) if one.months]
    if not known:
        return NO_FIGURES
    whole = sorted(known, key=lambda one: (one.channel, bool(one.of), -len(one.months), one.name))
    names = [*dict.fromkeys(one.called for one in whole if not one.channel)]
    first = min(min(one.months) for one in known)
    last = max(max(one.months) for one in known)
    said = paragraph(
        f"{counted(len(names), 'monthly figure')} are known {span([first, last])}.",
        f"Among them are {listed(names[:8])}.",
    )
    parts = [
        Part(name=one.called, value=rounded(one.months[max(one.months)]), n=len(one.months))
        for one in whole
    ]
    evidence = [ref for one in whole for ref in one.evidence([max(one.months)])]
    return Finding(
        said=said, enough=True, n=len(names), value=len(names), unit="figures", parts=parts,
        evidence=weightiest(evidence),
    )  # fmt: skip


@tool("performance:read")
async def metric_trend(ctx: Ctx, ask: MetricAsk) -> Finding:
    """Whether a figure rises or falls, by how much a month, with an interval."""
    found = await meant(ctx, ask)
    if found is None:
        return NO_FIGURES
    drifted = drift(found.months)
    names = sorted(found.months)
    if drifted is None:
        return _few(found, DRIFT_MONTHS, "a trend")
    reach = f"90% range {_signed(found, drifted.low)} to {_signed(found, drifted.high)}"
    basis = f"({reach}, {counted(len(names), 'month')})"
    first, last = found.months[names[0]], found.months[names[-1]]
    if drifted.clear:
        verb = "rose" if drifted.slope > 0 else "fell"
        by = found.shown(abs(drifted.slope))
        head = f"{found.called} {verb} by about {by} a month {span(names)} {basis}."
    else:
        head = f"There is no clear trend in {found.called} {span(names)}: "
        head += f"{_signed(found, drifted.slope)} a month {basis}."
    ends = f"The figure was {found.shown(first)} in {month(names[0])} and {found.shown(last)} in "
    return Finding(
        said=paragraph(head, f"{ends}{month(names[-1])}.", found.note), enough=True, n=len(names),
        value=rounded(drifted.slope), low=rounded(drifted.low), high=rounded(drifted.high),
        unit=f"{found.unit} a month", figures=_figures(found, [names[0], names[-1]]),
        evidence=weightiest(found.evidence([names[0], *reversed(names)])),
    )  # fmt: skip


@tool("performance:read")
async def find_anomalies(ctx: Ctx, ask: OddAsk) -> Finding:
    """Months in which a figure, or any figure, was far off its usual range."""
    known = await measures(ctx)
    if not known:
        return NO_FIGURES
    whole = [one for one in known if not one.channel]
    asked = [chosen(known, ask.metric, ask.project)] if ask.metric else whole
    cut = [within(one, ask.since, ask.until) for one in asked]
    bar = THRESHOLD if len(cut) == 1 else MANY  # among many figures some month is odd by chance
    judged = [(one, found) for one in cut if (found := odd(one.months, bar)) is not None]
    if not judged:
        most = max(cut, key=lambda one: len(one.months))
        return _few(most, ODD_MONTHS, "telling an odd month from a usual one")
    hits = sorted(((one, each) for one, found in judged for each in found), key=_widest)
    names = sorted({name for one, _ in judged for name in one.months})
    what = judged[0][0].called if len(judged) == 1 else counted(len(judged), "figure")
    if not hits:
        said = f"Nothing in {what} lies outside its usual range {span(names)}, "
        said += f"over {counted(len(names), 'month')}."
        evidence = [ref for one, _ in judged for ref in one.evidence([max(one.months)])]
        return Finding(said=said, enough=True, n=len(names), value=0, unit="odd months",
                       evidence=weightiest(evidence))  # fmt: skip
    lines = [_odd_line(one, each) for one, each in hits[:3]]
    head = f"{counted(len(hits), 'month')} stood out in {what} {span(names)}."
    parts = [
        Part(name=f"{one.called}, {each.month}", value=rounded(each.value),
             low=rounded(each.low), high=rounded(each.high), n=len(one.months))
        for one, each in hits[:20]
    ]  # fmt: skip
    figures = {f"{one.called} expected in {each.month}": rounded(each.expected)
               for one, each in hits[:3]}  # fmt: skip
    return Finding(
        said=paragraph(head, *lines), enough=True, n=len(names), value=len(hits),
        unit="odd months", parts=parts, figures={**figures, "figures": len(judged)},
        evidence=weightiest(ref for one, each in hits for ref in one.evidence([each.month])),
    )  # fmt: skip


@tool("performance:read")
async def forecast_metric(ctx: Ctx, ask: AheadAsk) -> Finding:
    """What a figure is likely to be some months ahead, with a range tested on its own past."""
    found = await meant(ctx, ask)
    if found is None:
        return NO_FIGURES
    ahead = outlook(found.months, ask.months_ahead)
    if ahead is None:
        return _few(found, FORECAST_MONTHS + ask.months_ahead - 1, "a forecast")
    names = sorted(found.months)
    how = {
        "last": "It takes the last month for the next, which foretold the past best.",
        "drift": "It carries the drift of the past months on, which foretold the past best.",
        "season": "It takes the same month of the year before, which foretold the past best.",
    }[ahead.method]
    low, high = found.shown(ahead.low), found.shown(ahead.high)
    said = paragraph(
        f"{found.called} may come to about {found.shown(ahead.value)} in {month(ahead.month)} (80% "
        f"range {low} to {high}).",
        f"{how} The range is how far it missed {counted(ahead.tries, 'month')} of that past.",
        f"The last known figure is {found.shown(found.months[names[-1]])} in {month(names[-1])}.",
        found.note,
    )
    return Finding(
        said=said, enough=True, n=len(names), value=rounded(ahead.value), low=rounded(ahead.low),
        high=rounded(ahead.high), unit=found.unit, level=0.8,
        figures={"months foretold": ahead.tries, **_figures(found, [names[-1]])},
        evidence=weightiest(found.evidence(reversed(names))),
    )  # fmt: skip


@tool("performance:read")
async def compare_periods(ctx: Ctx, ask: PeriodsAsk) -> Finding:
    """A figure in two periods, with the difference and its interval."""
    found = await meant(ctx, ask)
    if found is None:
        return NO_FIGURES
    one, other = _periods(found, ask)
    told = gap([*one.months.values()], [*other.months.values()])
    if told is None:
        said = f"There are {counted(len(one.months), 'month')} of {found.called} in the earlier "
        said += f"period and {counted(len(other.months), 'month')} in the later one."
        return lacking(said, "at least 2 months in each period", len(found.months),
                       found.evidence(found.months))  # fmt: skip
    before, after = sorted(one.months), sorted(other.months)
    n = len(before) + len(after)
    less = "higher" if told.difference > 0 else "lower"
    relative = f" ({share(abs(told.difference / told.first))} {less})" if told.first else ""
    head = f"{found.called} stood at {found.shown(told.second)} a month {span(after)}, against "
    head += f"{found.shown(told.first)} {span(before)}{relative}."
    reach = f"{_signed(found, told.low)} to {_signed(found, told.high)}"
    if told.clear:
        sure = f"The difference is larger than the months' own ups and downs: {reach} a month "
    else:
        sure = f"That may be chance: the difference lies between {reach.replace(' to ', ' and ')} "
    basis = f"(90% range, {counted(n, 'month')})."
    figures = {"earlier": rounded(told.first), "later": rounded(told.second)}
    if told.first:
        figures["change in percent"] = rounded(100 * told.difference / told.first)
    return Finding(
        said=paragraph(head, sure + basis, found.note), enough=True, n=n,
        value=rounded(told.difference), low=rounded(told.low), high=rounded(told.high),
        unit=f"{found.unit} a month", figures=figures,
        evidence=weightiest(found.evidence([*reversed(after), *reversed(before)])),
    )  # fmt: skip


@tool("performance:read")
async def best_periods(ctx: Ctx, ask: MetricAsk) -> Finding:
    """The best and the worst months of a figure beside its usual month."""
    found = await meant(ctx, ask)
    if found is None:
        return NO_FIGURES
    if len(found.months) < 3:
        return _few(found, 3, "naming a best month")
    order = sorted(found.months, key=lambda name: (-found.months[name], name))
    usual = sorted(found.months.values())[len(order) // 2]
    top, worst = order[:3], order[-1]
    listing = listed(f"{month(name)} ({found.shown(found.months[name])})" for name in top)
    said = paragraph(
        f"The highest months of {found.called} were {listing}.",
        f"The lowest month was {month(worst)} with {found.shown(found.months[worst])}; a usual one"
        f" has {found.shown(usual)} ({counted(len(order), 'month')} {span(sorted(order))}).",
        found.note,
    )
    parts = [Part(name=name, value=rounded(found.months[name]), n=1) for name in order]
    return Finding(
        said=said, enough=True, n=len(order), value=rounded(found.months[top[0]]), unit=found.unit,
        parts=parts, figures={"usual month": rounded(usual)},
        evidence=weightiest(found.evidence([*top, worst])),
    )  # fmt: skip


@tool("performance:read")
async def move_together(ctx: Ctx, ask: PairAsk) -> Finding:
    """Whether two figures rise and fall in the same months."""
    found = await meant(ctx, ask)
    if found is None:
        return NO_FIGURES
    other = within(chosen(await measures(ctx), ask.other), ask.since, ask.until)
    rho, p, steps = moved_together(found.months, other.months)
    names = sorted(set(found.months) & set(other.months))
    if steps < DRIFT_MONTHS:
        said = f"{found.called} and {other.called} share {counted(len(names), 'month')}."
        return lacking(paragraph(said), f"{DRIFT_MONTHS + 1} months with both figures", len(names),
                       found.evidence(names))  # fmt: skip
    both = f"{found.called} and {other.called}"
    how = "rise and fall together" if rho > 0 else "move against each other"
    if p < 0.05:
        head = f"{both} {how} from month to month (rank correlation {number(rho)}, "
    else:
        head = f"{both} show no clear tie from month to month (rank correlation {number(rho)}, "
    head += f"{counted(steps, 'step')} {span(names)})."
    caution = "That they move together does not say that one causes the other." if p < 0.05 else ""
    evidence = [*found.evidence(reversed(names)), *other.evidence(reversed(names))]
    return Finding(
        said=paragraph(head, caution), enough=True, n=steps, value=rounded(rho),
        unit="rank correlation", figures={"p": rounded(p)}, evidence=weightiest(evidence),
    )  # fmt: skip


def _few(found: Measure, needed: int, what: str) -> Finding:
    """Too few months, said with what is there."""
    names = sorted(found.months)
    if not names:
        said = f"There is no full month of {found.called} in that time."
        return lacking(paragraph(said), f"{what} needs {needed} months of it")
    last = found.shown(found.months[names[-1]])
    said = (
        f"For {found.called} {counted(len(names), 'month')} {'is' if len(names) == 1 else 'are'} "
    )
    said += f"known {span(names)}; the last is {last} in {month(names[-1])}."
    needs = f"{what} needs {needed} months of it"
    return lacking(paragraph(said, found.note), needs, len(names), found.evidence(reversed(names)))


def _signed(found: Measure, value: float) -> str:
    shown = found.shown(abs(value))
    if rounded(value) == 0:
        return "0"
    return f"+{shown}" if value > 0 else f"−{shown}"


def _figures(found: Measure, names: Sequence[str]) -> dict[str, float]:
    return {name: rounded(found.months[name]) for name in names}


def _widest(hit: tuple[Measure, Odd]) -> tuple[float, str]:
    return (-abs(hit[1].score), hit[0].name)


def _odd_line(one: Measure, each: Odd) -> str:
    side = "above" if each.score > 0 else "below"
    line = f"In {month(each.month)}, {one.called} stood at {one.shown(each.value)}, far {side} the "
    return f"{line}{one.shown(each.low)} to {one.shown(each.high)} that were to be expected."


def _periods(found: Measure, ask: PeriodsAsk) -> tuple[Measure, Measure]:
    """The two periods asked for; else the last three months (or half of few) and those before."""
    if ask.second_start or ask.second_end or ask.first_start or ask.first_end:
        later = within(found, ask.second_start, ask.second_end)
        earlier = within(found, ask.first_start, ask.first_end)
        rest = {m: v for m, v in earlier.months.items() if m not in later.months}
        return _only(earlier, [*rest]), later
    names = sorted(found.months)
    size = min(3, len(names) // 2)
    return _only(found, names[len(names) - 2 * size : len(names) - size]), _only(
        found, names[len(names) - size :]
    )


def _only(found: Measure, names: Sequence[str]) -> Measure:
    return replace(found, months={name: found.months[name] for name in names})
