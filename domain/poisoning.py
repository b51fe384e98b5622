"""Material that must not be learnt from: floods, contradictions, nothing to tell apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from domain.results import mean, ranks

PERIOD = timedelta(days=30)
EARLIER = 6
"""Periods before the last one that say what is usual."""
KNOWN, FLOOD, MANY = 3, 8, 60
"""A flood: over so many items, and so many times the fullest of three or more earlier periods."""
CELLS, EACH, AGAINST = 6, 8, -0.8
"""The last month contradicts all others from this rank correlation down, over at least six kinds of
artifact and eight artifacts."""


class Told(BaseModel):
    """An artifact: when, of which kind, how it did in [0, 1]."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    kind: tuple[str, ...]
    outcome: float


def flooded(times: Mapping[str, Sequence[datetime]], now: datetime) -> frozenset[str]:
    """Sources of which suddenly far more came than ever before: their last 30 days stay out.

    What goes on coming is usual by the next month, and comes in then.
    """
    found = set()
    for source, moments in times.items():
        counts = [0] * (EARLIER + 1)
        for at in moments:
            place = int((now - at) / PERIOD)
            if 0 <= place <= EARLIER:
                counts[place] += 1
        usual = [count for count in counts[1:] if count]
        if len(usual) >= KNOWN and counts[0] >= MANY and counts[0] > FLOOD * max(usual):
            found.add(source)
    return frozenset(found)


def unsound(rows: Sequence[Told]) -> tuple[str, ...]:
    """Why a model must not be trained on these artifacts, as sentences; empty if nothing forbids
    it. Too few artifacts are no fault: the gate says that they prove nothing."""
    if len(rows) >= EACH and len({row.kind for row in rows}) == 1:
        return ("Every artifact is of one kind, so nothing can be told apart.",)
    if len(rows) >= EACH and len({row.outcome for row in rows}) == 1:
        return ("Every artifact did equally well, so nothing can be told apart.",)
    months = sorted({(row.at.year, row.at.month) for row in rows})
    if len(months) < 2 or not _contradicts(rows, months[-1]):
        return ()
    if len(months) > 2 and _contradicts(rows, months[-2]):
        return ()  # a second month says the same: the world changed
    year, month = months[-1]
    return (
        f"The results of {year}-{month:02} contradict those of all months before; they wait for "
        "another month that says the same.",
    )


def _contradicts(rows: Sequence[Told], month: tuple[int, int]) -> bool:
    """Whether what did well in a month did badly in the months before, over all kinds."""
    cells: tuple[defaultdict[tuple[str, ...], list[float]], ...] = (
        defaultdict(list), defaultdict(list),
    )  # fmt: skip
    for row in rows:
        of = (row.at.year, row.at.month)
        if of <= month:
            cells[of == month][row.kind].append(row.outcome)
    before, then = cells
    both = sorted(before.keys() & then.keys())
    if len(both) < CELLS or sum(len(one) for one in then.values()) < EACH:
        return False
    return _alike([mean(before[one]) for one in both], [mean(then[one]) for one in both]) <= AGAINST


def _alike(one: Sequence[float], other: Sequence[float]) -> float:
    """The rank correlation of two rows of figures, in [-1, 1]; 0 where one does not vary."""
    first, second = (
        [*ranks({f"{place:06}": value for place, value in enumerate(row)}).items()]
        for row in (one, other)
    )
    x, y = ([value for _, value in sorted(row)] for row in (first, second))
    middle = (mean(x), mean(y))
    both = sum((a - middle[0]) * (b - middle[1]) for a, b in zip(x, y, strict=True))
    wide = sum((a - middle[0]) ** 2 for a in x) * sum((b - middle[1]) ** 2 for b in y)
    return both / wide**0.5 if wide else 0.0
