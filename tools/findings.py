"""What an analysis gives back: a sentence with its figure, interval, sample size and evidence."""

from uuid import UUID

from pydantic import Field

from tools.base import Answer

MOST_EVIDENCE = 20


class Ref(Answer):
    """A row that `refleqt receipt` knows; `quote` holds its words where it has any."""

    kind: str
    id: UUID
    quote: str = ""


class Finding(Answer):
    """One answer of an analysis; each tool adds fields of its own.

    `said` is one to three plain sentences that hold every figure that matters, with unit, period
    and sample size. Where `enough` is False there is too little to go by: `said` says what is
    there, `needed` what is missing, and `value`, `low`, `high` are empty. `low` to `high` is the
    interval at `level`. `evidence` holds at most `MOST_EVIDENCE` rows, the weightiest first.
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
