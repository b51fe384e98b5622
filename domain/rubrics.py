"""Scores of 0 to 100 from checklists: what is met, what is missing, what could not be checked.

A criterion whose context is not at hand leaves the denominator. A missing one that is a gate, or
too heavy to be outweighed, caps the whole score: a brief without a metric is no brief.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

S = TypeVar("S")
State = Literal["met", "missing", "not_checked"]
GOOD = 85
"""From here on a map or a brief is fit to be shown as it is."""


class Finding(BaseModel):
    """What one criterion found: `why` says what is missing, or what it would need to be checked."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    weight: int = Field(gt=0)
    state: State
    why: str = ""
    cap: int = 100


class ScoreCard(BaseModel):
    """A score of 0 to 100 with the finding of each criterion; `cap` is what held it down, if so."""

    model_config = ConfigDict(frozen=True)

    score: int = Field(ge=0, le=100)
    cap: int | None = None
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What would raise the score, the heaviest first."""
        lacking = [one for one in self.findings if one.state == "missing"]
        return tuple(sorted(lacking, key=lambda one: (one.cap, -one.weight, one.id)))

    @property
    def unchecked(self) -> tuple[Finding, ...]:
        """What could not be checked, and what that would take."""
        return tuple(one for one in self.findings if one.state == "not_checked")


@dataclass(frozen=True)
class Unchecked:
    """A criterion's answer where its context is not at hand: what it would need."""

    needs: str


@dataclass(frozen=True)
class Criterion(Generic[S]):
    """One line of a checklist. `judge` says '' where it is met, else what is missing, or
    `Unchecked`; a missing one holds the whole score at `cap`."""

    id: str
    title: str
    weight: int
    judge: Callable[[S], str | Unchecked]
    cap: int = 100


def score(subject: S, criteria: Sequence[Criterion[S]]) -> ScoreCard:
    """The share of the weight that is met, of what could be checked, under the lowest cap."""
    findings = tuple(_found(subject, one) for one in criteria)
    checked = [one for one in findings if one.state != "not_checked"]
    met = sum(one.weight for one in checked if one.state == "met")
    plain = round(100 * met / max(1, sum(one.weight for one in checked)))
    cap = min((one.cap for one in checked if one.state == "missing"), default=100)
    return ScoreCard(score=min(plain, cap), cap=cap if cap < plain else None, findings=findings)


def _found(subject: S, one: Criterion[S]) -> Finding:
    said = one.judge(subject)
    if isinstance(said, Unchecked):
        state, why = "not_checked", said.needs
    else:
        state, why = ("missing", said) if said else ("met", "")
    return Finding(id=one.id, title=one.title, weight=one.weight, state=state, why=why, cap=one.cap)
