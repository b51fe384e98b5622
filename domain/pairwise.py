"""Two answers held against each other in both orders, and how much the order alone decides.

A judge that likes whatever stands first, or second, is no judge (product P18). So each pair is
judged twice, every verdict keeps which answer stood first, and a winner wins in both orders.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.asking import Evidence
from domain.samples import wilson

Side = Literal["one", "other"]
"""Whose answer it is; a judge never hears it."""
SIDES: tuple[Side, Side] = ("one", "other")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Preference(_Frozen):
    """What a judge says of two answers: why, and which place holds the better one."""

    why: str = Field(default="", max_length=1_000)
    prefers: Literal["first", "second", "tie"]


class Pair(_Frozen):
    """Two answers to one question, with the numbered evidence and the findings behind them."""

    question: str
    one: str
    other: str
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[str, ...] = ()


class Verdict(_Frozen):
    """What a judge said in one order. Where it is not `judged`, `dropped` says why in sentences."""

    was_first: Side
    said: Preference
    judged: bool
    dropped: tuple[str, ...] = ()

    @property
    def chosen(self) -> Side | None:
        """Whose answer was preferred; None for a tie, or where nothing was judged."""
        if not self.judged or self.said.prefers == "tie":
            return None
        was_second: Side = "other" if self.was_first == "one" else "one"
        return self.was_first if self.said.prefers == "first" else was_second


class Comparison(_Frozen):
    """The verdicts on one pair, one in each order."""

    verdicts: tuple[Verdict, Verdict]

    @property
    def judged(self) -> bool:
        """Whether there is a verdict in both orders."""
        return all(each.judged for each in self.verdicts)

    @property
    def agrees(self) -> bool:
        """Whether both orders say the same of the same answer."""
        return self.judged and self.verdicts[0].chosen == self.verdicts[1].chosen

    @property
    def winner(self) -> Side | Literal["tie"] | None:
        """Who is preferred in both orders, else a tie; None where an order is not judged."""
        if not self.judged:
            return None
        return (self.verdicts[0].chosen or "tie") if self.agrees else "tie"


@dataclass(frozen=True)
class Tally:
    """Comparisons taken together. `wins` are those of `other`, `losses` those of `one`.

    `disagreements` is the share of judged pairs on which the orders differ, `bias` the share of
    preferences that went to the first place (0.5 is none), with its interval; None without any.
    """

    judged: int
    not_judged: int
    wins: int
    losses: int
    ties: int
    disagreements: float | None
    bias: float | None
    low: float
    high: float


def tally(found: Sequence[Comparison]) -> Tally:
    """Wins, losses, ties, and what the order did.

    The two verdicts on a pair are not independent, so the interval (Wilson) counts pairs: two
    preferences weigh as one case.
    """
    judged = [one for one in found if one.judged]
    won = Counter(one.winner for one in judged)
    chosen = [each for one in judged for each in one.verdicts if each.chosen]
    first = sum(each.chosen == each.was_first for each in chosen)
    low, high = wilson(first / 2, len(chosen) / 2)
    return Tally(
        judged=len(judged), not_judged=len(found) - len(judged),
        wins=won["other"], losses=won["one"], ties=won["tie"],
        disagreements=sum(not one.agrees for one in judged) / len(judged) if judged else None,
        bias=first / len(chosen) if chosen else None, low=low, high=high,
    )  # fmt: skip
