"""One idea for an answer where ideas are welcome, made from what a tool found and citing it.

A suggested entry, a proposed map, or a point that keeps coming back without a keyword.
"""

from dataclasses import dataclass

from agents.consulting import Notebook
from domain.answer_text import day_of
from domain.asking import Fact, Gathered
from domain.language.questions import Question
from domain.language.terms import kin, roots
from domain.quoting import quote_of
from memory.ctx import Ctx
from tools.base import Nothing
from tools.findings import Ref
from tools.keywords import keyword_gaps
from tools.plans import Maps, list_maps
from tools.suggestions import list_suggestions


@dataclass(frozen=True)
class Idea:
    """What could be done, as a sentence, and the rows that it comes from."""

    tool: str
    said: str
    refs: tuple[Ref, ...]


async def with_idea(ctx: Ctx, question: Question, gathered: Gathered) -> Gathered:
    """The material with the idea that speaks most to the question, in the creative mode alone.

    A question that asks for no advice gets one only where it speaks of the same.
    """
    if gathered.asked.mode != "creative":
        return gathered
    wanted = {term.root for term in question.terms if not term.weak}
    wanted |= {near for one in wanted for near in kin(one)}
    found = [*await _suggested(ctx), *await _proposed(ctx), *await _uncovered(ctx)]
    ranked = sorted(found, key=lambda one: -len(wanted & set(roots(one.said))))
    if not ranked or (question.kind != "advice" and not wanted & set(roots(ranked[0].said))):
        return gathered
    book = Notebook.of(ctx, gathered)
    labels = await book.labels(ranked[0].refs, ranked[0].tool)
    if not labels:
        return gathered
    idea = Fact(tool=ranked[0].tool, said=ranked[0].said, labels=labels, fit=1.0)
    return book.kept(gathered).model_copy(update={"idea": idea})


async def _suggested(ctx: Ctx) -> list[Idea]:
    if list_suggestions.scope not in ctx.actor.scopes:
        return []
    return [
        Idea(
            list_suggestions.name,
            f"An idea: publish “{row.title}”"
            + (f" on {day_of(row.publish_on)}" if row.publish_on else "")
            + ", which is suggested and waits for your answer.",
            (Ref(kind="entry", id=row.id),),
        )
        for row in (await list_suggestions(ctx, Nothing())).items
    ]


async def _proposed(ctx: Ctx) -> list[Idea]:
    if list_maps.scope not in ctx.actor.scopes:
        return []
    rows = [one for one in (await list_maps(ctx, Maps())).items if one.status == "proposed"]
    return [
        Idea(
            list_maps.name,
            f"An idea: go ahead with the map “{row.plan.title}”, which is proposed and waits for "
            "your decision.",
            (Ref(kind="map", id=row.id),),
        )
        for row in reversed(rows)
    ]


async def _uncovered(ctx: Ctx) -> list[Idea]:
    if keyword_gaps.scope not in ctx.actor.scopes:
        return []
    found = await keyword_gaps(ctx, Nothing())
    if not (found.enough and found.value and found.parts):
        return []
    first = found.parts[0]
    point = quote_of(first.name, ()).rstrip(".!?…")
    said = f"An idea: write about “{point}”, which came back {first.n} times and has no keyword."
    return [Idea(keyword_gaps.name, said, tuple(found.evidence[:2]))]
