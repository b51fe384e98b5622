"""Measures retrieval on labelled conversations, each kept as a business of its own.

The words take the product's way: a session of talk is an activity, a note is a vent; both are read
by the graph that reads them in production, and are searched as `search_context` searches.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np

from core import clock
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.conversations import Asking, Conversation, gain, recall
from domain.language.terms import roots
from domain.packing import RATIOS
from graphs import base, extraction
from memory.beta import Gathered, Question, gather
from memory.ctx import Ctx, open_ctx
from memory.lexical import forget
from memory.retrieval import Hit, Wanted, retrieve
from tools import businesses, indexing
from tools.activities import Activity, submit_activity
from tools.vents import Vent, VentBatch, submit_vents

DEEP = 1_000_000
"""Tokens of a budget in which there is room for all that β looks up."""
Say = Callable[[str], None]


@dataclass
class Measured:
    """What was measured so far, a row a question."""

    rows: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    ingest: float = 0.0
    kept: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    whole: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    ratios: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))


async def retrieval(conversations: Sequence[Conversation], top: int, say: Say) -> dict[str, Any]:
    """The figures of `refleqt bench retrieval` (docs/formats.md)."""
    found = Measured()
    for place, conversation in enumerate(conversations, 1):
        say(f"{conversation.name} ({place} of {len(conversations)}): reading")
        actor = worker_for(new_id())
        began = clock.elapsed()
        marks = await ingest(actor, conversation)
        found.ingest += clock.elapsed() - began
        say(f"{conversation.name}: {len(conversation.questions)} questions")
        async with open_ctx(actor, read_only=True) as ctx:
            await retrieve(ctx, _wanted("warm"), await indexing.reader(ctx), top)
            for asked in conversation.questions:
                await _ask(ctx, asked, marks, top, found)
        forget(ctx.business_id)
    return _document(found, top)


async def ingest(actor: Actor, conversation: Conversation) -> dict[tuple[UUID, int], str]:
    """Keep and read a conversation; (source, line) → the mark of the turn that stands there."""
    marks: dict[tuple[UUID, int], str] = {}
    async with open_ctx(actor) as ctx:
        await businesses.found(ctx, f"bench {conversation.name}")
    for session in conversation.sessions:
        async with open_ctx(actor) as ctx:
            if session.transcript:
                ask = Activity.model_validate(
                    {"kind": "conversation", "notes": session.transcript, "at": session.at}
                )
                kept = [("activity", (await submit_activity(ctx, ask)).id)]
                lines = {(kept[0][1], line): turn.mark for line, turn in enumerate(session.turns)}
            else:
                vents = [
                    Vent.model_validate({"text": turn.text, "at": session.at, "visibility": "team"})
                    for turn in session.turns
                ]
                ids = (await submit_vents(ctx, VentBatch(vents=vents))).ids
                kept = [("vent", each) for each in ids]
                lines = {(one, 0): turn.mark for one, turn in zip(ids, session.turns, strict=True)}
        marks |= lines
        for kind, source in kept:
            async with open_ctx(actor) as ctx:
                await base.run(extraction.graph, ctx, {"source_kind": kind, "source_ids": [source]})
    return marks


async def _ask(
    ctx: Ctx, asked: Asking, marks: dict[tuple[UUID, int], str], top: int, found: Measured
) -> None:
    began = clock.elapsed()
    read_tokens = await indexing.reader(ctx)
    _, hits = await retrieve(ctx, _wanted(asked.question), read_tokens, max(20, top * 2))
    found.seconds.append(clock.elapsed() - began)
    turns = _turns(hits, marks)
    found.rows.append((
        asked.category, recall(turns, asked.evidence, 5), recall(turns, asked.evidence, 10),
        gain(turns, asked.evidence), recall(turns, asked.evidence, top),
    ))  # fmt: skip
    whole = Question(asked.question, budget=DEEP)
    _pack(await gather(ctx, whole, read_tokens), asked, marks, found)


def _pack(
    gathered: Gathered, asked: Asking, marks: dict[tuple[UUID, int], str], found: Measured
) -> None:
    """Evidence that β keeps for a question, packed ever smaller; `whole` in all its words."""
    everything = gathered.packed(0).tokens_all
    for ratio in RATIOS:
        packed = gathered.packed(everything // ratio).composed
        kept: dict[str, list[bool]] = defaultdict(list)
        for item, words in zip(packed.items, packed.words, strict=True):
            kept[marks.get((item.id, item.turn), "")].append(words == item.text)
        held = asked.evidence & kept.keys()
        found.kept[ratio].append(len(held) / len(asked.evidence))
        found.whole[ratio].append(sum(all(kept[one]) for one in held) / len(asked.evidence))
        found.ratios[ratio].append(everything / max(1, packed.tokens))


def _wanted(question: str) -> Wanted:
    return Wanted(question, tuple(dict.fromkeys(roots(question))))


def _turns(hits: Sequence[Hit], marks: dict[tuple[UUID, int], str]) -> list[str]:
    """Turns in the order of hits, each once."""
    places = ((hit.passage.id, hit.passage.turn) for hit in hits)
    return [*dict.fromkeys(marks[place] for place in places if place in marks)]


def _document(found: Measured, top: int) -> dict[str, Any]:
    table = np.array(found.rows or [(0, 0.0, 0.0, 0.0, 0.0)])
    categories = {}
    for category in sorted({row[0] for row in found.rows}):
        of_it = table[table[:, 0] == category]
        categories[str(category)] = {"questions": len(of_it), **_means(of_it, top)}
    told = {"questions": len(found.rows), **_means(table, top), "by_category": categories}
    timed = np.array(found.seconds or [0.0]) * 1000
    return told | {
        "ms_p50": round(float(np.quantile(timed, 0.5)), 2),
        "ms_p95": round(float(np.quantile(timed, 0.95)), 2),
        "ingest_seconds": round(found.ingest, 2),
        "compression": [
            {
                "ratio": ratio, "evidence_kept": round(float(np.mean(found.kept[ratio])), 4),
                "kept_whole": round(float(np.mean(found.whole[ratio])), 4),
                "reached": round(float(np.mean(found.ratios[ratio])), 1),
            }
            for ratio in RATIOS if found.kept[ratio]
        ],
    }  # fmt: skip


def _means(table: np.ndarray, top: int) -> dict[str, float]:
    five, ten, dcg, deep = table[:, 1:].mean(axis=0).round(4).tolist()
    return {"recall@5": five, "recall@10": ten, "ndcg@10": dcg, f"recall@{top}": deep}
