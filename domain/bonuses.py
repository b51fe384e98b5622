"""The terms of a bonus as they are frozen with a brief, and what they give for what was measured.

Nothing else decides on a bonus: what a brief promised is what is settled, whatever changed since.
"""

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.briefs import FIRST_REVIEW, Success

WINDOW_DAYS = 30
LOOKS_AGAIN_DAYS = 7
LAST_LOOK_DAYS = 30
"""A piece of which nothing was measured is looked at again every week, until 30 days after its
window or until its funds may be held no longer. Then its bonus goes back to whoever held it, and
the reason is kept: what nobody measured is not known, and never counts as nothing reached."""
Known = Literal["measured", "not_deployed", "not_measured", "given_up"]
"""Whether figures of a piece came in at all; without any, whether it ever went out. `given_up`: the
metric was reached when its creator had left."""
Formula = Literal["all_at_target", "all_at_first_review"]
"""All of the cap once the metric reaches its target; or for work that passed its first review."""


class BonusTerms(BaseModel):
    """What is paid on top, for what. `cap_cents` is the most, in minor units of `currency`.

    The metric is counted from the day on which the piece goes out, for `window_days`; `model`
    credits it where it is credited to several pieces.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    unit: str = ""
    target: float
    baseline: float | None = None
    baseline_n: int = Field(default=0, ge=0)
    formula: Formula = "all_at_target"
    cap_cents: int = Field(ge=0)
    currency: str
    window_days: int = Field(default=WINDOW_DAYS, ge=1)
    model: str = "position"
    measured_on: date


class Settlement(BaseModel):
    """What a bonus came to: what was measured in which days, and the sum in minor units.

    `measured` is None where `known` says that no figures of the piece came in.
    """

    model_config = ConfigDict(frozen=True)

    metric: str
    target: float
    measured: float | None
    first_day: date
    last_day: date
    met: bool
    sum_cents: int
    currency: str
    known: Known = "measured"

    @property
    def reached(self) -> float | None:
        """How far the target was reached, 0 to 1; None where that is not known."""
        if self.measured is None:
            return None
        return round(min(1.0, self.measured / self.target), 4) if self.target else 1.0


def frozen(aim: Success, cap_cents: int, currency: str, due_on: date) -> BonusTerms:
    """The terms that go with a brief whose piece is due on a day."""
    first = aim.metric == FIRST_REVIEW
    days = (aim.measured_on - due_on).days
    return BonusTerms(
        metric=aim.metric, unit=aim.unit, target=aim.target, baseline=aim.baseline,
        baseline_n=aim.baseline_n, cap_cents=cap_cents, currency=currency, model=aim.model,
        formula="all_at_first_review" if first else "all_at_target",
        window_days=max(WINDOW_DAYS, days), measured_on=aim.measured_on,
    )  # fmt: skip


def window(terms: BonusTerms, out_on: date) -> tuple[date, date]:
    """The days that count for a piece that went out on a day, the first and the last."""
    return out_on, out_on + timedelta(days=terms.window_days)


def settled(
    terms: BonusTerms, measured: float, days: tuple[date, date], cap_cents: int
) -> Settlement:
    """What the terms give. `cap_cents` is what was agreed on: never above the frozen cap."""
    met = measured >= terms.target
    return Settlement(
        metric=terms.metric, target=terms.target, measured=measured, first_day=days[0],
        last_day=days[1], met=met, currency=terms.currency,
        sum_cents=min(cap_cents, terms.cap_cents) if met else 0,
    )  # fmt: skip


def closed(terms: BonusTerms, known: Known, days: tuple[date, date]) -> Settlement:
    """What is kept of a bonus of whose piece nothing is known, once nobody looks any more."""
    return Settlement(
        metric=terms.metric, target=terms.target, measured=None, first_day=days[0],
        last_day=days[1], met=False, currency=terms.currency, sum_cents=0, known=known,
    )  # fmt: skip


def given_up(came_to: Settlement) -> Settlement:
    """What a bonus comes to whose creator has left: the figures stand, and nothing is paid."""
    if not came_to.met:
        return came_to
    return came_to.model_copy(update={"met": False, "sum_cents": 0, "known": "given_up"})


def next_look(days: tuple[date, date], today: date, held_until: date) -> date | None:
    """When a piece of which nothing was measured is looked at again; None: no more."""
    last = min(days[1] + timedelta(days=LAST_LOOK_DAYS), held_until)
    return min(today + timedelta(days=LOOKS_AGAIN_DAYS), last) if today < last else None
