"""What was said is erased with all that came of it, or loses its words and stays counted."""

from uuid import UUID

from cdt import erasing
from domain.work import ExtractContext, ReinforceBeliefs
from jobs import extract_context, reinforce_beliefs
from memory import (
    adapters,
    beliefs,
    context,
    evaluations,
    inputs,
    joining,
    meanings,
    recurrence,
    threads,
    words,
)
from memory.ctx import Ctx
from tools.vents import Vent, submit_vent

WORDS = "Our pricing page confuses people and I hate it. Nobody finds the annual plan at all."


async def heard(worker: Ctx, text: str = WORDS) -> UUID:
    """A vent that was read, and that moved beliefs; returns its id."""
    vent = (await submit_vent(worker, Vent(text=text, visibility="team"))).id
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent,)))
    for row in await words.extractions_of(worker, "vent", vent):
        cause = ReinforceBeliefs(cause="vent", subject_ids=(str(row.id),))
        await reinforce_beliefs.run(worker, cause)
    return vent


async def test_erasing_leaves_nothing_of_an_input(worker: Ctx) -> None:
    before = await beliefs.load(worker)
    vent = await heard(worker)
    golden = {"key": "V-1", "kind": "chat", "content": {"asked": WORDS}, "source_kind": "vent",
              "source_id": vent, "from_version": 1}  # fmt: skip
    assert await evaluations.promote(worker, golden)
    thread = await threads.start(worker, threads.CHAT)
    said = threads.Saying("assistant", {"text": f"You said: {WORDS}"}, None)
    message = await threads.say(worker, thread, said)
    gone = await erasing.erase_input(worker, "vent", vent, "erase")
    assert (gone.inputs, gone.quotations) == (1, 1)
    assert await inputs.vent(worker, vent) is None
    assert await evaluations.golden(worker, retired=True) == []
    assert await context.extractions(worker) == []
    assert (await joining.load(worker)).mentions == []
    assert (await meanings.meanings(worker))[1] == {}
    assert await beliefs.load(worker) == before
    assert "pricing" not in str((await threads.message(worker, message)).content)
    assert (await erasing.erase_input(worker, "vent", vent, "erase")).inputs == 0


async def test_anonymising_keeps_what_was_counted(worker: Ctx) -> None:
    vent = await heard(worker)
    held = [(one.id, one.confidence) for one in await beliefs.load(worker)]
    themes = [(one.id, one.count) for one in await context.recurring(worker, 1)]
    await erasing.erase_input(worker, "vent", vent, "anonymise")
    (read,) = await context.extractions(worker)
    assert read.topics
    assert "pricing page" not in str(read.payload)
    assert [(one.id, one.confidence) for one in await beliefs.load(worker)] == held
    assert [(one.id, one.count) for one in await context.recurring(worker, 1)] == themes
    assert (await meanings.meanings(worker))[1] == {}
    standing = (await joining.load(worker)).mentions
    assert await recurrence.gists(worker, [one.id for one in standing]) == {}
    assert (await words.source(worker, "vent", vent)).text == ""


async def test_all_words_of_a_person_go_at_once(ctx: Ctx) -> None:
    for text in (WORDS, "The export takes ages and a customer called about it twice."):
        await submit_vent(ctx, Vent(text=text))
    await threads.start(ctx, threads.CHAT)
    assert ctx.actor.user_id is not None
    gone = await erasing.erase_person(ctx, ctx.actor.user_id, "erase")
    assert (gone.inputs, gone.chats) == (2, 1)
    assert await inputs.vents(ctx) == []


async def test_what_was_anonymised_is_answered_with_by_no_adapter(worker: Ctx) -> None:
    vent = await heard(worker)
    row = {"month": "2026-10", "name": "cdt-a", "status": "kept", "sources": [f"{vent}"]}
    await adapters.keep(worker, row)
    await erasing.erase_input(worker, "vent", vent, "anonymise")
    assert (await adapters.named(worker, "cdt-a")).status == "withdrawn"
