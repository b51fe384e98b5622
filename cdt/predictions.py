"""What is predicted before launch: from similar measured artifacts, or from earlier answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cdt.beliefs import Measured
from domain.predictions import TAKEN, WINDOW, Foreseen, foreseen, yes_or_no
from memory import outcomes, predictions
from memory.ctx import Ctx

METRIC = "conversions"
YES = frozenset({"accepted", "modified"})

Similar = Mapping[tuple[str, str], Sequence[float]]
"""(segment, channel) → what artifacts reached; a part that is "" stands for all of them."""


async def similar(ctx: Ctx, measured: Sequence[Measured], metric: str = METRIC) -> Similar:
    """What each measured artifact reached in its first 30 days, once these are over."""
    reached = await predictions.first_days(ctx, metric, WINDOW.days)
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for one in measured:
        if one.published + WINDOW <= ctx.at.date():
            for segment, channel in {(one.segment, one.channel), ("", one.channel), ("", "")}:
                found[segment, channel].append(reached.get(one.artifact_ref, 0.0))
    return found


def of_kind(
    known: Similar, segment: str | None, channel: str | None, metric: str = METRIC
) -> Foreseen | None:
    """What to expect of an artifact, by the narrowest kind of which enough were measured."""
    for kind in ((segment or "", channel or ""), ("", channel or ""), ("", "")):
        found = foreseen(metric, known.get(kind, ()))
        if found is not None:
            return found
    return None


async def whether_taken(ctx: Ctx, kind: str) -> Foreseen:
    """Whether the founder will take a recommendation of a kind, by the earlier answers."""
    rows = [row for row in await outcomes.recommendations(ctx) if row.recommendation_type == kind]
    answers = [row.user_action for row in rows if row.user_action is not None]
    return yes_or_no(TAKEN, sum(one in YES for one in answers), len(answers))
