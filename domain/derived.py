"""What is derived from many inputs: its pieces of evidence, counted by month, with how sure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.samples import gap, wilson

Role = Literal["said", "planned", "measured"]
LATELY = timedelta(days=90)
LEAST_SHARE, LEAST_TREND, LEAST_MEASURED = 10, 6, 6
"""Cases below which a share, a trend or a response is no figure to act on."""


class Piece(BaseModel):
    """One piece of evidence: which row, where in its words, when; never the words themselves.

    `start` to `end` is the sentence in the row's text. `value` is an outcome in [0, 1],
    `sentiment` that of the whole text where the reader emitted one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    id: UUID
    at: AwareDatetime
    role: Role = "said"
    start: int = 0
    end: int = 0
    channel: str = ""
    value: float | None = None
    sentiment: float | None = None
    move: str = ""
    claim: bool = False
    framed: bool = False


@dataclass(frozen=True)
class Estimate:
    """`n` of `of` cases, the share with its 90 % range, and whether that is enough to go by."""

    n: int
    of: int
    share: float
    low: float
    high: float
    enough: bool


@dataclass(frozen=True)
class Response:
    """How it did: mean outcome in [0, 1] of `n` measured pieces, and how far from all others.

    `low` to `high` is the 90 % range of `difference`; both None where there is too little.
    """

    n: int
    mean: float
    difference: float | None
    low: float | None
    high: float | None
    clear: bool


Trend = Literal["rising", "falling", "steady", "unclear"]


def sources(pieces: Iterable[Piece]) -> list[Piece]:
    """The first piece of every row, oldest first: a text counts once however often it says so."""
    found: dict[UUID, Piece] = {}
    for one in sorted(pieces, key=lambda each: (each.at, str(each.id), each.start)):
        found.setdefault(one.id, one)
    return [*found.values()]


def estimate(n: int, of: int, least: int = LEAST_SHARE) -> Estimate:
    """A share with its interval; nothing of nothing is a share of 0 that tells nothing."""
    low, high = wilson(n, of)
    return Estimate(n, of, n / of if of else 0.0, low, high, of >= least)


def response(own: Sequence[float], others: Sequence[float]) -> Response | None:
    """How measured pieces did against all others; None where nothing was measured."""
    if not own:
        return None
    told = gap(others, own) if min(len(own), len(others)) >= LEAST_MEASURED else None
    return Response(
        n=len(own), mean=sum(own) / len(own), difference=told.difference if told else None,
        low=told.low if told else None, high=told.high if told else None,
        clear=bool(told and told.clear),
    )  # fmt: skip


def trend(own: Sequence[datetime], every: Sequence[datetime], now: datetime) -> Trend:
    """Whether something is said more or less often in the last 90 days than in the 90 before,
    against how much was said at all."""
    late, early = _halves(own, now)
    late_all, early_all = _halves(every, now)
    if late + early < LEAST_TREND or not (late_all and early_all):
        return "unclear"
    usual = late_all / (late_all + early_all)
    low, high = wilson(late, late + early)
    if low > usual:
        return "rising"
    return "falling" if high < usual else "steady"


def _halves(at: Sequence[datetime], now: datetime) -> tuple[int, int]:
    late = sum(now - LATELY < one <= now for one in at)
    early = sum(now - 2 * LATELY < one <= now - LATELY for one in at)
    return late, early


def by_month(at: Iterable[datetime | date], until: date, most: int = 12) -> list[tuple[str, int]]:
    """How many in each month up to `until`, months without any too; at most the last `most`."""
    counts = Counter(f"{one:%Y-%m}" for one in at)
    if not counts:
        return []
    months, month = [], until.replace(day=1)
    first = min(counts)
    while len(months) < most and f"{month:%Y-%m}" >= first:
        months.append(f"{month:%Y-%m}")
        month = (month - timedelta(days=1)).replace(day=1)
    return [(name, counts[name]) for name in reversed(months)]
