"""Credit revenue to touches by five models; cents add up to the value exactly (seed 001 §7.1)."""

from itertools import groupby
from typing import Any
from uuid import UUID

from domain.attribution import USUAL, credit
from domain.events import RevenueAttributed
from domain.journeys import Journey, Touch
from domain.work import AttributeRevenue
from memory import events, outcomes, performance
from memory.ctx import Ctx

MODELS = ("first", "last", "linear", "time_decay", "position")
SHOWN = "position"
"""The model by which a receipt follows revenue back."""


async def run(ctx: Ctx, work: AttributeRevenue) -> None:
    """Credit each journey once; a journey that was credited before is not touched again."""
    rows: list[dict[str, Any]] = []
    done: list[UUID] = []
    for journey_id, group in groupby(await performance.open_journeys(ctx), key=lambda row: row.id):
        touches = list(group)
        done.append(journey_id)
        if touches[0].converted_at is not None:
            rows += _credits(touches)
    await performance.keep_credits(ctx, rows, done)
    await _link(ctx, rows)
    await events.record(ctx, RevenueAttributed(batch=work.batch))


def _credits(touches: list[Any]) -> list[dict[str, Any]]:
    head = touches[0]
    journey = Journey(
        id=str(head.id),
        touches=tuple(
            Touch(
                t.channel, (head.converted_at - t.touch_at).total_seconds() / 3600, t.artifact_ref
            )
            for t in touches
        ),
        value=head.value_cents,
        currency=head.currency,
    )
    return [
        {
            "journey_id": head.id,
            "touchpoint_id": touches[max(one.touch, 0)].touch_id,
            "calendar_entry_id": touches[one.touch].calendar_entry_id if one.touch >= 0 else None,
            "model": model,
            "channel": one.channel,
            "artifact_ref": one.artifact,
            "amount_cents": one.cents,
            "currency": head.currency,
        }
        for model in MODELS
        for one in credit(journey, model, USUAL)
    ]


async def _link(ctx: Ctx, rows: list[dict[str, Any]]) -> None:
    """From the revenue to each credit that an entry earned by the usual model, and to the entry."""
    links: list[outcomes.Link] = []
    for row in rows:
        if row["model"] == SHOWN and row["calendar_entry_id"] and row["amount_cents"]:
            credit_id = performance.credit_id(row)
            why = f"part of this revenue, earned through {row['channel']}"
            links.append(("journey", row["journey_id"], "credit", credit_id, why))
            entry_id = row["calendar_entry_id"]
            links.append(("credit", credit_id, "entry", entry_id, "the artifact that earned it"))
    await outcomes.link_all(ctx, links)
