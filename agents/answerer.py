"""Answers any question about the business from its evidence: gather, draft, check, refine.

The caller opens a transaction for `gather` alone; none is open while a model speaks.
"""

from uuid import UUID

from agents.base import Thought
from agents.consulting import consult
from agents.finding import found_passages
from agents.ideas import with_idea
from agents.requests import about_acts
from agents.rewording import reworded
from agents.speaking import Say
from domain.access import Actor
from domain.answer_checks import faults as wrong_with
from domain.answer_text import composed, renumbered
from domain.asking import Asked, Gathered, Reply
from domain.follow_ups import resolved
from domain.imperatives import asks_only, proposals_of
from domain.language.questions import read
from domain.small_talk import reply_to
from memory import people
from memory.ctx import Ctx

__all__ = ["Gathered", "Say", "draft", "faults", "gather", "refine"]


async def gather(ctx: Ctx, asked: Asked) -> Gathered:
    """All that an answer may rest on, read as the asking person. Nothing is written."""
    business = await people.business(ctx)
    name = business.name if business else ""
    acts = proposals_of(asked.text, ctx.at.date())
    if reply_to(asked.text):
        return Gathered(asked=asked, at=ctx.at, business=name, kind="courtesy")
    if acts and not asks_only(asked.text, ctx.at.date()):
        return renumbered(await about_acts(ctx, asked, name, acts))
    text = resolved(asked.text, asked.history, ctx.at.date())
    question = read(text, ctx.at.date(), (name,) if name else ())
    passages = await found_passages(ctx, question, name, asked.files)
    told = await consult(ctx, question, passages, name)
    found = Gathered(
        asked=asked, at=ctx.at, business=name, language=question.language, kind=question.kind,
        wants=question.wants, subject=tuple(term.word for term in question.terms if not term.weak),
        span=question.span, evidence=told.evidence, shown=told.shown, facts=told.facts,
        findings=told.used, absent=passages.absent,
        support=passages.shown[0].fit if passages.shown else 0.0,
        proposals=acts,
    )  # fmt: skip
    return renumbered(await with_idea(ctx, question, found))


def draft(gathered: Gathered) -> Reply:
    """The answer that code composes; the same for the same material."""
    return composed(gathered)


def faults(gathered: Gathered, reply: Reply) -> list[str]:
    """What is wrong with an answer, one sentence each; empty when all is well."""
    return wrong_with(gathered, reply)


async def refine(
    actor: Actor, run_id: UUID | None, gathered: Gathered, drafted: Reply, say: Say
) -> Thought[Reply]:
    """`drafted` in a model's words where one is configured and its words pass every check.

    Pieces go to `say` as they come. What is said and not withdrawn is the answer's text.
    """
    return await reworded(actor, run_id, gathered, drafted, say)
