"""What went wrong in comparable products (product rows P3, P6, P8, P9) does not go wrong here."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor
from jobs import worker
from memory import context, joining
from memory.ctx import Ctx, open_ctx
from tools.base import Nothing
from tools.beliefs import Wanted, list_beliefs
from tools.beta import About, compose_context
from tools.board import Often, list_recurrences
from tools.competitors import list_competitors
from tools.context import Least, list_themes
from tools.search import Question, Wants, open_passages, search_context
from tools.segments import list_segments
from tools.vents import Vent, VentBatch, submit_vents

NOTES = (
    "Brasswick is cheaper than us and customers tell me so.",
    "Customers cancel as soon as the audit is over.",
    "LinkedIn posts bring nobody, I am fairly sure of it.",
    "Hiring a support person takes forever.",
    "The newsletter sells more than every ad we ever ran.",
    "Our landing page confuses owners of small shops.",
)


async def say(who: Actor, *notes: str, **more: object) -> None:
    """Hand notes in, each under an id of its own, and let them be read."""
    async with open_ctx(who) as ctx:
        vents = [
            Vent.model_validate({"id": note[:30], "text": note, "visibility": "team", **more})
            for note in notes
        ]
        await submit_vents(ctx, VentBatch(vents=vents))
    await worker.drain()


async def counts(ctx: Ctx) -> tuple[int, ...]:
    """Readings, themes, mentions, beliefs."""
    return (
        len(await context.extractions(ctx)), len(await context.recurring(ctx, 1)),
        len((await joining.load(ctx)).mentions), len((await list_beliefs(ctx, Wanted())).items),
    )  # fmt: skip


async def test_no_way_of_asking_reaches_another_business(lasting: Actor) -> None:
    """P3: a scope that held on one of three query paths."""
    await say(lasting, *NOTES)
    async with open_ctx(lasting) as ctx:
        own = await search_context(ctx, Question(query="Who is cheaper?"))
        passages = [one.passage_id for one in own.items if one.passage_id]
        assert passages
    stranger = Actor("founder", user_id=new_id(), business_id=new_id())
    async with open_ctx(stranger) as ctx:
        assert (await search_context(ctx, Question(query="Who is cheaper?"))).items == []
        assert (await open_passages(ctx, Wants(ids=passages))).items == []
        known = await compose_context(ctx, About(question="Who is cheaper?"))
        assert not any(part.items for part in known.parts)
        assert (await list_themes(ctx, Least(least=1))).items == []
        assert (await list_recurrences(ctx, Often(least=1))).items == []
        assert (await list_segments(ctx, Nothing())).items == []
        assert (await list_competitors(ctx, Nothing())).items == []


async def test_words_are_dated_by_when_they_were_said(
    lasting: Actor, simulated: SimulatedClock
) -> None:
    """P6: conclusions that were dated by their ingestion."""
    async with open_ctx(lasting) as ctx:
        said = ctx.at - timedelta(days=200)
    await say(lasting, NOTES[1], at=said)
    async with open_ctx(lasting) as ctx:
        (found,) = (await search_context(ctx, Question(query="audit"))).items
        assert found.said_at == said
        (theme,) = (await list_themes(ctx, Least(least=1))).items
        assert theme.first_at == said


@pytest.mark.parametrize("late", ["The newsletter sells nothing any more.", "Brasswick is dearer."])
async def test_one_note_retires_nothing_that_it_does_not_speak_of(
    lasting: Actor, late: str
) -> None:
    """P8: one ingest that retired six to eight unrelated facts."""
    await say(lasting, *NOTES)
    async with open_ctx(lasting) as ctx:
        before = {one.id: one for one in (await list_beliefs(ctx, Wanted())).items}
        themes = {one.id for one in (await list_themes(ctx, Least(least=1))).items}
    await say(lasting, late)
    async with open_ctx(lasting) as ctx:
        after = {one.id: one for one in (await list_beliefs(ctx, Wanted())).items}
        assert before.keys() <= after.keys()
        changed = [one for key, one in before.items() if after[key].status != one.status]
        assert len(changed) <= 1
        assert themes <= {one.id for one in (await list_themes(ctx, Least(least=1))).items}


async def test_what_is_handed_in_again_counts_once(lasting: Actor) -> None:
    """P9: duplicate episodes on a rerun."""
    await say(lasting, *NOTES)
    async with open_ctx(lasting) as ctx:
        before = await counts(ctx)
    await say(lasting, *NOTES)
    async with open_ctx(lasting) as ctx:
        assert await counts(ctx) == before
