"""The text of a prompt is kept once under its hash, and found again by it."""

from dataclasses import replace

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
