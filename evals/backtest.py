"""Walk-forward backtest: what the gate would have counted in the months before the first training.

A business that brings a year of results with it need not wait a year for evidence. Each month is
gone through with what was known on its training day: the same hold-out rule, a model fitted on the
rest, the same arms. What a month's model was fitted on never includes what it is asked about, and
each artifact counts once, so the evidence means the same as if it had been gathered month by month.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from cdt import preference
from cdt.dataset import known_of, settles
from cdt.lookup import looked_up
from cdt.preference import Row
from core.clock import month_of, months_before
from domain.evidence import Item
from domain.training import holdout_of
from evals import gate

MONTHS = 12


def backtest(
    rows: Sequence[Row], vectors: Mapping[str, np.ndarray], now: datetime
) -> dict[str, tuple[Item, ...]]:
    """The held-out artifacts of the `MONTHS` months before `now`'s, by month, oldest first.

    `rows` are all measured artifacts; `vectors` are unit vectors of their titles by id. A month in
    which nothing new was held out is left out.
    """
    found: dict[str, tuple[Item, ...]] = {}
    for back in range(MONTHS, 0, -1):
        first = months_before(now.date(), back)
        day = now.replace(year=first.year, month=first.month, day=min(now.day, 28))
        known = {row.id: row for row in rows if settles(row.at.date()) <= day}
        held = set(holdout_of([known_of(row) for row in known.values()], day.date()))
        train = [row for row in known.values() if row.id not in held]
        fresh = gate.fresh(
            gate.Trial(
                version=0, candidate=preference.fit(train, day), incumbent=None,
                incumbent_saw=frozenset(), leaked=(), lookup=looked_up(train, vectors),
                holdout=[known[name] for name in held],
                counted=frozenset(item.id for items in found.values() for item in items),
            )
        )  # fmt: skip
        if fresh:
            found[month_of(first)] = fresh
    return found
