"""Un-learning: what was said is erased, and every belief that it moved is weighed anew without it.

A belief's ledger is a function of its evidence and the time, so taking evidence out and weighing
the rest again gives what would stand there had it never been said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.beliefs import PRIOR, Belief, Evidence, judged, reinforce
from domain.erasure import Mode
from domain.events import BeliefMoved, InputWithdrawn
from memory import beliefs, events, forgetting, lexical, redaction
from memory.ctx import Ctx


@dataclass(frozen=True)
class Unlearned:
    """What was taken out: inputs, vectors, mentions, beliefs that moved or went, rows redacted."""

    inputs: int = 0
    vectors: int = 0
    mentions: int = 0
    beliefs: int = 0
    quotations: int = 0

    def __add__(self, other: "Unlearned") -> "Unlearned":
        mine, theirs = vars(self), vars(other)
        return Unlearned(**{name: mine[name] + theirs[name] for name in mine})


async def forget_input(ctx: Ctx, kind: str, source_id: UUID, mode: Mode) -> Unlearned:
    """Erase one input, or only its words and its author's name; twice is once."""
    if await forgetting.source(ctx, kind, source_id) is None:
        return Unlearned()
    words = await forgetting.words_in(ctx, kind, source_id)
    rows = await forgetting.extractions_of(ctx, kind, source_id)
    ids = [row.id for row in rows]
    quotes = await forgetting.quotes_of(ctx, ids)
    gone = await forgetting.drop_passages(ctx, kind, source_id, [one.id for one in quotes])
    moved = 0
    if mode == "erase":
        moved = await _weigh_without(ctx, [f"said:{each}" for each in ids])
        await forgetting.drop_quotes(ctx, quotes)
        await forgetting.drop_extractions(ctx, ids)
        await forgetting.drop_source(ctx, kind, source_id)
        await events.record(ctx, InputWithdrawn(kind=kind, id=source_id))
    else:
        await forgetting.empty_quotes(ctx, quotes)
        await forgetting.empty_extractions(ctx, rows)
        await forgetting.empty_source(ctx, kind, source_id)
    quoted = await redaction.redact(ctx, *words)
    lexical.forget(ctx.business_id)
    return Unlearned(1, gone, len(quotes), moved, quoted)


async def forget_person(ctx: Ctx, person: UUID, mode: Mode) -> Unlearned:
    """Erase all words of one person: vents, answers and chats."""
    total = Unlearned()
    for kind, source_id in await forgetting.said_by(ctx, person):
        total += await forget_input(ctx, kind, source_id, mode)
    return total + Unlearned(inputs=await forgetting.drop_chats_of(ctx, person))


async def _weigh_without(ctx: Ctx, keys: Sequence[str]) -> int:
    """Weigh beliefs without some evidence; one that rests on nothing, and that nobody judged,
    goes. Returns how many moved or went."""
    touched = await beliefs.drop_evidence(ctx, keys)
    known = {UUID(one.id): one for one in await beliefs.load(ctx) if UUID(one.id) in touched}
    kept, empty = [], []
    for belief_id, belief in known.items():
        left = await beliefs.evidence_of(ctx, belief_id)
        if left or belief.owner_verdict != "none":
            kept.append(_again(belief, left, ctx))
        else:
            empty.append(belief_id)
    await beliefs.keep(ctx, kept)
    await beliefs.drop(ctx, empty)
    facts = [BeliefMoved(belief_id=UUID(b.id), status=b.status, confidence=b.confidence)
             for b in kept]  # fmt: skip
    await events.record(ctx, *facts)
    return len(known)


def _again(belief: Belief, rows: Sequence[beliefs.Counted], ctx: Ctx) -> Belief:
    first = min((row.at for row in rows), default=belief.first_observed)
    blank = belief.model_copy(
        update={
            "alpha": PRIOR, "beta": PRIOR, "heaviest_vent": 0.0, "as_of": first,
            "evidence_ids": (), "bursts": (), "evidence_count": 0, "counter_count": 0,
            "first_observed": first, "last_reinforced": None,
        }
    )  # fmt: skip
    evidence = [
        Evidence(
            id=row.key, scope=belief.scope, source=row.source, at=row.at, alignment=row.alignment,
            author="" if row.source == "performance" else row.key,
        )
        for row in rows
    ]  # fmt: skip
    again, _ = reinforce(blank, evidence, ctx.at)
    return judged(again, belief.owner_verdict)
