"""A creator's record: ten fields of them, seven of each brief (product MK9), theirs to take along.

Declining an offer never counts; letting one run out does. Revisions that were the brief's fault
stay out of the record.
"""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.assignments import AT_WORK
from domain.earnings import inert
from domain.matching import Result, Tier

TAKEN = AT_WORK | {"passed", "closed"}
"""The states of work that its creator took."""


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


def brought(creator: UUID, history: Sequence[dict[str, Any]]) -> list[Result]:
    """The results that a creator came with from elsewhere."""
    return [
        Result(
            brief=f"{creator}:{place}", creator=str(creator), at=_at(each),
            specialization=str(each.get("specialization", "")),
            artifact_type=str(each.get("artifact_type", "")),
            quality_score=float(each.get("quality", 0.5)),
            late=0.0 if each.get("on_time", True) else 0.3,
            revision_count=int(each.get("revisions", 0)),
            customer_satisfaction=None if each.get("satisfaction") is None
            else share_of_stars(float(each["satisfaction"])),
        )
        for place, each in enumerate(history)
    ]  # fmt: skip


def accepted_share(statuses: Sequence[str]) -> float | None:
    """The share of offers taken among those taken or left to run out; a no is left out."""
    taken = sum(status in TAKEN for status in statuses)
    answered = taken + sum(status == "expired" for status in statuses)
    return taken / answered if answered else None


def share_of_stars(stars: float) -> float:
    """One to five stars as 0 to 1."""
    return (stars - 1) / 4


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


def _at(each: dict[str, Any]) -> datetime:
    told = datetime.fromisoformat(str(each.get("at", "2000-01-01")))
    return told if told.tzinfo else told.replace(tzinfo=UTC)
