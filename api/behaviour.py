"""What people do in the demo: a founder who decides, creators who answer and deliver.

Each act follows from where things stand, so doing it again after a crash changes nothing. They go
through the same tools as everybody.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from api.folder import Folder
from core import clock
from core.ids import derived_id
from domain.access import Actor
from domain.assignments import FREE
from domain.imports import PerformanceRow
from memory.ctx import Ctx, open_ctx
from tools import calendar, market, offers, performance, plans, reviews, suggestions
from tools.offers import OfferAnswer, OfferLine, Work
from tools.own_work import take_on_map
from tools.payments import Purchase, purchase_map
from tools.plans import ArtifactLine, MapId

DELIVERS_AFTER = timedelta(days=2)
REVISES_AFTER = timedelta(days=1)
SPREAD_DAYS = 10


async def act(founder: Actor, folder: Folder) -> bool:
    """Let everybody act on what they see now; returns whether somebody still has to."""
    async with open_ctx(founder) as ctx:
        await _answer_suggestions(ctx)
        await _buy(ctx)
        bought = await _pieces(ctx)
        await _publish(ctx, bought)
        await _measure(ctx, folder, bought)
    async with open_ctx(founder, read_only=True) as ctx:
        lines = (await offers.list_assignments(ctx, offers.Listing())).items
    for line in lines:
        await _creator(founder, folder, line, _text(folder, line, lines))
    return any(line.status not in FREE | {"passed"} for line in lines)


async def _answer_suggestions(ctx: Ctx) -> None:
    """A founder takes one suggestion in three, refuses one, and lets one lie."""
    for ghost in (await suggestions.list_suggestions(ctx, suggestions.Nothing())).items:
        mood = ghost.id.int % 3
        if mood < 2:
            action = "accepted" if mood == 0 else "rejected"
            choice = suggestions.Choice(entry_id=ghost.id, action=action)
            await suggestions.answer_suggestion(ctx, choice)


async def _buy(ctx: Ctx) -> None:
    """The founder buys the first map that rests on results and the first that answers a concern.

    Where there is no creator, the own team makes them.
    """
    creators = (await market.list_creators(ctx, market.Nothing())).items
    bought: set[str] = set()
    for one in (await plans.list_maps(ctx, plans.Maps())).items:
        rests_on = one.plan.why_now[0].evidence[0].kind
        open_still = one.status == "proposed" and one.plan.quote_valid_until >= clock.today()
        if open_still and rests_on not in bought:
            if creators:
                await purchase_map(ctx, Purchase(map_id=one.id))
            else:
                await take_on_map(ctx, MapId(map_id=one.id))
        bought.add(rests_on)


async def _publish(ctx: Ctx, bought: list[ArtifactLine]) -> None:
    """What is planned from a map goes out on its day."""
    for piece in bought:
        due = piece.publish_on and piece.publish_on <= clock.today()
        if due and piece.status == "scheduled" and piece.entry_id:
            await calendar.publish_entry(ctx, calendar.EntryId(entry_id=piece.entry_id))


async def _pieces(ctx: Ctx) -> list[ArtifactLine]:
    found = []
    for one in (await plans.list_maps(ctx, plans.Maps())).items:
        if one.status in ("purchased", "own"):
            found += (await plans.list_artifacts(ctx, MapId(map_id=one.id))).items
    return found


async def _creator(founder: Actor, folder: Folder, line: OfferLine, text: str | None) -> None:
    """A creator answers after a while, or never; delivers `text`; revises."""
    now = clock.now()
    own = Actor("creator", business_id=founder.business_id, creator_id=line.creator_id)
    if line.status == "offered":
        habit = _habit(folder, line.creator_id)
        answered = line.offered_at + timedelta(hours=float(habit.get("after_hours", 4)))
        if habit.get("answers") != "silent" and answered <= now < line.answer_by:
            accept = habit.get("answers", "accept") == "accept"
            async with open_ctx(own) as ctx:
                answer = OfferAnswer(assignment_id=line.id, accept=accept)
                await offers.answer_offer(ctx, answer)
    elif line.status in ("accepted", "revision"):
        if text and _begun(line) <= now:
            async with open_ctx(own) as ctx:
                await offers.deliver(ctx, Work(assignment_id=line.id, text=text))
    elif line.status == "escalated":
        async with open_ctx(founder) as ctx:
            no = reviews.Decision(assignment_id=line.id, passed=False, notes="not what we need")
            await reviews.decide_escalated(ctx, no)


def _begun(line: OfferLine) -> datetime:
    if line.status == "revision" and line.delivered_at:
        return line.delivered_at + REVISES_AFTER
    return (line.answered_at or line.offered_at) + DELIVERS_AFTER


def _habit(folder: Folder, creator_id: UUID) -> dict[str, Any]:
    by_id = {market.known_as(name): habit for name, habit in folder.behaviour.items()}
    return by_id.get(creator_id, {})


def _text(folder: Folder, line: OfferLine, lines: list[OfferLine]) -> str | None:
    """What this creator hands in now: each brief of a type gets the next text of that type."""
    briefs = [one.brief_id for one in lines if one.artifact_type == line.artifact_type]
    place = [*dict.fromkeys(briefs)].index(line.brief_id)
    made = folder.deliverables.get(line.artifact_type, ())
    if place >= len(made):
        return None
    return made[place].get("revision" if line.status == "revision" else "first")


async def _measure(ctx: Ctx, folder: Folder, bought: list[ArtifactLine]) -> None:
    """Results of what was bought come in as they would from any tool."""
    for piece in bought if folder.aftermath else ():
        known = folder.aftermath["results"].get(piece.artifact_type)
        out = piece.publish_on
        if known is None or out is None or piece.status != "published":
            continue
        await _results(ctx, piece, known, out)
        await _purchases(ctx, folder, piece, out)


async def _results(ctx: Ctx, piece: ArtifactLine, known: dict[str, int], out: date) -> None:
    """All of a piece's figures at once, ten days after it went out."""
    if clock.today() < out + timedelta(days=SPREAD_DAYS):
        return
    rows = []
    for metric, total in known.items():
        for day in range(SPREAD_DAYS):
            value = total // SPREAD_DAYS + (day < total % SPREAD_DAYS)
            on = out + timedelta(days=day)
            fields = {"date": on, "artifact_id": piece.external_id, "metric": metric}
            rows.append(PerformanceRow.model_validate({**fields, "value": value}))
    await performance.import_performance(ctx, performance.Figures(rows=rows))


async def _purchases(ctx: Ctx, folder: Folder, piece: ArtifactLine, out: date) -> None:
    rows = []
    for place, sale in enumerate(folder.aftermath["purchases"]):
        at = datetime.combine(out, datetime.min.time(), clock.now().tzinfo)
        at += timedelta(days=sale["after_days"], hours=15)
        if at > clock.now():
            continue
        own = performance.Touch(
            at=at - timedelta(days=3), channel=piece.channel or "email",
            artifact_id=piece.external_id or "",
        )  # fmt: skip
        rows.append(
            performance.JourneyRow(
                id=f"{derived_id(piece.id, 'sale', place)}",
                touches=[*_touches(sale["before"], at), own, *_touches(sale["after"], at)],
                converted_at=at,
                value_cents=sale["value_cents"],
            )
        )
    if rows:
        await performance.import_journeys(ctx, performance.Journeys(journeys=rows))


def _touches(given: list[list[object]], at: datetime) -> list[performance.Touch]:
    return [
        performance.Touch(at=at - timedelta(days=float(str(days)), hours=2), channel=str(channel))
        for channel, days in given
    ]
