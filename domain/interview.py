"""The founder's profile: its fields, what is missing, how sure each mark is, what to ask next."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from core.errors import BadInput

FIELDS: tuple[str, ...] = (
    "business_name",
    "industry",
    "size",
    "stage",
    "business_model",
    "revenue_mechanics",
    "icp_industry",
    "icp_company_size",
    "icp_titles",
    "icp_geography",
    "icp_pains",
    "competitors_direct",
    "competitors_indirect",
    "competitors_aspirational",
    "voice_formality",
    "voice_technicality",
    "voice_boldness",
    "voice_playfulness",
    "visual_colors",
    "visual_fonts",
    "visual_logo",
    "visual_references",
    "products",
    "pricing",
    "features",
    "differentiators",
    "stack_cms",
    "stack_email",
    "stack_crm",
    "stack_analytics",
    "stack_social",
    "state_working",
    "state_not_working",
    "state_tried",
    "state_never_tried",
)
STAGES = ("pre_revenue", "seed", "series_a", "growth", "enterprise")
BUSINESS_MODELS = (
    "b2b",
    "b2c",
    "b2b2c",
    "marketplace",
    "saas",
    "services",
    "ecommerce",
    "hybrid",
)
REVENUE_MECHANICS = (
    "subscription",
    "one_time",
    "usage_based",
    "freemium",
    "advertising",
    "transaction_fees",
)
CLOSED = {
    "stage": STAGES,
    "business_model": BUSINESS_MODELS,
    "revenue_mechanics": REVENUE_MECHANICS,
}
AXES = ("voice_formality", "voice_technicality", "voice_boldness", "voice_playfulness")
ENOUGH = 0.3

Share = Annotated[float, Field(ge=0, le=1)]


class NotAProfileValue(BadInput):
    """This value does not fit its profile field."""


class Shape(BaseModel):
    """Base: no unknown fields, never changed after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(BaseModel):
    """One question and its answer; null where it was skipped. Further keys are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    question: str
    answer: str | None = None


class Evidence(Shape):
    """Where a value was said: the number of the turn, from 0, and the words."""

    turn: int
    quote: str


class Mark(Shape):
    """A value of a profile field, how sure it is, and on what words it rests."""

    value: Any
    confidence: Share
    evidence: list[Evidence] = []


class Vocabulary(Shape):
    """Words the founder reaches for, and words that they will not have."""

    used: list[str] = []
    avoided: list[str] = []


class Certainty(Shape):
    """Fields that were answered with doubt, and fields that were answered without."""

    hedged: list[str] = []
    assertive: list[str] = []


class Manner(Shape):
    """What the way of answering says, beside the answers."""

    vocabulary: Vocabulary = Vocabulary()
    emphasis: dict[str, Share] = {}
    certainty: Certainty = Certainty()
    gaps: list[str] = []
    charge: dict[str, Share] = {}


class Contradiction(Shape):
    """Two things said that do not go together, put to the founder as a question."""

    field: str
    says: Evidence
    against: Evidence
    question: str


class Question(Shape):
    """What to ask next, and which field it fills."""

    field: str
    text: str


class InterviewResult(Shape):
    """The profile read from an interview, with manner, contradictions and what is still open."""

    id: str = ""
    profile: dict[str, Mark] = {}
    signals: Manner = Manner()
    contradictions: list[Contradiction] = []
    coverage: Share = 0.0
    next_question: Question | None = None


@lru_cache(maxsize=1)
def bank() -> dict[str, Any]:
    """The question bank: `questions` in the order of asking, `groups` with cues and fields."""
    return tomllib.loads(files("domain").joinpath("interview.toml").read_text("utf-8"))


def check_value(field: str, value: Any) -> None:
    """Raises `NotAProfileValue` where `value` breaks the closed list or the range of `field`."""
    if field not in FIELDS:
        raise NotAProfileValue("No such field.", field=field, value=value, remedy="See FIELDS.")
    allowed = CLOSED.get(field)
    given = value if isinstance(value, list) else [value]
    if allowed and not set(given) <= set(allowed):
        raise NotAProfileValue(
            f"{field} is {value!r}.", field=field, value=value, remedy=f"One of {allowed}."
        )
    if field in AXES and not (isinstance(value, int | float) and -1 <= value <= 1):
        raise NotAProfileValue(
            f"{field} is {value!r}.", field=field, value=value, remedy="A number from -1 to 1."
        )


def mark(field: str, value: Any, confidence: float, turn: int, quote: str) -> Mark:
    """A checked value with its one piece of evidence."""
    check_value(field, value)
    return Mark(
        value=value,
        confidence=round(max(0.0, min(1.0, confidence)), 3),
        evidence=[Evidence(turn=turn, quote=quote)],
    )


def missing(profile: Mapping[str, Mark]) -> list[str]:
    """Fields without a value that is sure enough to count, in the order of asking."""
    order = [row["field"] for row in bank()["questions"]]
    return [field for field in order if field not in profile or profile[field].confidence < ENOUGH]


def coverage(profile: Mapping[str, Mark]) -> float:
    """Share of all fields that have a value sure enough to count, 0 to 1."""
    return round(1 - len(missing(profile)) / len(FIELDS), 4)


def next_question(profile: Mapping[str, Mark], refused: Sequence[str] = ()) -> Question | None:
    """The first open field that was not skipped; skipped ones come last; None when all is known."""
    open_fields = missing(profile)
    if not open_fields:
        return None
    fresh = [field for field in open_fields if field not in refused]
    field = (fresh or open_fields)[0]
    row = next(row for row in bank()["questions"] if row["field"] == field)
    return Question(field=field, text=row["text"] if fresh else row.get("again", row["text"]))
