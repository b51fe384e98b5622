"""Ranks creators for a brief, with a reason for the founder and one for the creator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from agents.base import think
from core.ids import content_hash
from domain import fidelity
from domain.anonymity import leaks
from domain.briefs import Brief
from domain.identity import Tenant
from domain.matching import Ask, Candidate, Creator, Declined, Ranking, Reason, Result, rank
from domain.records import brought
from memory.ctx import Ctx


@dataclass(frozen=True)
class Seen:
    """What the business knows of creators, as rows: finished briefs, offers declined.

    `day` seeds the draw that gives newcomers their share, together with the brief.
    """

    records: Sequence[Any] = ()
    declined: Sequence[Any] = ()
    day: str = ""


def draft(ask: Ask, creators: Sequence[Any], seen: Seen, now: datetime) -> Ranking:
    """Creators (rows) in the order in which they are asked."""
    results = [each for row in creators for each in brought(row.id, row.history)]
    results += [_result(row, ask) for row in seen.records]
    draw = int(content_hash("explore", ask.brief, seen.day)[:8], 16) / 16**8
    noes = [_declined(row) for row in seen.declined]
    return rank(ask, [creator(row) for row in creators], results, now, draw, noes)


async def explain(ctx: Ctx, brief: Brief, tenant: Tenant, chosen: Candidate) -> str:
    """Why the offer goes to `chosen`, in words to them: code's, or a model's that say no more."""
    drafted = Reason(for_creator=chosen.for_creator)
    inputs = {
        "brief": {"title": brief.title, "type": brief.format.artifact_type},
        "creator": {"newcomer": chosen.newcomer, "asked_first_as_newcomer": chosen.explored},
        "ranking": {"similar_work": chosen.similar, "this_kind_of_work": chosen.quality},
    }

    def numbers_are_given(answer: Reason) -> list[str]:
        return fidelity.new_numbers(answer, drafted, inputs)

    def names_nobody(answer: Reason) -> list[str]:
        return [f"{leak.text!r} points to the business" for leak in leaks(tenant, answer)]

    checks = [numbers_are_given, names_nobody]
    thought = await think(ctx, "matching/explain_match", inputs, drafted, checks)
    return thought.answer.for_creator


def creator(row: Any) -> Creator:
    """A creator's row as the ranking sees it."""
    return Creator(
        id=str(row.id),
        specializations=frozenset(row.specializations),
        artifact_types=frozenset(row.artifact_types),
        capacity=row.capacity,
        load=row.active_briefs,
        tier=row.tier,
        total_briefs_completed=row.total_briefs_completed,
        vetted=row.vetted,
        invited_by=str(row.invited_by or ""),
    )


def _result(row: Any, ask: Ask) -> Result:
    """A brief that was finished here."""
    made = row.artifact_performance
    return Result(
        brief=str(row.brief_id),
        creator=str(UUID(str(row.creator_id))),
        at=row.created_at,
        specialization=made.get("specialization", ask.specialization),
        artifact_type=made.get("artifact_type", ask.artifact_type),
        quality_score=row.quality_score,
        revision_count=row.revision_count,
        customer_satisfaction=row.customer_satisfaction,
        artifact_performance=made.get("outcome"),
    )


def _declined(row: Any) -> Declined:
    return Declined(
        str(row.creator_id), row.answered_at, row.decline_kind, row.specialization,
        row.artifact_type, row.fee_cents,
    )  # fmt: skip
