"""The funnel: how its stages are balanced, where people are lost, where the calendar is empty."""

from collections import Counter
from datetime import date, timedelta

from pydantic import Field

from domain.calendar import STAGES, categorised, funnel_balance, gaps
from domain.prose import counted, day, listed, named, number, paragraph, rounded, share
from domain.samples import apart, pooled, wilson
from memory import calendar
from memory.ctx import Ctx
from tools.base import Ask, tool
from tools.calendar import entry_of
from tools.findings import Finding, Part, Ref, lacking, weightiest
from tools.pieces import PeriodAsk, grouped, pieces

CALENDAR = "entries on the calendar: `refleqt import calendar FILE`"


class AheadAsk(Ask):
    """How far ahead to look for holes."""

    days_ahead: int = Field(default=30, ge=7, le=180, description="How many days from today on")


@tool("calendar:read")
async def stage_balance(ctx: Ctx, ask: PeriodAsk) -> Finding:
    """How awareness, consideration and decision are balanced, beside the target."""
    first, last = ask.since or date.min, ask.until or date.max
    rows = [
        row for row in await calendar.entries(ctx)
        if row.status != "dropped" and (row.publish_on is None or first <= row.publish_on <= last)
    ]  # fmt: skip
    if len(rows) < 5:
        said = f"{counted(len(rows), 'entry', 'entries')} stand on the calendar in that time."
        return lacking(said, f"at least 5 {CALENDAR}", len(rows))
    found = funnel_balance([entry_of(row) for row in rows])
    lines = listed(f"{share(one.share)} are for {named(one.stage)}" for one in found)
    goal = listed(share(one.target) for one in found)
    lacks = max(found, key=lambda one: one.lack)
    low, high = wilson(lacks.n, len(rows))
    points = 100 * lacks.lack
    if high < lacks.target:
        off = f"{named(lacks.stage)} lies {number(points)} points under its target, more than "
        off += f"chance would explain (90% range of its share {share(low)} to {share(high)})."
    else:
        off = "No stage lies clearly under its target."
    short = [row for row in rows if row.funnel_stage == lacks.stage]
    return Finding(
        said=paragraph(
            f"Of {counted(len(rows), 'entry', 'entries')} on the calendar, {lines}.",
            f"The target is {goal}.", off,
        ),
        enough=True, n=len(rows), value=rounded(100 * lacks.share), low=rounded(100 * low),
        high=rounded(100 * high), unit=f"percent {named(lacks.stage)}",
        parts=[Part(name=named(o.stage), value=rounded(100 * o.share), n=o.n) for o in found],
        figures={
            "points under target": rounded(points),
            **{f"target of {named(one.stage)}": rounded(100 * one.target) for one in found},
        },
        evidence=weightiest(Ref(kind="entry", id=row.id) for row in [*short, *rows][::-1][:40]),
    )  # fmt: skip


@tool("performance:read")
async def funnel_steps(ctx: Ctx, ask: PeriodAsk) -> Finding:
    """Where people are lost: from seeing to clicking, from clicking to converting, by stage."""
    every = await pieces(ctx, ask)
    clicks = pooled([one.pair("clicks") for one in every])
    bought = pooled([one.pair("conversions_per_click") for one in every])
    if clicks is None or bought is None:
        return lacking(
            f"{counted(len(every), 'published piece')} with measured results are known.",
            "impressions, clicks and conversions of at least 3 published pieces", len(every),
        )  # fmt: skip
    stages = {
        name: rate for name, own in grouped(every, "stage").items()
        if (rate := pooled([one.pair("conversions_per_click") for one in own])) is not None
    }  # fmt: skip
    head = f"Of 1,000 impressions {number(1000 * clicks.rate)} are clicked, and of 100 clicks "
    head += f"{number(100 * bought.rate)} convert (90% range {number(100 * bought.low)} to "
    head += f"{number(100 * bought.high)}, {counted(len(every), 'piece')})."
    line = ""
    if len(stages) > 1:
        best = max(stages, key=lambda name: (stages[name].rate, name))
        worst = min(stages, key=lambda name: (stages[name].rate, name))
        sure = apart(stages[best], stages[worst]) < 0.1
        line = f"Clicks convert best in {best} content ({number(100 * stages[best].rate)} of 100) "
        line += f"and worst in {worst} content ({number(100 * stages[worst].rate)})"
        line += "." if sure else "; that may be chance."
    return Finding(
        said=paragraph(head, line), enough=True, n=len(every), value=rounded(100 * bought.rate),
        low=rounded(100 * bought.low), high=rounded(100 * bought.high),
        unit="conversions per 100 clicks",
        parts=[Part(name=name, value=rounded(100 * each.rate), low=rounded(100 * each.low),
                    high=rounded(100 * each.high), n=each.n) for name, each in stages.items()],
        figures={"clicked of 1000": rounded(1000 * clicks.rate), "impressions": 1000,
                 "clicks": 100},
        evidence=weightiest(
            one.ref for one in sorted(every, key=lambda o: -o.sums.get("clicks", 0))[:20]
        ),
    )  # fmt: skip


@tool("calendar:read")
async def stage_gaps(ctx: Ctx, ask: AheadAsk) -> Finding:
    """Days and funnel stages for which nothing is planned."""
    rows = [row for row in await calendar.entries(ctx) if row.status != "dropped"]
    if not rows:
        return lacking("The calendar is empty.", CALENDAR)
    today = ctx.at.date()
    end = today + timedelta(days=ask.days_ahead)
    ahead = [row for row in rows if row.publish_on and today <= row.publish_on <= end]
    entries = [entry_of(row) for row in ahead]
    holes = gaps(entries, today, end)
    stages = Counter(one.funnel_stage or categorised(one).funnel_stage for one in entries)
    bare = [named(stage) for stage in STAGES if not stages[stage]]
    count = counted(len(ahead), "entry", "entries")
    head = f"{count} {'is' if len(ahead) == 1 else 'are'} planned from {day(today)} to {day(end)}."
    if holes:
        spans = listed(f"{day(one.start)} to {day(one.end)} ({one.days} days)" for one in holes[:3])
        hole = f"Nothing is planned on these stretches: {spans}."
    else:
        hole = "No stretch of more than 7 days is empty."
    lack = f"There is nothing for {listed(bare, 'or')}." if bare and ahead else ""
    recent = sorted((r for r in rows if r.publish_on), key=lambda row: row.publish_on)[-5:]
    return Finding(
        said=paragraph(head, hole, lack), enough=True, n=len(ahead), value=len(holes),
        unit="empty stretches",
        parts=[Part(name=f"{one.start} to {one.end}", value=one.days) for one in holes],
        figures={"days ahead": ask.days_ahead, "longest allowed": 7},
        evidence=weightiest(Ref(kind="entry", id=row.id) for row in ahead or recent),
    )  # fmt: skip
