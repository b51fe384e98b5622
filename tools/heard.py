"""What people said, with what was read out of it: only what the asking person may read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.language.shapes import Extraction
from memory import context, inputs
from memory.ctx import Ctx
from memory.recurrence import central
from tools.findings import Ref


@dataclass(frozen=True)
class Spoken:
    """Words of one input with the reading of them."""

    kind: str
    id: UUID
    text: str
    at: datetime
    read: Extraction

    @property
    def month(self) -> str:
        """When it was said, `YYYY-MM`."""
        return f"{self.at:%Y-%m}"

    @property
    def topics(self) -> frozenset[str]:
        """The topics that count as given."""
        return frozenset(one.topic for one in self.read.topics if one.p >= 0.5)

    def ref(self, quote: str = "") -> Ref:
        """The input as evidence."""
        return Ref(kind=self.kind, id=self.id, quote=quote)

    def best(self, topic: str) -> str:
        """The sentence that speaks for a topic."""
        return next((one.quote for one in self.read.topics if one.topic == topic), "")


async def spoken(ctx: Ctx) -> list[Spoken]:
    """All words that the actor may read, oldest first, each with its newest reading."""
    readings = {row.source_id: row.payload for row in await context.extractions(ctx)}
    return [
        Spoken(
            one.kind, one.id, one.text, one.at,
            Extraction.model_validate(readings[one.id]) if one.id in readings else Extraction(),
        )
        for one in await inputs.heard(ctx)
    ]  # fmt: skip


async def came_back(ctx: Ctx, least: int = 2) -> list[list[tuple[Spoken, str]]]:
    """Points made at least `least` times in words that the actor may read, most often first.

    Each point is its mentions with their quotes; the quote nearest to all others comes first.
    """
    known = {one.id: one for one in await spoken(ctx)}
    found = []
    for theme in await context.recurring(ctx, least):
        quotes = [one for one in await context.quotes_of(ctx, theme.id) if one.source_id in known]
        if len(quotes) >= least:
            named = await central(ctx, quotes)
            order = sorted(quotes, key=lambda one: one.id != named.id)
            found.append([(known[one.source_id], one.quote) for one in order])
    return sorted(found, key=lambda own: -len(own))
