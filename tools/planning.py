"""What a map may rest on, as it stands: results, the calendar, rivals, prices, what is missing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cdt.beliefs import Measured
from cdt.predictions import METRIC, similar
from core.clock import months_before
from domain.planning import LOOK_AHEAD, LOOK_BACK, Ahead, Evidence, News, Rival, Shown, Worth
from domain.predictions import WINDOW
from memory import calendar, context, market_signals, people, performance, predictions
from memory.ctx import Ctx
from tools.competitors import known_rivals
from tools.market import at_hand

SHORT = 5
"""A field of the profile that is longer is a sentence of the founder's, and no name."""
PERSONA = ("icp_titles", "icp_industry", "icp_company_size")


async def standing(ctx: Ctx, measured: Sequence[Measured]) -> Evidence:
    """All of a map's evidence that is neither said nor believed; the rest is left empty."""
    business = await people.business(ctx)
    creators = await at_hand(ctx)
    shown = await _shown(ctx, measured)
    return Evidence(
        today=ctx.at.date(),
        currency=business.currency if business else "USD",
        rivals=await _rivals(ctx),
        news=await _news(ctx),
        ahead=await _ahead(ctx),
        shown=shown,
        profile=await _persona(ctx),
        worth=await _worth(ctx, sum(one.reached for one in shown)),
        results=await similar(ctx, measured),
        clicks=await similar(ctx, measured, "clicks"),
        prices=_prices(creators),
        free=_free(creators),
    )


async def around(ctx: Ctx) -> Evidence:
    """What a map is held against later: the calendar, who buys, and who is free to work."""
    business = await people.business(ctx)
    return Evidence(
        today=ctx.at.date(),
        currency=business.currency if business else "USD",
        ahead=await _ahead(ctx),
        profile=await _persona(ctx),
        free=_free(await at_hand(ctx)),
    )


def missing(known: Evidence) -> list[str]:
    """What a map could not rest on, said plainly."""
    found = []
    if not known.shown:
        found.append("No measured artifacts: nothing is known of what works where.")
    if known.worth is None:
        found.append("No revenue data: attribution and returns are left out.")
    if not known.prices:
        found.append("No creators: prices come from the table.")
    if not known.rivals:
        found.append("No competitor is known.")
    if not known.profile:
        found.append("No buyer is described in the profile.")
    if not known.news and not known.shifts:
        found.append("No market signal of the last two months.")
    return found


async def _worth(ctx: Ctx, conversions: float) -> Worth | None:
    """All that was bought over all conversions; None before anybody bought or converted."""
    paid = {row.id: row.value_cents for row in await performance.paths(ctx) if row.converted_at}
    if conversions < 1 or not any(paid.values()):
        return None
    total = sum(paid.values())
    return Worth(
        round(total / max(conversions, len(paid))), len(paid), purchase=round(total / len(paid))
    )


async def _rivals(ctx: Ctx) -> list[Rival]:
    found = []
    for one in await known_rivals(ctx):
        moved = max((piece for piece in one.pieces if piece.move), default=None,
                    key=lambda piece: piece.at)  # fmt: skip
        found.append(
            Rival(
                one.id, one.name, len({piece.id for piece in one.pieces}),
                moved.move if moved else "", moved.at.date() if moved else None,
            )
        )  # fmt: skip
    return found


async def _news(ctx: Ctx) -> list[News]:
    """Market signals of the last two months, with the topics that were read in them."""
    rows = await market_signals.newest(ctx, since=months_before(ctx.at.date(), 2))
    found = []
    for row in rows:
        read = await context.extractions_of(ctx, "market_signal", row.id)
        found.append(News(row.id, row.day, frozenset(t for one in read for t in one.topics)))
    return found


async def _ahead(ctx: Ctx) -> list[Ahead]:
    today = ctx.at.date()
    return [
        Ahead(
            row.id, row.publish_on, row.title, row.artifact_type, row.segment or "",
            row.angle or "", row.channel or "", row.primary_keyword or "",
        )
        for row in await calendar.entries(ctx, since=today - LOOK_BACK)
        if row.publish_on <= today + 2 * LOOK_AHEAD
    ]  # fmt: skip


async def _shown(ctx: Ctx, measured: Sequence[Measured]) -> list[Shown]:
    reached = await predictions.first_days(ctx, METRIC, WINDOW.days)
    return [
        Shown(
            one.entry_id, one.published, one.segment, one.channel, one.angle,
            reached.get(one.artifact_ref, 0.0),
        )
        for one in measured
    ]  # fmt: skip


async def _persona(ctx: Ctx) -> Mapping[str, Sequence[str]]:
    """Who buys, as far as the profile names it in a few words."""
    profile = await people.profile(ctx)
    told = {name: getattr(profile, name, None) or () for name in PERSONA}
    short = {
        name: tuple(one for one in given if len(one.split()) <= SHORT)
        for name, given in told.items()
    }
    return {name: given for name, given in short.items() if given}


def _prices(creators: Sequence[Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for creator in creators:
        for kind, cents in creator.price_cents.items():
            found[kind].append(cents)
    return found


def _free(creators: Sequence[Any]) -> dict[str, int]:
    """How many briefs of each type creators could take now."""
    found: dict[str, int] = defaultdict(int)
    for creator in creators:
        for kind in creator.artifact_types:
            found[kind] += max(0, creator.capacity - creator.active_briefs)
    return found
