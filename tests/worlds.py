"""Small worlds that several tests start from, made through the tools that everybody uses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from core.ids import new_id
from domain.imports import CalendarRow, CreatorRow, MetricRow, PerformanceRow
from domain.maps import Artifact, Claim, ExecutionMap, Forecast, Proposal, Source
from domain.work import (
    AttributeRevenue,
    ExtractContext,
    GenerateBrief,
    MapPerformance,
    OfferBrief,
    ReinforceBeliefs,
    ReviewDeliverable,
)
from jobs import (
    attribute_revenue,
    extract_context,
    generate_brief,
    map_performance,
    offer_brief,
    reinforce_beliefs,
    review_deliverable,
)
from memory import events, market, people, plans
from memory.ctx import Ctx
from tools.activities import Activity, Participant, submit_activity
from tools.calendar import Entries, save_entries
from tools.market import Creators, import_creators
from tools.offers import OfferAnswer, Work, answer_offer, deliver
from tools.onboarding import Description, describe_business
from tools.payments import Purchase, purchase_map
from tools.performance import (
    Figures,
    JourneyRow,
    Journeys,
    MetricRows,
    Touch,
    import_journeys,
    import_metrics,
    import_performance,
)
from tools.plans import Publication, publish_maps
from tools.vents import Vent, submit_vent

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
    found = [
        Result(channel, angle, month, number, 5 + number, conversions + number)
        for month in months
        for channel, angle, conversions in cells
        for number in range(per_cell)
    ]
    await published(ctx, found)
    return len(found)


@dataclass(frozen=True)
class Result:
    """A published artifact: its number in a month (2026-08), the day of it, its conversions."""

    channel: str
    angle: str
    month: str
    number: int
    day: int
    conversions: int


async def published(ctx: Ctx, results: Iterable[Result]) -> None:
    """Calendar entries that came out, with their figures."""
    rows, figures = [], []
    for one in results:
        name = f"{one.channel}-{one.month}-{one.number}"
        day = date.fromisoformat(f"{one.month}-{one.day:02}")
        rows.append(
            CalendarRow(
                id=name, title=f"{one.channel} {one.number}", artifact_type="blog_post",
                status="published", publish_on=day, channel=one.channel, angle=one.angle,
                segment="quality_manager", funnel_stage="mofu",
            )
        )  # fmt: skip
        for metric, value in (("impressions", 5000), ("conversions", one.conversions)):
            figures.append(PerformanceRow(date=day, artifact_id=name, metric=metric, value=value))
    await save_entries(ctx, Entries(entries=rows))
    await import_performance(ctx, Figures(rows=figures))


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
    await purchase_map(ctx, Purchase(map_id=map_id))
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


async def told(worker: Ctx) -> None:
    """A business that a reader can ask anything: two years of figures, content, buyers, notes.

    Webinars bring more than ads, March 2026 had a jump in visits, hiring came up late.
    """
    await people.change_business(worker, settings={"tenant": {"people": ["Theo Marchetti"]}})
    await figures_of_two_years(worker)
    await content(worker)
    await buyers(worker)
    await notes(worker)
    await passed(worker)


async def figures_of_two_years(ctx: Ctx) -> None:
    """Monthly visits with a jump in March 2026, ad spend in fives, signups that rise by two."""
    rows = []
    for at in range(24):
        month = f"{2024 + (10 + at) // 12}-{(10 + at) % 12 + 1:02}"
        visits = 5000 + 100 * at + (at % 3) * 20 + (6000 if month == "2026-03" else 0)
        for metric, unit, value in (
            ("Site Visits", "count", visits), ("Ad Spend", "USD", 400 + 60 * (at % 5)),
            ("Trial Signups", "count", 50 + 2 * at + (at % 4)),
        ):  # fmt: skip
            rows.append(MetricRow(month=month, metric=metric, unit=unit, value=value))
    await import_metrics(ctx, MetricRows(rows=rows))


async def content(ctx: Ctx) -> None:
    """Sixty published pieces with results: webinars convert best, ads worst; one is planned."""
    entries, figures = [], []
    cells = [("webinars", "quality_manager", 40), ("google_ads", "shop_owner", 5),
             ("email", "quality_manager", 20)]  # fmt: skip
    for at in range(60):
        channel, segment, conversions = cells[at % 3]
        day = date(2025, 11, 3) + timedelta(days=6 * at)
        name = f"t{at}"
        entries.append(
            CalendarRow(
                id=name, title=f"Lost records, part {at}", artifact_type="blog_post",
                status="published", publish_on=day, channel=channel, segment=segment,
                campaign=f"Campaign {at % 2}", funnel_stage="tofu" if at % 4 else "bofu",
                primary_keyword=f"gauge recall {at % 25}", cost_cents=20_000 + 100 * at,
                angle="risk", strategic_intent="Be believed",
            )
        )  # fmt: skip
        shown = 2000 + 37 * (at % 7)
        for metric, unit, value in (
            ("impressions", "count", shown), ("clicks", "count", shown // 20),
            ("conversions", "count", conversions + at % 5),
            ("spend", "cents", 5000 + 700 * (at % 6)),
        ):  # fmt: skip
            if metric != "spend" or channel == "google_ads":
                figures.append(PerformanceRow(date=day, artifact_id=name, metric=metric,
                                              value=value, unit=unit))  # fmt: skip
    soon = ctx.at.date() + timedelta(days=9)
    entries.append(
        CalendarRow(
            id="next", title="The next one", artifact_type="email", status="planned",
            publish_on=soon,
        )
    )  # fmt: skip
    await save_entries(ctx, Entries(entries=entries))
    await import_performance(ctx, Figures(rows=figures))
    await map_performance.run(ctx, MapPerformance(batch="told"))


async def buyers(ctx: Ctx) -> None:
    """Twenty purchases by four ways and four journeys without one; credit and beliefs follow."""
    ways = [("email",), ("webinars", "email"), ("google_ads", "webinars", "email"), ("direct",)]
    journeys = []
    for at in range(24):
        bought = ctx.at - timedelta(days=9 * at)
        way = ways[at % 4]
        touches = [
            Touch(at=bought - timedelta(days=2 * (len(way) - place) + at % 3, hours=1),
                  channel=channel, artifact_id=f"t{at}")
            for place, channel in enumerate(way)
        ]  # fmt: skip
        journeys.append(
            JourneyRow(id=f"j{at}", touches=touches, converted_at=bought if at % 6 else None,
                       value_cents=90_000 + 1_000 * at if at % 6 else 0)
        )  # fmt: skip
    await import_journeys(ctx, Journeys(journeys=journeys))
    await attribute_revenue.run(ctx, AttributeRevenue(batch="told"))
    await reinforce_beliefs.run(ctx, ReinforceBeliefs(cause="performance", subject_ids=("told",)))


async def notes(ctx: Ctx) -> None:
    """Thirty notes for the team, the last six on hiring; an exercise; a short description."""
    said = [
        "Our pricing page confuses people, and nobody finds the annual plan. I hate that.",
        "A buyer told me that Brasswick is the competitor they use, and it takes months.",
        "I love how well the webinar went; people asked good questions about lost records.",
    ]
    late = "Hiring is on my mind. We need to hire an engineer, and nobody good applies for the job."
    for at in range(30):
        words = late if at >= 24 else said[at % 3]
        when = ctx.at - timedelta(days=200 - 6 * at)
        note = Vent(text=f"{words} That was note {at} of the year.", at=when, visibility="team")
        kept = await submit_vent(ctx, note)
        await extract_context.run(ctx, ExtractContext(source_kind="vent", source_ids=(kept.id,)))
    swap = Activity(
        kind="Story Swap", notes="Theo: records get lost.", at=ctx.at, minutes=40,
        participants=[Participant(name="Theo")],
    )  # fmt: skip
    await submit_activity(ctx, swap)
    await describe_business(ctx, Description(products=["Bench"], industry="software"))
    await people.keep_profile(ctx, {"competitors_direct": ["Brasswick"]}, {})
