"""The facets of a source's passages: from what was read of it, who said it, when, and for whom.

Not tools of their own: reading an input and building the index share them.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.facets import SURE, Facet, Facets, month_of, mood_of
from domain.language.shapes import Extraction
from memory import context, inputs
from memory.ctx import Ctx


async def of_source(ctx: Ctx, kind: str, source_id: UUID, said_at: datetime) -> Facets:
    """Name → values of one source, by what was read of it last."""
    row = await inputs.words_of(ctx, kind, source_id)
    earlier = await context.extractions_of(ctx, kind, source_id)
    read = Extraction.model_validate(earlier[-1].payload) if earlier else None
    return of_words(row, kind, said_at, read)


def of_words(row: Any, kind: str, said_at: datetime, read: Extraction | None) -> Facets:
    """Name → values of words (a row of `inputs.words_of`, or None) and what was read of them."""
    found: dict[Facet, list[str]] = {"kind": [kind], "month": [month_of(said_at)]}
    if row is not None:
        found["visibility"] = [row.visibility]
        found["author"] = [str(row.author_id)] if row.author_id else []
    if read is not None:
        found["topic"] = [one.topic for one in read.topics if one.p >= SURE]
        found["channel"] = read.channels
        found["segment"] = read.audiences
        found["sentiment"] = mood_of(read.sentiment)
    return found
