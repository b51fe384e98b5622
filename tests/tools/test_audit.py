"""Cards of what minds did can be read by those of the business."""

import pytest

from agents import cards
from agents.base import think
from cdt.calls import Meter
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.interview import Question
from memory.ctx import Ctx
from prompts.library import Rendered
from tests.memory.rows import as_actor
from tools.audit import NoSuchCard, OneCard, WhichCards, list_audit_cards, read_audit_card

WORDS = Rendered("area/verb", 3, "abc", "domain.interview.Question", "Do it.", "<x>1</x>")


async def test_a_draft_leaves_a_card_that_can_be_read(ctx: Ctx) -> None:
    drafted = Question(field="size", text="How many are you?")
    await think(ctx, "onboarding/ask_next", {"turns": [], "field": "size", "meaning": ""}, drafted)
    [listed] = (await list_audit_cards(ctx, WhichCards())).items
    card = await read_audit_card(ctx, OneCard(id=listed.id))
    assert (card.prompt_id, card.by, card.models, card.calls) == (
        "onboarding/ask_next", "draft", [], 0,
    )  # fmt: skip
    assert (card.actor_id, card.actor_role) == (ctx.actor.user_id, "founder")


async def test_cards_are_found_by_author_and_run_with_their_evidence(ctx: Ctx) -> None:
    source, run = {"kind": "vent", "id": str(new_id())}, new_id()
    meter = Meter(WORDS, ctx.business_id, run)
    await cards.file_card(ctx, meter, "model", (), [source])
    await cards.file_card(ctx, Meter(WORDS, ctx.business_id), "draft")
    for wanted in (WhichCards(by="model"), WhichCards(run_id=str(run))):
        [card] = (await list_audit_cards(ctx, wanted)).items
        assert [one.model_dump(mode="json") for one in card.evidence] == [source]


async def test_an_unknown_card_is_not_found(ctx: Ctx) -> None:
    with pytest.raises(NoSuchCard):
        await read_audit_card(ctx, OneCard(id=new_id()))


async def test_an_evaluator_reads_no_cards(ctx: Ctx) -> None:
    evaluator = Actor("evaluator", user_id=new_id(), business_id=ctx.business_id)
    async with as_actor(ctx, evaluator) as other:
        with pytest.raises(ScopeMissing, match="audit:read"):
            await list_audit_cards(other, WhichCards())
