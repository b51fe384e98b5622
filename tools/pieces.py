"""Pieces of content with what each reached: what comparisons of groups stand on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from domain.prose import WEEKDAYS, named
from memory import performance
from memory.ctx import Ctx
from tools.base import Ask
from tools.findings import Ref

Group = Literal["channel", "segment", "angle", "stage", "type", "campaign", "weekday"]
Rating = Literal["conversions", "clicks", "conversions_per_click"]
FIELDS = {
    "channel": "channel", "segment": "segment", "angle": "angle", "stage": "funnel_stage",
    "type": "artifact_type", "campaign": "campaign",
}  # fmt: skip
MANY = {
    "channel": "channels", "segment": "segments", "angle": "angles", "stage": "funnel stages",
    "type": "kinds of content", "campaign": "campaigns", "weekday": "weekdays",
}  # fmt: skip
RATES: dict[Rating, tuple[str, str, float, str]] = {
    "conversions": ("conversions", "impressions", 1000, "conversions per 1,000 impressions"),
    "clicks": ("clicks", "impressions", 100, "clicks per 100 impressions"),
    "conversions_per_click": ("conversions", "clicks", 100, "conversions per 100 clicks"),
}
"""What is counted, per what, how many of those, and how a sentence says it."""


class PeriodAsk(Ask):
    """The days that count."""

    since: date | None = Field(default=None, description="First day of publication, YYYY-MM-DD")
    until: date | None = Field(default=None, description="Last day of publication, YYYY-MM-DD")


class RatingAsk(PeriodAsk):
    """What is compared between groups."""

    rating: Rating = Field(
        default="conversions",
        description="conversions per impression, clicks per impression, or conversions per click",
    )


@dataclass(frozen=True)
class Piece:
    """A published entry, its groups, its sums by metric and its cost in minor units."""

    id: UUID
    title: str
    published: date | None
    groups: Mapping[str, str]
    sums: Mapping[str, float]
    cost: int

    @property
    def ref(self) -> Ref:
        """The entry as evidence."""
        return Ref(kind="entry", id=self.id)

    def pair(self, rating: Rating) -> tuple[float, float]:
        """What is counted, and per how many."""
        top, bottom, _, _ = RATES[rating]
        return self.sums.get(top, 0.0), self.sums.get(bottom, 0.0)


async def pieces(ctx: Ctx, ask: PeriodAsk | None = None) -> list[Piece]:
    """Measured pieces that were published in the days asked for, oldest first."""
    heads, sums = {}, defaultdict(dict)
    for row in await performance.by_entry(ctx):
        heads[row.id] = row
        sums[row.id][row.metric] = float(row.value)
    found = [_piece(row, sums[one]) for one, row in heads.items()]
    if ask is None or not (ask.since or ask.until):
        return found
    first, last = ask.since or date.min, ask.until or date.max
    return [one for one in found if one.published and first <= one.published <= last]


def grouped(every: Sequence[Piece], group: Group) -> dict[str, list[Piece]]:
    """Pieces by what they are; those that do not say are left out. Names as a sentence has them."""
    found: dict[str, list[Piece]] = defaultdict(list)
    for one in every:
        if name := one.groups.get(group):
            found[name].append(one)
    return dict(found)


def days_of(every: Sequence[Piece]) -> list[date]:
    """First and last day of publication."""
    known = [one.published for one in every if one.published]
    return [min(known), max(known)] if known else []


def _piece(row: Any, sums: Mapping[str, float]) -> Piece:
    groups = {
        group: (named(value) if group != "campaign" else value)
        for group, name in FIELDS.items()
        if (value := getattr(row, name))
    }
    if row.publish_on:
        groups["weekday"] = WEEKDAYS[row.publish_on.weekday()]
    return Piece(row.id, row.title, row.publish_on, groups, dict(sums), row.cost_cents or 0)
