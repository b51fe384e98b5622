"""Answers any question about the business from its evidence: gather, draft, check, refine.

The caller opens a transaction for `gather` alone; none is open while a model speaks.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from agents.base import Thought
from domain.access import Actor
from domain.asking import Asked, Citation, Evidence, Gathered, Piece, Reply, Said
from memory.ctx import Ctx
from tools.context import Question, search_context

Say = Callable[[Piece], Awaitable[None]]
"""Where the pieces of an answer go, in order, while it comes about."""


async def gather(ctx: Ctx, asked: Asked) -> Gathered:
    """All that an answer may rest on, read as the asking person. Nothing is written."""
    found = await search_context(ctx, Question(query=asked.text[:2000], limit=5))
    evidence = tuple(
        Evidence(label=n, kind=one.source_type, id=one.source_id, text=one.text, at=one.said_at)
        for n, one in enumerate(found.items, 1)
    )
    best = max((one.similarity for one in found.items), default=0.0)
    return Gathered(
        asked=asked, at=ctx.at, evidence=evidence, shown=tuple(one.label for one in evidence),
        support=max(0.0, min(1.0, best)),
    )  # fmt: skip


def draft(gathered: Gathered) -> Reply:
    """The answer that code composes; the same for the same material."""
    if not gathered.shown or gathered.support < 0.3:
        missing = "Nothing that was said or measured so far speaks to this."
        return Reply(text=f"I don't know. {missing}", known=False, missing=(missing,))
    first = gathered.evidence[gathered.shown[0] - 1]
    text = f'The nearest that was said: "{first.text}" [{first.label}]'
    cited = Citation(label=first.label, kind=first.kind, id=first.id, quote=first.text)
    return Reply(text=text, known=True, citations=(cited,), used=gathered.findings)


def faults(gathered: Gathered, reply: Reply) -> list[str]:
    """What is wrong with an answer, one sentence each; empty when all is well."""
    labels = {one.label: one for one in gathered.evidence}
    return [
        f"[{each.label}] does not hold the words {each.quote!r}"
        for each in reply.citations
        if each.label not in labels or each.quote not in labels[each.label].text
    ]


async def refine(
    actor: Actor, run_id: UUID | None, gathered: Gathered, drafted: Reply, say: Say
) -> Thought[Reply]:
    """`drafted` in a model's words where one is configured and its words pass every check.

    Pieces go to `say` as they come. What is said and not withdrawn is the answer's text.
    """
    await say(Said(text=drafted.text))
    return Thought(drafted)
