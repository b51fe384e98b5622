"""What the gate saw, in shapes that any arm and any metric fits; and who may see how much of it.

An arm is whoever answered the cases: the candidate, the version in use, nothing learned; later an
adapter, a base model. A metric that cannot be computed says so and why: no number is invented.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Level = Literal["metrics", "cases", "words"]
"""How far a grant opens: figures; cases with their scores; prompts, context and words too."""
LEVELS: tuple[Level, ...] = get_args(Level)

MetricRole = Literal["blocks", "warns", "informs"]
MetricVerdict = Literal["pass", "blocked", "warning", "info", "not_measured"]
Leaning = Literal["worse", "better", "same"]

SAME_WITHIN = 0.005
"""A difference that is smaller is none: scores are shown with two digits."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Metric(_Frozen):
    """One metric of an evaluation: each arm's value, the paired difference with its 95 % interval.

    `difference` is candidate minus `against`, in the metric's own unit; `n` counts cases. A metric
    that is `not_measured` holds no figures, and `why` says what is missing.
    """

    name: str
    role: MetricRole
    verdict: MetricVerdict
    why: str
    unit: Literal["share", "error", "seconds", "usd", "count", "bits"] = "share"
    better: Literal["higher", "lower"] = "higher"
    against: str = ""
    arms: Mapping[str, float] = Field(default_factory=dict)
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0


class CaseWords(_Frozen):
    """The words of a case: what was asked, what would be right, what each arm said."""

    input: str = ""
    reference: str = ""
    answers: Mapping[str, str] = Field(default_factory=dict)


class CaseResult(_Frozen):
    """One case under one metric: each arm's score in [0, 1], and candidate minus `against`.

    `key` is the same for the same case in every evaluation. `numbers` holds figures without words.
    """

    key: str
    kind: Literal["holdout", "golden"]
    metric: str
    scores: Mapping[str, float]
    difference: float
    numbers: Mapping[str, float] = Field(default_factory=dict)
    words: CaseWords = CaseWords()
    source_kind: str = ""
    source_id: UUID | None = None


def reaches(level: Level, wanted: Level) -> bool:
    """Whether a grant of `level` opens what needs `wanted`."""
    return LEVELS.index(level) >= LEVELS.index(wanted)


def leaning(difference: float) -> Leaning:
    """Whether a case got worse, better, or stayed the same."""
    if abs(difference) < SAME_WITHIN:
        return "same"
    return "better" if difference > 0 else "worse"


def tally(differences: Iterable[float]) -> dict[Leaning, int]:
    """How many cases got worse, better, stayed the same."""
    found: dict[Leaning, int] = {"worse": 0, "better": 0, "same": 0}
    for each in differences:
        found[leaning(each)] += 1
    return found


def unmeasured(name: str, role: MetricRole, why: str, **about: object) -> Metric:
    """A metric that cannot be computed yet, and why."""
    told = {"name": name, "role": role, "verdict": "not_measured", "why": why, **about}
    return Metric.model_validate(told)
