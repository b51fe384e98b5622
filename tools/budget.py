"""Money spent on marketing: where it went, and what a change of it may bring."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from pydantic import Field

from domain.prose import (
    counted,
    listed,
    major,
    money,
    month,
    named,
    number,
    paragraph,
    rounded,
    share,
)
from domain.prose import span as months_from
from domain.samples import shares
from domain.yields import MONTHS, changed, fitted, reaches
from memory import calendar, people, performance
from memory.ctx import Ctx
from tools.base import tool
from tools.findings import Finding, Part, Ref, lacking, weightiest
from tools.measures import MetricAsk, NoSuchFigure, chosen, measures
from tools.money import closest
from tools.pieces import PeriodAsk

COSTS = "the cost of entries (cost_cents in the calendar) or spend in the results"


class ChangeAsk(MetricAsk):
    """What is to be changed, and what it is to bring."""

    metric: str = Field(
        default="conversions", min_length=1, max_length=200,
        description="What the money is to bring, such as conversions, clicks or trial signups",
    )  # fmt: skip
    project: str = Field(
        default="", max_length=200, description="The channel whose spend changes; leave out for all"
    )
    change_percent: float = Field(
        default=20.0, gt=-95, le=500,
        description="By how many percent monthly spend changes; −20 is a fifth less",
    )  # fmt: skip


class SpendAsk(PeriodAsk):
    """Which spending."""

    of: str = Field(
        default="", max_length=200, description="A channel, such as LinkedIn; leave out for all"
    )


@tool("performance:read")
async def spend_summary(ctx: Ctx, ask: SpendAsk) -> Finding:
    """What was spent on making and advertising content, by channel and by month."""
    business = await people.business(ctx)
    code = business.currency if business else "USD"
    first, last = ask.since or date.min, ask.until or date.max
    made: dict[str, float] = defaultdict(float)
    ads: dict[str, float] = defaultdict(float)
    months: dict[str, float] = defaultdict(float)
    evidence: list[tuple[float, Ref]] = []
    for row in await calendar.entries(ctx):
        when = row.publish_on
        if row.status == "published" and row.cost_cents and when and first <= when <= last:
            made[row.channel or "no channel"] += row.cost_cents
            months[f"{when:%Y-%m}"] += row.cost_cents
            evidence.append((row.cost_cents, Ref(kind="entry", id=row.id)))
    for row in await performance.by_month(ctx):
        if row.unit == "cents" and first.isoformat()[:7] <= row.month <= last.isoformat()[:7]:
            ads[row.channel or "no channel"] += float(row.value)
            months[row.month] += float(row.value)
            evidence.append((float(row.largest), Ref(kind="record", id=row.top)))
    whole = {name: made[name] + ads[name] for name in made.keys() | ads.keys()}
    total = sum(whole.values())
    if not total:
        return lacking("No cost of content or advertising is known in that time.", COSTS)
    found = shares(whole)
    one = closest({name: named(name) for name in whole}, ask.of) if ask.of else ""
    if ask.of and not one:
        return lacking(f"No cost of “{ask.of}” is known in that time.", COSTS, len(evidence))
    own, split = _cost_of(one, made, ads, code)
    dear = max(months, key=lambda name: (months[name], name))
    lines = listed(f"{named(k)} ({money(whole[k], code)})" for k in [*found][:3])
    advertised = sum(ads.values())
    said = paragraph(
        own,
        f"{money(total, code)} went into content {months_from(sorted([*months]))}: "
        f"{money(total - advertised, code)} for making it and "
        f"{money(advertised, code)} for advertising.",
        f"Most went to {lines}.",
        f"The dearest month was {month(dear)} ({money(months[dear], code)}), against "
        f"{money(total / len(months), code)} in the mean of {counted(len(months), 'month')}.",
    )
    evidence.sort(key=lambda pair: (-pair[0], str(pair[1].id)))
    return Finding(
        said=said, enough=True, n=len(evidence), value=major(total, code), unit=code,
        parts=[Part(name=named(k), value=major(whole[k], code)) for k in found],
        figures={
            **split,
            "making": major((total - advertised), code),
            "advertising": major(advertised, code), "months": len(months),
            "dearest month": major(months[dear], code),
            "mean month": major(total / len(months), code),
        },
        evidence=weightiest(ref for _, ref in evidence),
    )  # fmt: skip


def _cost_of(
    one: str, made: Mapping[str, float], ads: Mapping[str, float], code: str
) -> tuple[str, dict[str, float]]:
    """What one channel cost, as a sentence with its figures; nothing for no channel."""
    if not one:
        return "", {}
    pair = made.get(one, 0.0), ads.get(one, 0.0)
    said = f"{named(one)} cost {money(sum(pair), code)}: {money(pair[0], code)} for making it and "
    said += f"{money(pair[1], code)} for advertising."
    figures = {f"making {named(one)}": major(pair[0], code),
               f"advertising {named(one)}": major(pair[1], code)}  # fmt: skip
    return said, figures


@tool("performance:read")
async def budget_what_if(ctx: Ctx, ask: ChangeAsk) -> Finding:
    """What more or less advertising may bring, as far as past months can tell."""
    known = await measures(ctx)
    spends = [one for one in known if "spend" in one.name.lower() and one.months]
    if not spends:
        return lacking(f"No monthly spend on {ask.project or 'advertising'} is known.", COSTS)
    try:
        spend = chosen(spends, "spend", ask.project)
    except NoSuchFigure:
        has = listed(sorted({named(one.project) for one in spends if one.channel}))
        said = f"No monthly spend on {ask.project} is known"
        return lacking(f"{said}, only on {has}." if has else f"{said} by itself.", COSTS)
    goal = chosen(known, ask.metric, spend.project if spend.channel else "")
    both = sorted(set(spend.months) & set(goal.months))
    pairs = [(spend.months[name], goal.months[name]) for name in both]
    curve = fitted(pairs)
    evidence = spend.evidence(reversed(both)) + goal.evidence(reversed(both))
    if curve is None:
        said = f"{counted(len(both), 'month')} of {spend.called} stand beside {goal.called}, and "
        said += "they are too few or too alike to tell what a change of spend does."
        needed = f"{MONTHS} months with both, in which the spend differs by a tenth and more"
        return lacking(paragraph(said), needed, len(both), evidence)
    by = ask.change_percent / 100
    middle, low, high = changed(curve, by)
    usual = sum(one for one, _ in pairs) / len(pairs)
    more = "more" if by > 0 else "less"
    verb = "comes with" if curve.low > 0 else "may come with"
    what = f"no change in {goal.called}" if rounded(100 * middle) == 0 else ""
    what = what or f"about {_moved(middle)} {goal.called} a month"
    on = f" on {named(spend.project)}" if spend.channel else ""
    head = f"{share(abs(by))} {more} spend{on} {verb} {what} "
    head += f"(90% range {_moved(low)} to {_moved(high)}; {counted(curve.n, 'month')} "
    head += f"{months_from(both)}, {spend.shown(usual)} a month on average)."
    if curve.low <= 0:
        shape = f"In these months {goal.called} did not clearly follow the spend, so the change "
        shape += "may bring nothing."
    elif curve.bend < 1:
        shape = f"Returns diminish: each 1% of spend went with {number(curve.bend)}% of results."
    else:
        shape = f"So far returns did not diminish: each 1% went with {number(curve.bend)}%."
    far = not reaches(curve, usual * (1 + by))
    edge = "That lies outside what was ever spent, so it is a guess beyond the data." if far else ""
    return Finding(
        said=paragraph(head, shape, edge), enough=True, n=curve.n, value=rounded(100 * middle),
        low=rounded(100 * low), high=rounded(100 * high), unit=f"percent of {goal.called}",
        figures={"bend": rounded(curve.bend), "mean spend": rounded(usual), "step": 1.0,
                 "change in percent": ask.change_percent},
        evidence=weightiest(evidence),
    )  # fmt: skip


def _moved(by: float) -> str:
    way = "more" if by > 0 else "fewer"
    return "no change" if rounded(100 * by) == 0 else f"{share(abs(by))} {way}"
