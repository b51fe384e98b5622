"""A map that the team makes itself: the same briefs and the same tracking, and nothing is paid."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core.ids import derived_id
from domain.deals import MapTakenOn
from domain.imports import CalendarRow
from domain.maps import Artifact, ExecutionMap
from memory import calendar, events, outcomes, plans
from memory.ctx import Ctx
from tools.base import Answer, tool
from tools.calendar import Entries, save_entries
from tools.plans import MapId, approve, undecided

OWNER = "team"
SOON = timedelta(days=1)


class TakenOn(Answer):
    """The map and the calendar entries that its pieces became."""

    map_id: UUID
    entry_ids: list[UUID]


@tool("plans:write")
async def take_on_map(ctx: Ctx, ask: MapId) -> TakenOn:
    """Let the own team make a map: briefs and planned pieces with their tags, and no payment.

    Raises `NoSuchMap` or `MapDecidedAlready`.
    """
    row = await undecided(ctx, ask.map_id)
    if row.status == "proposed":
        await approve(ctx, row.id)
    plan = ExecutionMap.model_validate(row.payload)
    artifacts = await plans.artifacts_of(ctx, row.id)
    made = [_entry(ctx, plan, one) for one in artifacts]
    await save_entries(ctx, Entries(entries=made))
    ids = []
    for artifact, entry in zip(artifacts, made, strict=True):
        entry_id = calendar.entry_id(ctx, entry.id)
        await plans.publish_artifact(ctx, artifact.id, entry_id)
        await outcomes.link(ctx, "entry", entry_id, [("artifact", artifact.id, "planned by it")])
        ids.append(entry_id)
    await plans.decide_map(ctx, row.id, "own")
    await outcomes.answer(ctx, "execution_map", row.id, "accepted")
    taken = MapTakenOn(map_id=row.id, artifact_ids=tuple(one.id for one in artifacts))
    await events.record(ctx, taken)
    return TakenOn(map_id=row.id, entry_ids=ids)


def _entry(ctx: Ctx, plan: ExecutionMap, artifact: Any) -> CalendarRow:
    """The piece on the calendar, with the tags that the map gave its links."""
    one = Artifact.model_validate(artifact.outline)
    key = f"map-{derived_id(artifact.id, 'entry').hex[:10]}"
    told = {
        "id": key, "title": one.title, "artifact_type": one.artifact_type, "status": "planned",
        "publish_on": max(one.out_on or one.due_on, ctx.at.date() + SOON), "owner": OWNER,
        "channel": one.channel, "funnel_stage": one.funnel_stage, "segment": plan.segment,
        "angle": one.angle, "strategic_intent": one.role, "cost_cents": 0,
        "utm_source": one.tags.source if one.tags else one.channel,
        "utm_medium": one.tags.medium if one.tags else one.artifact_type,
        "utm_campaign": one.tags.campaign if one.tags else key,
        "utm_content": one.tags.content if one.tags else key,
    }  # fmt: skip
    return CalendarRow.model_validate(told)
