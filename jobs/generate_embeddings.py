"""Embed what has no vector of the current model yet: a back-fill, or a change of model."""

from cdt.embed import embed
from domain.work import GenerateEmbeddings
from memory import vectors
from memory.ctx import Ctx

BATCH = 64


async def run(ctx: Ctx, work: GenerateEmbeddings) -> None:
    """Give every passage a vector of `work.model`; what has one is left alone."""
    rows = await vectors.without(ctx, work.model)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        found = embed([row.text_chunk for row in batch])
        await vectors.put(
            ctx,
            [
                {
                    "source_type": row.source_type,
                    "source_id": row.source_id,
                    "position": row.position,
                    "model": work.model,
                    "embedding": vector,
                    "text_chunk": row.text_chunk,
                    "said_at": row.said_at,
                }
                for row, vector in zip(batch, found, strict=True)
            ],
        )
