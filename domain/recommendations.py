"""What was recommended and what became of it, by kind: how often it was taken, done, and right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.derived import Estimate, estimate

Kind = Literal["map", "suggestion", "brief", "proposal"]
KINDS: tuple[Kind, ...] = ("map", "suggestion", "brief", "proposal")
Fate = Literal["waiting", "accepted", "edited", "declined", "ignored"]
LEAST = 5
"""Recommendations below which a rate is no figure to go by."""


@dataclass(frozen=True)
class Recommended:
    """One recommendation. `right` says whether what was measured reached what was predicted;
    None where nothing was predicted or measured."""

    kind: Kind
    id: UUID
    title: str
    at: datetime
    fate: Fate
    done: bool
    expected: float | None = None
    measured: float | None = None
    metric: str = ""
    right: bool | None = None


@dataclass(frozen=True)
class Rates:
    """What became of the recommendations of one kind.

    Shares are of those answered; `done` is of those taken, `right` of those measured.
    """

    kind: Kind
    n: int
    waiting: int
    taken: Estimate
    edited: Estimate
    declined: Estimate
    ignored: Estimate
    done: Estimate
    right: Estimate


def rates(kind: Kind, every: Sequence[Recommended]) -> Rates:
    """The rates of one kind, each with its 90 % range."""
    own = [one for one in every if one.kind == kind]
    answered = [one for one in own if one.fate != "waiting"]
    taken = [one for one in answered if one.fate in ("accepted", "edited")]
    known = [one.right for one in own if one.right is not None]

    def of(fate: Fate) -> Estimate:
        return estimate(sum(one.fate == fate for one in answered), len(answered), LEAST)

    return Rates(
        kind=kind, n=len(own), waiting=len(own) - len(answered),
        taken=estimate(len(taken), len(answered), LEAST), edited=of("edited"),
        declined=of("declined"), ignored=of("ignored"),
        done=estimate(sum(one.done for one in taken), len(taken), LEAST),
        right=estimate(sum(known), len(known), LEAST),
    )  # fmt: skip
