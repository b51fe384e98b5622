"""Tiers of creators: when one rises, when one falls, and what would move them up (product MK4).

Written rules on the rolling 90-day score: a tier is reached once the lower end of the score (mean
less its standard error) is at its bar with as many finished briefs as it asks for; it is kept while
the mean is at the bar with half as many. So nobody rises by luck, nobody falls by one bad week, and
who finishes nothing for 90 days begins again. The same day asked twice gives the same tier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from pydantic import BaseModel, ConfigDict

from domain.matching import NEWCOMER_RESULTS, Score, Tier

ORDER: tuple[Tier, ...] = ("rising", "proven", "elite")


@dataclass(frozen=True)
class Bar:
    """What a tier asks for: a score, 0 to 1, and finished briefs within 90 days."""

    score: float
    results: int

    @property
    def kept_with(self) -> int:
        """Finished briefs with which it is kept."""
        return ceil(self.results / 2)


BARS: Mapping[Tier, Bar] = {
    "rising": Bar(0.0, 0), "proven": Bar(0.55, NEWCOMER_RESULTS), "elite": Bar(0.75, 12),
}  # fmt: skip


class TierStanding(BaseModel):
    """Where a creator stands: score with its lower end, finished briefs, and what comes next.

    `lacks_results` and `lacks_score` are what is missing to the `next` tier; both are 0 at the top.
    """

    model_config = ConfigDict(frozen=True)

    tier: Tier
    score: float
    low: float
    results: int
    kept_with: int
    kept_at: float
    next: Tier | None
    next_results: int
    next_low: float
    lacks_results: int
    lacks_score: float


def reached(score: Score) -> Tier:
    """The highest tier that the score alone has reached."""
    low = score.mean - score.error
    met = [
        one for one in ORDER[1:] if low >= BARS[one].score and score.results >= BARS[one].results
    ]
    return max(["rising", *met], key=ORDER.index)


def moved(current: Tier, score: Score) -> Tier:
    """The tier after a day: up to what was reached, else down to what is kept."""
    up = reached(score)
    if ORDER.index(up) >= ORDER.index(current):
        return up
    kept = [one for one in ORDER[: ORDER.index(current) + 1] if _keeps(one, score)]
    return max([up, *kept], key=ORDER.index)


def standing(current: Tier, score: Score) -> TierStanding:
    """A creator's place in the numbers that `moved` goes by."""
    place = ORDER.index(current)
    upper = ORDER[place + 1] if place + 1 < len(ORDER) else None
    bar = BARS[upper] if upper else Bar(0.0, 0)
    low = score.mean - score.error
    return TierStanding(
        tier=current, score=score.mean, low=low, results=score.results,
        kept_with=BARS[current].kept_with, kept_at=BARS[current].score, next=upper,
        next_results=bar.results, next_low=bar.score,
        lacks_results=max(0, bar.results - score.results),
        lacks_score=max(0.0, bar.score - low) if upper else 0.0,
    )  # fmt: skip


def _keeps(one: Tier, score: Score) -> bool:
    return score.mean >= BARS[one].score and score.results >= BARS[one].kept_with
