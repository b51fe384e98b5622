"""A creator's record: ten fields of them, seven of each brief (product MK9), theirs to take along.

Declining an offer never counts; letting one run out does. Revisions that were the brief's fault
stay out of the record.
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.earnings import inert
from domain.matching import Result, Tier, performance_score, tier

TAKEN = frozenset({"accepted", "delivered", "revision", "escalated", "passed", "closed"})


class BriefRecord(BaseModel):
    """One finished brief; scores are 0 to 1, the time is in hours from taking to passing."""

    model_config = ConfigDict(frozen=True)

    brief_id: UUID
    creator_id: UUID
    quality_score: float
    delivery_time: float
    revision_count: int
    customer_satisfaction: float | None
    artifact_performance: float | None


class Record(BaseModel):
    """What a creator is known by; rates are shares, None where nothing happened yet."""

    model_config = ConfigDict(frozen=True)

    creator_id: UUID
    specializations: list[str]
    artifact_types: list[str]
    tier: Tier
    performance_score: float
    total_briefs_completed: int
    acceptance_rate: float | None
    avg_delivery_time: float | None
    revision_rate: float | None
    capacity: int


def performance_of(results: Sequence[Result], creator: UUID, now: datetime) -> tuple[float, Tier]:
    """The rolling 90-day score of a creator's results, and the tier it makes."""
    score = performance_score(str(creator), results, now)
    return score.mean, tier(score)


def accepted_share(statuses: Sequence[str]) -> float | None:
    """The share of offers taken among those taken or left to run out; a no is left out."""
    taken = sum(status in TAKEN for status in statuses)
    answered = taken + sum(status == "expired" for status in statuses)
    return taken / answered if answered else None


def mean(values: Sequence[float]) -> float | None:
    """The mean, or None of nothing."""
    return sum(values) / len(values) if values else None


def as_csv(briefs: Sequence[BriefRecord]) -> str:
    """The briefs of a record as CSV, a line each."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(BriefRecord.model_fields)
    for one in briefs:
        fields = one.model_dump(mode="json").values()
        write.writerow([inert(value) if isinstance(value, str) else value for value in fields])
    return out.getvalue()
