"""Search words: which pieces compete for the same one, and what people say that has none."""

import asyncio
from collections import defaultdict
from typing import Any

from cdt.embed import embed
from domain.calendar import words_of
from domain.prose import counted, listed, paragraph, rounded, said_as, share
from memory import calendar
from memory.ctx import Ctx
from tools.base import Nothing, tool
from tools.findings import Finding, Part, Ref, lacking, weightiest
from tools.heard import came_back

NEAR = 0.35  # cosine from which a keyword speaks of the same
KEYWORDS = "primary keywords in the calendar (primary_keyword)"
SHOWN = 3


@tool("calendar:read")
async def keyword_overlap(ctx: Ctx, ask: Nothing) -> Finding:
    """Keywords that several pieces target, so that they compete with each other in search."""
    rows = await _with_keyword(ctx)
    if len(rows) < 2:
        said = f"{counted(len(rows), 'entry', 'entries')} with a keyword stand on the calendar."
        return lacking(said, KEYWORDS, len(rows))
    held: dict[frozenset[str], list[Any]] = defaultdict(list)
    for row in rows:
        held[words_of(row.primary_keyword)].append(row)
    shared = sorted((own for own in held.values() if len(own) > 1), key=lambda own: -len(own))
    pieces = sum(len(own) for own in shared)
    if not shared:
        said = f"All {counted(len(rows), 'entry', 'entries')} with a keyword target different ones."
        return Finding(said=said, enough=True, n=len(rows), value=0, unit="shared keywords",
                       evidence=weightiest(Ref(kind="entry", id=r.id) for r in rows))  # fmt: skip
    lead = [(own[0].primary_keyword, len(own)) for own in shared]
    most = listed(f"“{name}” ({counted(n, 'piece')})" for name, n in lead[:3])
    said = paragraph(
        f"{counted(len(shared), 'keyword')} are targeted by more than one piece; the most are "
        f"{most}.",
        f"That concerns {pieces} of {counted(len(rows), 'piece')} with a keyword "
        f"({share(pieces / len(rows))}).",
    )
    return Finding(
        said=said, enough=True, n=len(rows), value=len(shared), unit="shared keywords",
        parts=[Part(name=name, value=n, n=n) for name, n in lead[:20]],
        figures={"pieces": pieces, "share in percent": rounded(100 * pieces / len(rows))},
        evidence=weightiest(Ref(kind="entry", id=row.id) for own in shared[:5] for row in own[:4]),
    )  # fmt: skip


@tool("context:read")
async def keyword_gaps(ctx: Ctx, ask: Nothing) -> Finding:
    """Points that people keep coming back to and no keyword on the calendar speaks of."""
    points = await came_back(ctx)
    keywords = sorted({row.primary_keyword for row in await _with_keyword(ctx)})
    if not points or not keywords:
        said = f"{counted(len(keywords), 'keyword')} and {counted(len(points), 'point')} that "
        refs = [one.ref(quote) for own in points for one, quote in own[:3]]
        needed = f"{KEYWORDS}, and notes that repeat a point"
        return lacking(f"{said}came back are known.", needed, len(points), refs)
    vectors = await asyncio.to_thread(embed, [*(own[0][1] for own in points), *keywords])
    near = (vectors[: len(points)] @ vectors[len(points) :].T).max(axis=1)
    bare = [own for own, best in zip(points, near, strict=True) if best < NEAR]
    covered = len(points) - len(bare)
    if not bare:
        said = f"Each of {counted(len(points), 'point')} that came back has a keyword near it, "
        said += f"among {counted(len(keywords), 'keyword')}."
    else:
        lines = listed(f"{said_as(own[0][1])} ({len(own)} times)" for own in bare[:SHOWN])
        said = paragraph(
            f"{counted(len(bare), 'point')} of {len(points)} that people came back to have no "
            f"keyword near them: {lines}.",
            f"{counted(len(keywords), 'keyword')} stand on the calendar.",
        )
    evidence = [one.ref(quote) for own in bare or points for one, quote in own[:4]]
    return Finding(
        said=said, enough=True, n=len(points), value=len(bare), unit="points without a keyword",
        parts=[Part(name=own[0][1], value=len(own), n=len(own)) for own in bare[:20]],
        figures={"covered": covered, "keywords": len(keywords)}, evidence=weightiest(evidence),
    )  # fmt: skip


async def _with_keyword(ctx: Ctx) -> list[Any]:
    rows = await calendar.entries(ctx)
    return [row for row in rows if row.primary_keyword and row.status != "dropped"]
