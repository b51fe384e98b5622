"""The ways to a purchase: which touches come before it, and how long it takes."""

from collections import Counter, defaultdict
from typing import Any

from domain.prose import counted, named, number, paragraph, rounded, share
from domain.samples import middle, wilson
from memory import performance
from memory.ctx import Ctx
from tools.base import Nothing, tool
from tools.findings import Finding, Part, Ref, lacking, weightiest

JOURNEYS = "customer journeys with their touches: `refleqt import journeys FILE`"
LEAST = 10


@tool("performance:read")
async def typical_paths(ctx: Ctx, ask: Nothing) -> Finding:
    """Through which channels buyers come first, last, and how many touches it takes."""
    bought, lost = await _journeys(ctx)
    if len(bought) < LEAST:
        return _few(len(bought), bought)
    firsts = Counter(named(own[0].channel) for own in bought)
    lasts = Counter(named(own[-1].channel) for own in bought)
    ways = Counter(" → ".join(_steps(own)) for own in bought)
    (first, begin), (last, end) = firsts.most_common(1)[0], lasts.most_common(1)[0]
    touches = sum(len(own) for own in bought) / len(bought)
    low, high = wilson(begin, len(bought))
    way, often = ways.most_common(1)[0]
    n = len(bought)
    said = paragraph(
        f"{counted(n, 'purchase')} had {number(touches)} touches on average.",
        f"The commonest first touch is {first} ({begin} of {n}, 90% range {share(low)} to "
        f"{share(high)}), the commonest last one {last} ({end} of {n}).",
        f"They took {len(ways)} different paths; {way} was taken {often} times, none more often.",
        f"{counted(len(lost), 'journey')} did not end in a purchase." if lost else "",
    )
    same = [own for own in bought if " → ".join(_steps(own)) == way]
    return Finding(
        said=said, enough=True, n=n, value=rounded(100 * begin / n), low=rounded(100 * low),
        high=rounded(100 * high), unit=f"percent beginning with {first}",
        parts=[Part(name=name, value=count, n=count) for name, count in ways.most_common(10)],
        figures={"touches": rounded(touches), "began": begin, "ended": end, "path": often,
                 "different paths": len(ways), "without purchase": len(lost)},
        evidence=weightiest(Ref(kind="journey", id=own[0].id) for own in [*same, *bought]),
    )  # fmt: skip


@tool("performance:read")
async def time_to_convert(ctx: Ctx, ask: Nothing) -> Finding:
    """How many days pass from the first touch to the purchase."""
    bought, _ = await _journeys(ctx)
    days = [(own[0].converted_at - own[0].touch_at).total_seconds() / 86_400 for own in bought]
    found = middle(days)
    if found is None:
        return _few(len(bought), bought)
    median, low, high = found
    quick = sum(each <= 7 for each in days)
    slow = sum(each > 30 for each in days)
    by: dict[str, list[float]] = defaultdict(list)
    for own, each in zip(bought, days, strict=True):
        by[named(own[0].channel)].append(each)
    medians = {name: told for name, own in by.items() if (told := middle(own)) is not None}
    line = ""
    if len(medians) > 1:
        fast = min(medians, key=lambda name: (medians[name][0], name))
        late = max(medians, key=lambda name: (medians[name][0], name))
        line = f"It goes fastest after a first touch through {fast} ({number(medians[fast][0])} "
        line += f"days) and slowest through {late} ({number(medians[late][0])} days)"
        line += "." if medians[fast][2] < medians[late][1] else "; that may be chance."
    n = len(days)
    order = sorted(bought, key=lambda own: abs(
        (own[0].converted_at - own[0].touch_at).total_seconds() / 86_400 - median))  # fmt: skip
    return Finding(
        said=paragraph(
            f"Half of {counted(n, 'purchase')} came within {number(median)} days of the first "
            f"touch (90% range of that middle {number(low)} to {number(high)} days).",
            f"{share(quick / n)} took a week or less, {share(slow / n)} longer than 30 days.", line,
        ),
        enough=True, n=n, value=rounded(median), low=rounded(low), high=rounded(high), unit="days",
        parts=[Part(name=k, value=rounded(v[0]), low=rounded(v[1]), high=rounded(v[2]),
                    n=len(by[k])) for k, v in medians.items()],
        figures={"within a week in percent": rounded(100 * quick / n), "long from": 30,
                 "over 30 days in percent": rounded(100 * slow / n)},
        evidence=weightiest(Ref(kind="journey", id=own[0].id) for own in order),
    )  # fmt: skip


def _few(n: int, bought: list[list[Any]]) -> Finding:
    said = f"{counted(n, 'purchase')} with a known journey {'is' if n == 1 else 'are'} known."
    refs = [Ref(kind="journey", id=own[0].id) for own in bought]
    return lacking(said, f"at least {LEAST} purchases among {JOURNEYS}", n, refs)


def _steps(own: list[Any]) -> list[str]:
    """Channels of a journey in order; the same channel twice in a row is one step."""
    names = [named(one.channel) for one in own]
    return [name for at, name in enumerate(names) if at == 0 or name != names[at - 1]]


async def _journeys(ctx: Ctx) -> tuple[list[list[Any]], list[list[Any]]]:
    """Touches of the journeys that ended in a purchase, and of those that did not."""
    held: dict[Any, list[Any]] = defaultdict(list)
    for row in await performance.paths(ctx):
        held[row.id].append(row)
    every = [sorted(own, key=lambda one: one.touch_at) for own in held.values()]
    bought = [own for own in every if own[0].converted_at and own[0].value_cents]
    return bought, [own for own in every if not own[0].converted_at]
