"""The ledger of beliefs in a simulated business: moved by the product's own rules, month by month.

A belief is stale when it is active, was true, and a drift made it clearly false. What is told of it
is how many months it stayed active: a drift at the start of a month is one month old at its end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from cdt import beliefs
from cdt.beliefs import Measured
from core.clock import months_before
from domain.beliefs import Belief, Scope, reinforce, turn_cycle

Truth = Callable[[Scope], float | None]
"""By how much what a scope names lies above its reference; None where nobody can say."""
CLEARLY = 0.05


@dataclass
class Ledger:
    """What a business believes; `left` are the months that stale beliefs stayed active."""

    held: dict[Scope, Belief] = field(default_factory=dict)
    stale: dict[Scope, int] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)

    def close_month(self, rows: Sequence[Measured], now: datetime) -> None:
        """Let the month that is ripe move beliefs, then settle every status."""
        ripe = months_before((now - beliefs.RIPE).date() + timedelta(days=1), 1)
        known = [row for row in rows if row.published < months_before(ripe, -1)]
        for one in beliefs.monthly_evidence(known, now.tzinfo, ripe):
            belief = self.held.get(one.piece.scope) or _new(one)
            seen = beliefs.turned(belief, one.piece)
            self.held[belief.scope] = reinforce(belief, [seen], now)[0]
        self.held = {scope: turn_cycle(one, now)[0] for scope, one in self.held.items()}

    def drift(self, before: Truth, after: Truth) -> None:
        """Note which active beliefs were true and are now clearly false."""
        self.forget()
        for scope, belief in self.held.items():
            was, became = before(scope), after(scope)
            if belief.status != "active" or was is None or became is None:
                continue
            if belief.direction * was > 0 and belief.direction * became < -CLEARLY:
                self.stale[scope] = 0

    def count(self, truth: Truth) -> None:
        """A month is over: tell who left active; what came to be true again is no longer stale."""
        for scope, months in list(self.stale.items()):
            belief, now = self.held[scope], truth(scope)
            if belief.status != "active":
                self.left.append(months + 1)
                del self.stale[scope]
            elif now is None or belief.direction * now > 0:
                del self.stale[scope]
            else:
                self.stale[scope] = months + 1

    def forget(self) -> None:
        """Beliefs that are stale still count as staying longer than anybody watched."""
        self.left += [NEVER] * len(self.stale)
        self.stale = {}


NEVER = 1_000
"""Months that stand for: it was still active when the watching ended."""


def _new(one: beliefs.Monthly) -> Belief:
    direction: Literal[1, -1] = 1 if one.lean >= 0 else -1
    return Belief(
        id=str(one.piece.scope), scope=one.piece.scope, claim="", direction=direction,
        as_of=one.piece.at, first_observed=one.piece.at,
    )  # fmt: skip


def month_day(start: datetime, month: int, day: int) -> datetime:
    """The given day of the month that is `month` months after `start`'s, at its hour."""
    first: date = months_before(start.date(), -month)
    return start.replace(year=first.year, month=first.month, day=day)
