"""Voice notes are their speaker's own rows, kept once for their key."""

from dataclasses import replace
from typing import Any

from core.ids import new_id
from memory import voice_notes
from memory.ctx import Ctx
from tests.memory.rows import as_actor


def row(ctx: Ctx, **more: Any) -> dict[str, Any]:
    """A recording that waits."""
    return {
        "id": new_id(), "becomes": "words", "media": "audio/webm", "size": 4, "blob": "b",
        "consented_at": ctx.at, "author_id": ctx.actor.user_id, "key": "k", "at": ctx.at, **more,
    }  # fmt: skip


async def test_a_note_is_kept_once_for_its_key(ctx: Ctx) -> None:
    one = row(ctx)
    assert await voice_notes.keep(ctx, one)
    assert not await voice_notes.keep(ctx, row(ctx))
    assert [each.id for each in await voice_notes.own(ctx, 5)] == [one["id"]]
    await voice_notes.change(ctx, one["id"], status="discarded")
    assert await voice_notes.own(ctx, 5) == []


async def test_a_colleague_finds_no_note_and_the_worker_does(ctx: Ctx, worker: Ctx) -> None:
    one = row(ctx)
    await voice_notes.keep(ctx, one)
    async with as_actor(ctx, replace(ctx.actor, role="team", user_id=new_id())) as colleague:
        assert await voice_notes.note(colleague, one["id"]) is None
    async with as_actor(ctx, worker.actor) as working:
        assert await voice_notes.note(working, one["id"], hold=True) is not None
