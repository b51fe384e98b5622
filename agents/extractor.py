"""Reads evidence out of words: the draft, made by code and MiniLM alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import numpy as np

from cdt.embed import embed
from domain.language.extraction import finish, prepare
from domain.language.shapes import Extraction
from memory.ctx import Ctx

Embed = Callable[[Sequence[str]], np.ndarray]


def draft(text: str, embed: Embed) -> Extraction:
    """What one text says. `embed` takes texts and gives unit vectors (n, 384)."""
    return finish(prepare(text), embed)


def draft_many(texts: Sequence[str], embed: Embed, ids: Sequence[str] = ()) -> list[Extraction]:
    """What each text says, in order; sentences of all texts are embedded in one go."""
    prepared = [prepare(text) for text in texts]
    wanted = list(dict.fromkeys(line for one in prepared for line in one.to_embed))
    rows = {line: row for row, line in enumerate(wanted)}
    vectors = embed(wanted)

    def known(lines: Sequence[str]) -> np.ndarray:
        if lines and all(line in rows for line in lines):
            return vectors[[rows[line] for line in lines]]
        return embed(lines)

    names = ids or [""] * len(texts)
    return [finish(one, known, name) for one, name in zip(prepared, names, strict=True)]


async def read(_ctx: Ctx, text: str) -> Extraction:
    """What one text of this business says, off the event loop (embedding is CPU work)."""
    return await asyncio.to_thread(draft, text, embed)
