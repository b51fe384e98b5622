"""What a creator may know of a business without learning which one: the kind of its offer, the
trade of its customers, the words that people search with, and what customers were heard to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.claims import words
from domain.customer_words import Overheard, said_by_customers
from domain.prose import listed
from domain.seo import trade_words
from memory import calendar, inputs, people
from memory.ctx import Ctx
from tools.briefs import tenant_of

KINDS = {
    "saas": "software", "services": "a service", "ecommerce": "goods that are sold online",
    "marketplace": "a marketplace",
}  # fmt: skip
PAID = {
    "subscription": "paid by subscription", "one_time": "paid once", "usage_based": "paid by use",
    "freemium": "free to begin with",
}  # fmt: skip
SHORT = 4
"""A field of the profile that has more words is a sentence of the founder's, and no trade."""
MOST_HEARD = 40


@dataclass(frozen=True)
class Background:
    """What is general of a business; each part is empty where nothing is known."""

    offer: str = ""
    trade: str = ""
    vocabulary: tuple[str, ...] = ()
    overheard: tuple[Overheard, ...] = ()


async def background(ctx: Ctx, segment: str) -> Background:
    """What a brief for a segment may say of whom it is for."""
    profile = await people.profile(ctx)
    trade = _trade(profile)
    keywords = {row.primary_keyword for row in await calendar.entries(ctx) if row.primary_keyword}
    apart = {*words(segment).split(), *trade.split()}
    return Background(
        offer=_offer(profile, trade),
        trade=trade,
        vocabulary=trade_words(sorted(keywords), apart),
        overheard=await _overheard(ctx, [words(segment), *_titles(profile)]),
    )


def _trade(profile: Any) -> str:
    told: Sequence[str] = (profile.icp_industry if profile else None) or ()
    return listed([one for one in told if len(one.split()) <= SHORT][:2], "or")


def _offer(profile: Any, trade: str) -> str:
    """`software for precision machining shops, paid by subscription`; '' where its kind is not
    known."""
    models: Sequence[str] = (profile.business_model if profile else None) or ()
    kind = next((KINDS[one] for one in models if one in KINDS), "")
    if not kind:
        return ""
    ways: Sequence[str] = profile.revenue_mechanics or ()
    paid = next((PAID[one] for one in ways if one in PAID), "")
    whom = f" for {trade}" if trade else ""
    return f"{kind}{whom}, {paid}" if paid else f"{kind}{whom}"


def _titles(profile: Any) -> list[str]:
    titles: Sequence[str] = (profile.icp_titles if profile else None) or ()
    return [one for one in titles if len(one.split()) <= SHORT]


async def _overheard(ctx: Ctx, groups: list[str]) -> tuple[Overheard, ...]:
    """Customers' words in the notes that may be used, the newest of them."""
    tenant = await tenant_of(ctx)
    names = [*groups, *tenant.customers, *(one.split()[0] for one in tenant.customers)]
    found = [
        Overheard(one.kind, one.id, quote)
        for one in await inputs.heard(ctx)
        if one.kind != "answer"
        for quote in said_by_customers(one.text, names)
    ]
    return tuple(found[-MOST_HEARD:])
