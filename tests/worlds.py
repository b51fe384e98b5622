"""Small worlds that several tests start from, made through the tools that everybody uses."""

from datetime import date, timedelta
from uuid import UUID

from core.ids import new_id
from domain.imports import CalendarRow, CreatorRow, PerformanceRow
from domain.maps import Artifact, Claim, ExecutionMap, Forecast, Proposal, Source
from domain.work import GenerateBrief, OfferBrief, ReviewDeliverable
from jobs import generate_brief, offer_brief, review_deliverable
from memory import events, market, plans
from memory.ctx import Ctx
from tools.calendar import Entries, save_entries
from tools.market import Creators, import_creators
from tools.offers import OfferAnswer, Work, answer_offer, deliver
from tools.payments import purchase_map
from tools.performance import Figures, import_performance
from tools.plans import MapId, Publication, publish_maps

OUTLINE = (
    "Open with the missed deadline.",
    "Show the one place for records.",
    "Close with a call.",
)
WORK = """Missing an audit because a record was lost is a bad Monday.

{{BRAND}} keeps every calibration record in one place, so the auditor gets it in a minute. Quality
managers who looked for a certificate on three shared drives know what that is worth.

Start with one instrument: put its last certificate in, and see the next date appear by itself.

Book a call and look at it together with us.
"""


async def quarter(ctx: Ctx, *, per_cell: int = 4, months: tuple[str, ...] = ("2026-08", "2026-09"),
                  ) -> int:  # fmt: skip
    """Published entries with results: webinars convert well, ads badly. Returns how many."""
    cells = [("webinars", "audit", 90), ("google_ads", "price", 5), ("email", "time", 40)]
    rows, figures = [], []
    for month in months:
        for channel, angle, conversions in cells:
            for number in range(per_cell):
                name = f"{channel}-{month}-{number}"
                day = date.fromisoformat(f"{month}-{5 + number:02}")
                rows.append(
                    CalendarRow(
                        id=name, title=f"{channel} {number}", artifact_type="blog_post",
                        status="published", publish_on=day, channel=channel, angle=angle,
                        segment="quality_manager", funnel_stage="mofu",
                    )
                )  # fmt: skip
                for metric, value in (("impressions", 5000), ("conversions", conversions + number)):
                    figures.append(
                        PerformanceRow(date=day, artifact_id=name, metric=metric, value=value)
                    )
    await save_entries(ctx, Entries(entries=rows))
    await import_performance(ctx, Figures(rows=figures))
    return len(rows)


def plan(today: date, evidence: UUID) -> ExecutionMap:
    """A sound map of one e-mail."""
    due = today + timedelta(days=14)
    forecast = Forecast(metric="conversions", expected=40, low=20, high=60, probability=0.8,
                        due_on=due + timedelta(days=30), n=8)  # fmt: skip
    mail = Artifact(
        position=1, artifact_type="email", title="The record that was lost", role="be believed",
        channel="email", funnel_stage="mofu", angle="time", outline=OUTLINE, due_on=due,
        price_low=30_000, price_high=40_000, forecast=forecast,
    )  # fmt: skip
    why = Claim(text="Lost records come up again and again.",
                evidence=(Source(kind="theme", id=evidence),))  # fmt: skip
    return ExecutionMap(
        title="Win quality managers back", why_now=(why,), segment="quality_manager",
        message="One place for every calibration record.", artifacts=(mail,), cost_low=30_000,
        cost_high=40_000, reserve=6_000, currency="USD", guard="quality_manager:records",
        quote_valid_until=today + timedelta(days=30),
    )  # fmt: skip


async def bought(ctx: Ctx) -> UUID:
    """A map that was proposed and bought; returns its id."""
    proposal = Proposal(maps=(plan(ctx.at.date(), new_id()),))
    (map_id,) = (await publish_maps(ctx, Publication(week="2026-W44", proposal=proposal))).map_ids
    await purchase_map(ctx, MapId(map_id=map_id))
    return map_id


async def creators(ctx: Ctx, *names: str) -> None:
    """Creators of equal record who write e-mails. Needs a worker's Ctx."""
    rows = [
        CreatorRow(
            id=f"{name}-{ctx.business_id}", name=name, specializations=["saas_manufacturing"],
            artifact_types=["email"], tier="proven", capacity=3, price_cents={"email": 35_000},
        )
        for name in names
    ]  # fmt: skip
    await import_creators(ctx, Creators(creators=rows))


async def briefed(worker: Ctx) -> UUID:
    """A brief of the bought map, ready to be offered; returns its id."""
    (artifact,) = await plans.artifacts_of(worker, await bought(worker))
    await generate_brief.run(worker, GenerateBrief(artifact_id=artifact.id))
    (row,) = await plans.all_briefs(worker)
    return row.id


async def offered(worker: Ctx) -> UUID:
    """An offer to the only creator; returns the assignment's id."""
    await creators(worker, "Ada")
    brief_id = await briefed(worker)
    await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
    (row,) = await market.assignments_of(worker, brief_id)
    return row.id


async def taken(worker: Ctx) -> UUID:
    """An assignment that the creator took."""
    assignment_id = await offered(worker)
    await answer_offer(worker, OfferAnswer(assignment_id=assignment_id, accept=True))
    return assignment_id


async def handed_in(worker: Ctx, assignment_id: UUID, text: str) -> UUID:
    """A version that was handed in and reviewed; returns its id."""
    handed = await deliver(worker, Work(assignment_id=assignment_id, text=text))
    await review_deliverable.run(worker, ReviewDeliverable(deliverable_id=handed.deliverable_id))
    return handed.deliverable_id


async def passed(worker: Ctx) -> UUID:
    """An assignment whose work has passed and is paid."""
    assignment_id = await taken(worker)
    await handed_in(worker, assignment_id, await fitting(worker))
    return assignment_id


async def fitting(worker: Ctx) -> str:
    """A text that says what the one brief asks for, in the length it asks for."""
    (row,) = await plans.all_briefs(worker)
    brief = row.payload["brief"]
    opening, _, closing = WORK.rpartition("\n\n")
    words = f"{opening} {' '.join(one['text'] for one in brief['messages'])}".split()
    count = (brief["format"]["length_low"] + brief["format"]["length_high"]) // 2
    filler = [f"record{n}" for n in range(max(0, count - len(words) - len(closing.split())))]
    return " ".join([*words, *filler]) + "\n\n" + closing


async def facts(ctx: Ctx, name: str) -> int:
    """How often a fact was recorded."""
    return sum(row.name == name for row in await events.after(ctx, 0, limit=10_000))
