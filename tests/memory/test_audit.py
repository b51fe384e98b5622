"""A prompt's text is kept under its hash; a card is written by the one who acts, and found."""

from dataclasses import replace
from typing import Any

from core.ids import new_id
from memory import audit
from memory.audit import PromptText, keep_prompt, prompt_of_hash, versions_of
from memory.ctx import Ctx
from prompts import library

OLD = PromptText(
    "ab" * 32, "area/verb", 1, "domain.interview.Question", ("text", "draft"), "Read.", "<text>"
)
NEW = replace(OLD, hash="ac" * 32, version=2, instructions="Read it.")


async def test_a_text_is_found_by_its_hash_and_by_the_beginning_of_it(ctx: Ctx) -> None:
    for text in (OLD, NEW, OLD):
        await keep_prompt(text)
    assert await prompt_of_hash(ctx, OLD.hash) == OLD
    assert await prompt_of_hash(ctx, "ac") == NEW
    assert await prompt_of_hash(ctx, "a") is None, "it could be either"
    assert await prompt_of_hash(ctx, "%") is None


async def test_versions_come_latest_first(ctx: Ctx) -> None:
    for text in (OLD, NEW):
        await keep_prompt(text)
    assert await versions_of(ctx, "area/verb") == [NEW, OLD]
    assert await versions_of(ctx, "area/other") == []


async def test_another_process_that_kept_it_first_changes_nothing(ctx: Ctx) -> None:
    await keep_prompt(OLD)
    audit._kept.clear()
    await keep_prompt(replace(OLD, instructions="Something else."))
    assert await prompt_of_hash(ctx, OLD.hash) == OLD


async def test_a_prompt_is_kept_as_its_file_says_it(ctx: Ctx) -> None:
    prompt = library.load("mapping/draft_map")
    await keep_prompt(prompt)
    kept = await prompt_of_hash(ctx, prompt.hash)
    assert kept is not None
    assert (kept.id, kept.inputs) == (prompt.id, prompt.inputs)
    assert (kept.instructions, kept.material) == (prompt.instructions, prompt.material)


def a_card(**more: Any) -> dict[str, Any]:
    """A card as an agent writes it."""
    return {
        "id": new_id(), "prompt_id": "area/verb", "prompt_version": 1, "prompt_hash": "abc",
        "by": "draft", **more,
    }  # fmt: skip


async def test_a_card_names_who_acted_and_when(ctx: Ctx) -> None:
    card = a_card()
    await audit.keep_cards(ctx, [card])
    found = await audit.card(ctx, card["id"])
    assert (found.actor_id, found.actor_role, found.at) == (ctx.actor.user_id, "founder", ctx.at)
    assert (found.models, found.evidence, found.usd_micros) == ([], [], None)
    assert await audit.card(ctx, new_id()) is None


async def test_cards_are_found_by_prompt_author_and_run(ctx: Ctx) -> None:
    run = new_id()
    for more in ({}, {"by": "model"}, {"by": "model", "run_id": run}, {"prompt_id": "a/b"}):
        await audit.keep_cards(ctx, [a_card(**more)])
    assert len(await audit.cards(ctx)) == 4
    assert len(await audit.cards(ctx, prompt_id="area/verb", by="model")) == 2
    assert [card.run_id for card in await audit.cards(ctx, run_id=run)] == [run]
