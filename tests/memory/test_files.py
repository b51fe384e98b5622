"""Files are sealed rows: once each, readable by who may, and empty once they were withdrawn."""

from dataclasses import replace
from typing import Any

from core.ids import new_id
from memory import files
from memory.ctx import Ctx
from tests.memory.rows import as_actor


def row(ctx: Ctx, **more: Any) -> dict[str, Any]:
    """A file of two pages."""
    return {
        "id": new_id(), "name": "plan.pdf", "media": "application/pdf", "size": 9,
        "pages": ["one", "two"], "page_count": 2, "blob": "b", "author_id": ctx.actor.user_id,
        "at": ctx.at, "content_hash": "h", **more,
    }  # fmt: skip


async def test_a_file_is_kept_once_and_comes_back_after_it_was_withdrawn(ctx: Ctx) -> None:
    one = row(ctx)
    assert await files.keep(ctx, one)
    assert not await files.keep(ctx, one)
    await files.withdraw(ctx, one["id"])
    held = await files.file(ctx, one["id"])
    assert held is not None
    assert (held.pages, held.blob, held.withdrawn_at) == ([], None, ctx.at)
    assert await files.everything(ctx) == [] == await files.named(ctx, [one["id"]])
    assert await files.keep(ctx, one)
    assert files.whole(await files.file(ctx, one["id"])) == "one\n\ntwo"


async def test_a_private_file_is_its_authors_and_the_workers(ctx: Ctx, worker: Ctx) -> None:
    mine, shared = row(ctx), row(ctx, content_hash="i", visibility="team")
    for one in (mine, shared):
        await files.keep(ctx, one)
    ids = [shared["id"], mine["id"]]
    assert [each.id for each in await files.named(ctx, ids)] == ids
    async with as_actor(ctx, replace(ctx.actor, role="team", user_id=new_id())) as colleague:
        assert [each.id for each in await files.newest(colleague, 5)] == [shared["id"]]
        assert await files.file(colleague, mine["id"]) is None
    async with as_actor(ctx, worker.actor) as working:
        assert len(await files.newest(working, 5)) == 2


async def test_a_file_says_once_what_it_was_handed_in_for(ctx: Ctx) -> None:
    one, message = row(ctx), new_id()
    await files.keep(ctx, one)
    await files.attach(ctx, [one["id"]], "message", message)
    await files.attach(ctx, [one["id"]], "vent", new_id())
    held = await files.file(ctx, one["id"])
    assert held is not None
    assert (held.about_kind, held.about_id) == ("message", message)
