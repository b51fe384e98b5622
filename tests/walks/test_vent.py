"""A vent becomes an extraction, a theme, passages and a belief, and each says where it is from."""

from sqlalchemy import select

from domain.language.shapes import Extraction
from memory import audit, context
from memory.beliefs import load
from memory.outcomes import evidence_links
from tests.walks.conftest import Walk
from tools.receipts import Nothing, OneId, account_for_inputs, check_evidence, read_receipt
from tools.search import Question, search_context
from tools.vents import Vent, VentBatch, submit_vents

VENTS = (
    "Third customer this month who cancelled because onboarding took too long. I am so frustrated.",
    "Another one cancelled, they never got through the onboarding. This hurts.",
    "Nobody renews when the onboarding drags on for weeks. We lose customers there, I hate it.",
    "Webinar went well, but two people asked about churn again and why customers cancel.",
)


async def test_a_vent_is_read_joined_and_weighed(walk: Walk) -> None:
    async with walk.open() as ctx:
        vents = [Vent(text=text, visibility="team") for text in VENTS]
        kept = await submit_vents(ctx, VentBatch(vents=vents))
    await walk.work()
    async with walk.open() as ctx:
        rows = {row.source_id: row for row in await context.extractions(ctx)}
        assert set(rows) == set(kept.ids)
        for vent_id, text in zip(kept.ids, VENTS, strict=True):
            read = Extraction.model_validate(rows[vent_id].payload)
            assert read.topics
            assert all(text[one.start : one.end] == one.quote for one in read.topics)
        assert await context.recurring(ctx, 2)
        found = await search_context(ctx, Question(query="why do customers cancel?", limit=3))
        assert {hit.source_id for hit in found.items} <= set(kept.ids)
        assert await load(ctx)
    assert len(await walk.facts("ContextExtracted")) == len(VENTS)
    assert await walk.facts("BeliefMoved")


async def test_everything_read_leads_back_to_the_sentence(walk: Walk) -> None:
    async with walk.open() as ctx:
        vents = [Vent(text=text, visibility="team") for text in VENTS]
        kept = await submit_vents(ctx, VentBatch(vents=vents))
    await walk.work()
    async with walk.open() as ctx:
        health = await check_evidence(ctx, Nothing())
        assert health.total == health.resolved > len(VENTS)
        belief = (await load(ctx))[0]
        receipt = await read_receipt(ctx, OneId(id=belief.id))
        assert receipt.chain[-1].id in kept.ids
        assert (await account_for_inputs(ctx, Nothing())).waste_share == 0
        links = await ctx.rows(select(evidence_links.c.to_id))
        assert set(kept.ids) <= {row.to_id for row in links}


async def test_the_model_improves_what_it_may_and_nothing_else(walk: Walk) -> None:
    async with walk.open() as ctx:
        kept = await submit_vents(ctx, VentBatch(vents=[Vent(text=text) for text in VENTS]))
    await walk.work()
    async with walk.open() as ctx:
        rows = {row.source_id: row for row in await context.extractions(ctx)}
    charges = [rows[each].charge for each in kept.ids]
    settled = await walk.facts("DraftRefined")
    if not walk.refined:
        assert (settled, charges[0] == 0.9) == ([], False)
        return
    by = sorted((fact["by"], *fact["dropped"]) for fact in settled)
    assert charges[0] == 0.9
    assert [who for who, *_ in by] == ["draft", "draft", "model", "model"]
    assert ("draft", "quotes_are_verbatim") in by
    async with walk.open() as ctx:
        cards = await audit.cards(ctx)
    assert {card.prompt_id for card in cards} == {"extraction/extract_context"}
    assert sorted(card.by for card in cards) == ["draft", "draft", "model", "model"]
    assert all(card.prompt_hash and card.tokens for card in cards)
