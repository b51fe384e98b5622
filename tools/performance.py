"""Results: measured figures per artifact, customer journeys, monthly figures of the business."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from core.ids import content_hash, derived_id
from domain import attribution
from domain.events import PerformanceImported, ReadingsPulled
from domain.imports import MetricRow, PerformanceRow
from memory import calendar, connections, events, outcomes, people, performance
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class Figures(Ask):
    """Measured figures; a corrected figure replaces the one before."""

    rows: list[PerformanceRow] = Field(min_length=1, max_length=100_000)


class Touch(Ask):
    """One contact of a person with the business."""

    at: AwareDatetime
    channel: str = Field(min_length=1)
    artifact_id: str = ""


class JourneyRow(Ask):
    """The contacts of one person up to a purchase, or without one."""

    id: str = Field(min_length=1)
    touches: list[Touch] = Field(min_length=1)
    converted_at: AwareDatetime | None = None
    value_cents: int = Field(default=0, ge=0, le=10**12)
    currency: str = Field(default="USD", min_length=3, max_length=3)


class Journeys(Ask):
    """Journeys to keep; one that is known is left as it is."""

    journeys: list[JourneyRow] = Field(min_length=1, max_length=100_000)


class MetricRows(Ask):
    """Monthly or daily figures, as a tool or a spreadsheet gives them."""

    rows: list[MetricRow] = Field(min_length=1, max_length=100_000)
    source: str = "import"


class Imported(Answer):
    """How many rows came, and how many were new or changed."""

    read: int
    changed: int


class ChannelReturn(Answer):
    """What a channel brought for what its artifacts cost, by the position model; minor units.

    `roas` 2.0 is two back for one spent; `roi` 1.0 is the cost earned once over.
    """

    channel: str
    revenue_cents: int
    cost_cents: int
    roas: float
    roi: float


class Credit(Answer):
    """Cents by model, then by artifact; the `direct` bucket is revenue without a touch of ours.

    `unmatched` counts measured artifacts that fit no calendar entry.
    """

    currency: str
    models: dict[str, dict[str, int]]
    unmatched: int
    returns: list[ChannelReturn]


@tool("performance:read")
async def read_credit(ctx: Ctx, ask: Nothing) -> Credit:
    """What each artifact earned, by five models side by side."""
    models: dict[str, dict[str, int]] = {}
    for row in await performance.credit_by_entry(ctx):
        by_artifact = models.setdefault(row.model, {})
        name = row.artifact_ref or "direct"
        by_artifact[name] = by_artifact.get(name, 0) + int(row.cents)
    business = await people.business(ctx)
    totals = await performance.totals(ctx)
    lost = {row.artifact_ref for row in totals if row.calendar_entry_id is None}
    code = business.currency if business else "USD"
    found = await _returns(ctx)
    return Credit(currency=code, models=models, unmatched=len(lost), returns=found)


@tool("performance:write")
async def import_performance(ctx: Ctx, ask: Figures) -> Imported:
    """Keep measured figures; they are joined to the calendar in the background."""
    rows = [
        {
            "artifact_ref": row.artifact_id,
            "metric": row.metric,
            "date": row.date,
            "source": row.source,
            "value": row.value,
            "unit": row.unit,
        }
        for row in ask.rows
    ]
    changed = await performance.keep_records(ctx, rows)
    if changed:
        await _imported(ctx, "performance", rows)
    return Imported(read=len(rows), changed=changed)


@tool("performance:write")
async def import_journeys(ctx: Ctx, ask: Journeys) -> Imported:
    """Keep customer journeys; revenue is credited to their touches in the background."""
    new = await performance.keep_journeys(ctx, [_journey(row) for row in ask.journeys])
    if new:
        await _imported(ctx, "journeys", [row.id for row in ask.journeys])
    return Imported(read=len(ask.journeys), changed=new)


@tool("performance:write")
async def import_metrics(ctx: Ctx, ask: MetricRows) -> Imported:
    """Keep figures of the business; each month with news is compared with those before."""
    rows = [
        {
            "source": ask.source,
            "project": row.project,
            "metric_name": row.metric,
            "date": row.day(),
            "value": row.value,
            "unit": row.unit,
        }
        for row in ask.rows
    ]
    rows = [*{(r["project"], r["metric_name"], r["date"]): r for r in rows}.values()]
    months = await connections.keep_readings(ctx, rows)
    if months:
        ids = [connections.reading_id(ctx, row) for row in rows]
        await outcomes.account_for(ctx, "reading", ids)
        await events.record(ctx, ReadingsPulled(months=(months[-1],)))
    return Imported(read=len(ask.rows), changed=len(rows) if months else 0)


async def _returns(ctx: Ctx) -> list[ChannelReturn]:
    """Best return first; channels whose artifacts cost nothing that we know are left out."""
    spent: dict[str, int] = {}
    for row in await calendar.entries(ctx):
        if row.status == "published" and row.channel:
            spent[row.channel] = spent.get(row.channel, 0) + row.cost_cents
    found = []
    for row in await performance.credit_by_channel(ctx, "position"):
        if spent.get(row.channel):
            back = attribution.returns(int(row.cents), spent[row.channel])
            found.append(
                ChannelReturn(
                    channel=row.channel, revenue_cents=back.revenue, cost_cents=back.cost,
                    roas=round(back.roas, 4), roi=round(back.roi, 4),
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (-one.roas, one.channel))


async def _imported(ctx: Ctx, kind: str, rows: object) -> None:
    batch = f"{kind}:{content_hash(rows)[:16]}"
    await outcomes.account_for(ctx, kind, [derived_id(ctx.business_id, kind, batch)])
    await events.record(ctx, PerformanceImported(batch=batch))


def _journey(row: JourneyRow) -> dict[str, object]:
    last: datetime | None = row.converted_at
    head = {
        "external_id": row.id,
        "converted_at": last,
        "value_cents": row.value_cents if last else 0,
        "currency": row.currency,
    }
    touches = [
        {"touch_at": touch.at, "channel": touch.channel, "artifact_ref": touch.artifact_id}
        for touch in row.touches
    ]
    return {"external_id": row.id, "head": head, "touches": touches}
