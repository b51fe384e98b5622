"""What is predicted before launch: from similar measured artifacts, or from earlier answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cdt.beliefs import Measured
from domain.modes import unknown_width, width
from domain.predictions import TAKEN, WINDOW, Foreseen, foreseen, yes_or_no
from memory import outcomes, predictions
from memory.ctx import Ctx

METRIC = "conversions"
YES = frozenset({"accepted", "modified"})

Similar = Mapping[tuple[str, ...], Sequence[float]]
"""(segment, channel) and (segment, channel, type) → what artifacts reached; a part that is ""
stands for all of them."""


class Kind(NamedTuple):
    """Which measured artifacts stand behind a forecast; a part that is "" stands for all."""

    segment: str
    channel: str
    type: str = ""


async def similar(ctx: Ctx, measured: Sequence[Measured], metric: str = METRIC) -> Similar:
    """What each measured artifact reached in its first 30 days, once these are over."""
    reached = await predictions.first_days(ctx, metric, WINDOW.days)
    found: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
    for one in measured:
        if one.published + WINDOW <= ctx.at.date():
            wide = {(one.segment, one.channel), ("", one.channel), ("", "")}
            if one.artifact_type:
                wide |= {(one.segment, one.channel, one.artifact_type)}
                wide |= {("", one.channel, one.artifact_type)}
            for kind in wide:
                found[kind].append(reached.get(one.artifact_ref, 0.0))
    return found


def of_kind(
    known: Similar, segment: str | None, channel: str | None, metric: str = METRIC, made: str = ""
) -> Foreseen | None:
    """What to expect of an artifact, by the narrowest kind of which enough were measured.

    `made` is its type, where that is known.
    """
    found = narrowest(known, Kind(segment or "", channel or "", made), metric)
    return found[1] if found else None


def narrowest(known: Similar, kind: Kind, metric: str = METRIC) -> tuple[Kind, Foreseen] | None:
    """The same with the kind that it rests on: the type weighs more than who reads it."""
    own = [kind, kind._replace(segment="")] if kind.type else []
    for one in (*own, Kind(kind.segment, kind.channel), Kind("", kind.channel), Kind("", "")):
        found = foreseen(metric, known.get(one if one.type else one[:2], ()))
        if found is not None:
            return one, found
    return None


def all_told(known: Similar, metric: str = METRIC) -> str:
    """How wide the outcome of something untried lies, in words, by everything that was measured."""
    seen = of_kind(known, None, None, metric)
    if seen is None:
        return unknown_width(metric)
    return width(known[("", "")], seen.low, seen.high, seen.probability, metric)


async def whether_taken(ctx: Ctx, kind: str) -> Foreseen:
    """Whether the founder will take a recommendation of a kind, by the earlier answers."""
    rows = [row for row in await outcomes.recommendations(ctx) if row.recommendation_type == kind]
    answers = [row.user_action for row in rows if row.user_action is not None]
    return yes_or_no(TAKEN, sum(one in YES for one in answers), len(answers))
