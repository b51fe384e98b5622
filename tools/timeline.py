"""Time: what decides the end of a map, the rhythm of publishing, what is due, where work stands."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from pydantic import Field
from rapidfuzz import fuzz, utils

from domain.maps import ExecutionMap
from domain.prose import counted, day, listed, named, number, paragraph, rounded, share
from domain.signals import cadence
from domain.timeline import Step
from domain.timeline import critical_path as longest
from memory import calendar, market, plans
from memory.ctx import Ctx
from tools.base import Ask, Nothing, tool
from tools.findings import Finding, Part, Ref, lacking, weightiest

MAPS = "a map: they are proposed on Mondays once there are notes or results"


class MapAsk(Ask):
    """Which map, in words of its title."""

    title: str = Field(
        default="", max_length=300,
        description="Words of the map's title; leave out for the one that ends last",
    )  # fmt: skip


class DueAsk(Ask):
    """The days that are meant."""

    start: date | None = Field(default=None, description="First day, YYYY-MM-DD; today if left out")
    end: date | None = Field(
        default=None, description="Last day, YYYY-MM-DD; 30 days after the first if left out"
    )


@tool("plans:read")
async def critical_path(ctx: Ctx, ask: MapAsk) -> Finding:
    """Which pieces of a map decide when it is done, and how much time the others have to spare."""
    rows = [row for row in await plans.all_maps(ctx) if row.status != "declined"]
    if not rows:
        return lacking("No map is proposed or bought.", MAPS)
    row = _meant(rows, ask.title)
    plan = ExecutionMap.model_validate(row.payload)
    began: date = (row.purchased_at or row.created_at).date()
    due = {one.position: one.due_on for one in plan.artifacts}
    starts = {
        one.position: due.get(one.after, began) if one.after is not None else began
        for one in plan.artifacts
    }
    steps = [
        Step(
            str(one.position), max(0, (one.due_on - starts[one.position]).days),
            () if one.after is None else (str(one.after),),
        )
        for one in plan.artifacts
    ]  # fmt: skip
    found = longest(steps)
    titles = {str(one.position): one for one in plan.artifacts}
    chain = [titles[each] for each in found.steps]
    ids = {one.position: one.id for one in await plans.artifacts_of(ctx, row.id)}
    lines = ", then ".join(f"“{one.title}” (due {day(one.due_on)})" for one in chain)
    spare = {titles[each].title: days for each, days in found.spare.items() if days > 0}
    rest = listed(f"“{title}” has {number(days)} days to spare" for title, days in spare.items())
    state = {"purchased": "bought", "proposed": "proposed"}.get(row.status, row.status)
    return Finding(
        said=paragraph(
            f"The map “{plan.title}” ({state}) takes {number(found.days)} days from {day(began)}.",
            f"What decides its end is {lines}.",
            f"{rest}." if rest else "",
        ),
        enough=True, n=len(steps), value=rounded(found.days), unit="days",
        parts=[Part(name=titles[k].title, value=rounded(v)) for k, v in found.spare.items()],
        evidence=weightiest([
            *(Ref(kind="artifact", id=ids[one.position]) for one in chain),
            Ref(kind="map", id=row.id),
        ]),
    )  # fmt: skip


@tool("calendar:read")
async def publishing_rhythm(ctx: Ctx, ask: Nothing) -> Finding:
    """How often something is published, how evenly, and the longest silence."""
    rows = [
        row for row in await calendar.entries(ctx)
        if row.status == "published" and row.publish_on and row.publish_on <= ctx.at.date()
    ]  # fmt: skip
    if len(rows) < 4:
        said = f"{counted(len(rows), 'piece')} with a day of publication {_is(len(rows))} known."
        return lacking(said, "at least 4 published entries", len(rows), _entries(rows))
    days = sorted(row.publish_on for row in rows)
    last = days[-1]
    beat = cadence([_noon(each, ctx.at) for each in days], _noon(last, ctx.at))
    weeks = Counter((each - timedelta(days=each.weekday())) for each in days)
    first_week = days[0] - timedelta(days=days[0].weekday())
    total = (last - first_week).days // 7 + 1
    counts = sorted(weeks.get(first_week + timedelta(weeks=at), 0) for at in range(total))
    low, high = counts[total // 10], counts[-1 - total // 10]
    busy = sum(each > 0 for each in counts) / total
    silence = max((b - a).days for a, b in pairwise(days))
    ago = (ctx.at.date() - last).days
    return Finding(
        said=paragraph(
            f"{counted(len(rows), 'piece')} went out from {day(days[0])} to {day(last)}, "
            f"{number(beat.per_week)} a week.",
            f"8 of 10 weeks had between {low} and {high}, and {share(busy)} of "
            f"{counted(total, 'week')} had something; the longest silence was "
            f"{counted(silence, 'day')}.",
            f"The last piece went out {counted(ago, 'day')} ago." if ago else "",
        ),
        enough=True, n=len(rows), value=rounded(beat.per_week), low=low, high=high,
        unit="pieces a week", level=0.8,
        figures={"weeks": total, "weeks with something in percent": rounded(100 * busy),
                 "longest silence in days": silence, "days since the last": ago,
                 "of ten": 8, "ten": 10},
        evidence=_entries(rows[::-1]),
    )  # fmt: skip


@tool("plans:read")
async def what_is_due(ctx: Ctx, ask: DueAsk) -> Finding:
    """What is to be published, delivered, answered or measured between two days."""
    start = ask.start or ctx.at.date()
    end = ask.end or start + timedelta(days=min(30, (date.max - start).days))
    start, end = min(start, end), max(start, end)
    entries = await calendar.entries(ctx)
    todo = [row for row in entries if row.status not in ("published", "dropped")]
    late = [row for row in todo if row.publish_on and row.publish_on < min(start, ctx.at.date())]
    due = [(row.publish_on, row.title, Ref(kind="entry", id=row.id)) for row in todo
           if row.publish_on and start <= row.publish_on <= end]  # fmt: skip
    due += await _planned(ctx, start, end)
    known = len(entries) + len(await plans.all_maps(ctx))
    if not known:
        return lacking("Neither the calendar nor any map holds anything.",
                       "entries on the calendar, or a map")  # fmt: skip
    due.sort(key=lambda each: (each[0], each[1]))
    lines = listed(f"“{title}” on {day(when)}" for when, title, _ in due[:4])
    things = counted(len(due), "thing") if due else "Nothing"
    head = f"{things} {_is(len(due) or 1)} due from {day(start)} to {day(end)}"
    more = f", of which the first are {lines}." if len(due) > 4 else f": {lines}." if due else "."
    overdue = ""
    if late:
        first = min(late, key=lambda row: row.publish_on)
        overdue = f"{counted(len(late), 'entry', 'entries')} {_is(len(late))} overdue, the oldest "
        overdue += f"“{first.title}” since {day(first.publish_on)}."
    evidence = [ref for _, _, ref in due] or _entries(late or entries[::-1])
    evidence = evidence or [Ref(kind="map", id=row.id) for row in await plans.all_maps(ctx)]
    return Finding(
        said=paragraph(head + more, overdue), enough=True, n=len(due), value=len(due),
        unit="things due",
        parts=[Part(name=title, value=1) for _, title, _ in due[:20]],
        figures={"overdue": len(late)}, evidence=weightiest(evidence),
    )  # fmt: skip


@tool("plans:read")
async def work_status(ctx: Ctx, ask: Nothing) -> Finding:
    """Where maps, briefs, offers and handed-in work stand."""
    maps, briefs = await plans.all_maps(ctx), await plans.all_briefs(ctx)
    offers, works = await market.all_assignments(ctx), await market.all_deliverables(ctx)
    if not maps:
        return lacking("No map was proposed yet, so there are no briefs and no offers.", MAPS)
    lines = [
        f"{counted(len(rows), one, many)} {_is(len(rows), past=True)} {verb}: {_states(rows)}."
        for rows, one, many, verb in (
            (maps, "map", "maps", "proposed"), (briefs, "brief", "briefs", "written"),
            (offers, "offer", "offers", "made to creators"),
        ) if rows
    ]  # fmt: skip
    passed = sum(bool(row.passed) for row in works)
    if works:
        lines.append(
            f"{counted(len(works), 'version')} of work {_is(len(works), past=True)} handed in, and "
            f"{passed} passed review."
        )
    scored = [row.score for row in briefs if row.score is not None]
    figures: dict[str, float] = {
        **{f"{kind} {state}": count for kind, rows in (("maps", maps), ("briefs", briefs),
           ("offers", offers)) for state, count in Counter(r.status for r in rows).items()},
        "briefs": len(briefs), "offers": len(offers), "versions": len(works), "passed": passed,
    }  # fmt: skip
    if scored:
        mean = sum(scored) / len(scored)
        lines.append(f"The briefs score {number(mean)} of 100 on average.")
        figures |= {"mean score": rounded(mean), "full score": 100}
    evidence = [
        *(Ref(kind="map", id=row.id) for row in maps[::-1][:8]),
        *(Ref(kind="brief", id=row.id) for row in briefs[::-1][:6]),
        *(Ref(kind="assignment", id=row.id) for row in offers[::-1][:6]),
    ]
    return Finding(
        said=paragraph(*lines), enough=True, n=len(maps) + len(briefs) + len(offers),
        value=len(maps), unit="maps", figures=figures, evidence=weightiest(evidence),
    )  # fmt: skip


def _meant(rows: Sequence[Any], words: str) -> Any:
    """The map whose title is nearest to the words; without words the one that ends last."""
    if not words:
        return max(
            rows, key=lambda row: (max(a["due_on"] for a in row.payload["artifacts"]), row.title)
        )
    rated = [
        (fuzz.WRatio(words, row.title, processor=utils.default_process), row.title, row)
        for row in rows
    ]
    return max(rated, key=lambda each: each[:2])[2]


async def _planned(ctx: Ctx, start: date, end: date) -> list[tuple[date, str, Ref]]:
    """Pieces of bought maps that are no entry yet, and predictions to be measured."""
    found = []
    for row in await plans.all_maps(ctx):
        if row.status != "purchased":
            continue
        for one in await plans.artifacts_of(ctx, row.id):
            if one.calendar_entry_id is None and one.due_on and start <= one.due_on <= end:
                found.append((one.due_on, one.title, Ref(kind="artifact", id=one.id)))
    return found


def _states(rows: Sequence[Any]) -> str:
    counts = Counter(row.status for row in rows)
    words = {"purchased": "bought", "proposed": "still open", "unplaced": "taken by nobody"}
    return listed(f"{n} {words.get(state, named(state))}" for state, n in counts.most_common())


def _is(n: int, *, past: bool = False) -> str:
    if past:
        return "was" if n == 1 else "were"
    return "is" if n == 1 else "are"


def _noon(when: date, at: datetime) -> datetime:
    return datetime.combine(when, time(12), at.tzinfo)


def _entries(rows: Sequence[Any]) -> list[Ref]:
    return weightiest(Ref(kind="entry", id=row.id) for row in rows)
