"""What an analysis gives back: a sentence with its figure, interval, sample size and evidence."""

from collections.abc import Iterable
from uuid import UUID

from pydantic import Field

from tools.base import Answer

MOST_EVIDENCE = 20


class Ref(Answer):
    """A row that `refleqt receipt` knows; `quote` holds its words where it has any."""

    kind: str
    id: UUID
    quote: str = ""


class Part(Answer):
    """One line of a breakdown: a channel, a month, a piece of work, with its figure."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    n: int = 0


class Finding(Answer):
    """One answer of an analysis; each tool adds fields of its own.

    `said` is one to three plain sentences that hold every figure that matters, with unit, period
    and sample size. Where `enough` is False there is too little to go by: `said` says what is
    there, `needed` what is missing, and `value`, `low`, `high` are empty. `low` to `high` is the
    interval at `level`. `evidence` holds at most `MOST_EVIDENCE` rows, the weightiest first.
    `parts` break the answer down; `figures` name every further number that `said` speaks of.
    """

    said: str
    enough: bool
    n: int = Field(ge=0)
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    level: float = 0.9
    needed: str = ""
    evidence: list[Ref] = []
    parts: list[Part] = []
    figures: dict[str, float] = {}


def lacking(said: str, needed: str, n: int = 0, evidence: Iterable[Ref] = ()) -> Finding:
    """The answer where there is too little to go by."""
    return Finding(said=said, enough=False, n=n, needed=needed, evidence=weightiest(evidence))


def weightiest(evidence: Iterable[Ref]) -> list[Ref]:
    """The first `MOST_EVIDENCE` rows, each once."""
    return [*{ref.id: ref for ref in evidence}.values()][:MOST_EVIDENCE]
