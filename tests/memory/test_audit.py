"""A card is written by the one who acts, and found by prompt, author and run."""

from typing import Any

from core.ids import new_id
from memory import audit
from memory.ctx import Ctx


def a_card(**more: Any) -> dict[str, Any]:
    """A card as an agent writes it."""
    return {
        "id": new_id(), "prompt_id": "area/verb", "prompt_version": 1, "prompt_hash": "abc",
        "by": "draft", **more,
    }  # fmt: skip


async def test_a_card_names_who_acted_and_when(ctx: Ctx) -> None:
    card = a_card()
    await audit.keep_card(ctx, card)
    found = await audit.card(ctx, card["id"])
    assert (found.actor_id, found.actor_role, found.at) == (ctx.actor.user_id, "founder", ctx.at)
    assert (found.models, found.evidence, found.usd_micros) == ([], [], None)
    assert await audit.card(ctx, new_id()) is None


async def test_cards_are_found_by_prompt_author_and_run(ctx: Ctx) -> None:
    run = new_id()
    for more in ({}, {"by": "model"}, {"by": "model", "run_id": run}, {"prompt_id": "a/b"}):
        await audit.keep_card(ctx, a_card(**more))
    assert len(await audit.cards(ctx)) == 4
    assert len(await audit.cards(ctx, prompt_id="area/verb", by="model")) == 2
    assert [card.run_id for card in await audit.cards(ctx, run_id=run)] == [run]
