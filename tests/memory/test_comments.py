"""Comments and versions stay in the order in which they were written."""

from core.ids import new_id
from memory import comments
from memory.ctx import Ctx


async def test_a_comment_is_taken_off_and_put_back(ctx: Ctx) -> None:
    subject, one = new_id(), new_id()
    row = {"id": one, "subject_kind": "map", "subject_id": subject, "text": "Why now?"}
    await comments.keep(ctx, row)
    await comments.mark(ctx, one, removed=True)
    assert (await comments.comment(ctx, one)).removed_at == ctx.at
    await comments.mark(ctx, one, removed=False)
    assert [row.removed_at for row in await comments.about(ctx, subject)] == [None]


async def test_a_version_is_never_written_again(ctx: Ctx) -> None:
    subject = new_id()
    for title in ("first", "second"):
        await comments.keep_version(ctx, "map", subject, 1, {"title": title})
    await comments.keep_version(ctx, "map", subject, 2, {"title": "third"})
    found = await comments.versions_of(ctx, subject)
    assert [(row.version, row.payload["title"]) for row in found] == [(1, "first"), (2, "third")]
