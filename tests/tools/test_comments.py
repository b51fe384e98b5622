"""Comments are the house's own: whoever wrote one may take it off, and no creator reads it."""

import pytest

from core.ids import new_id
from domain.access import Actor, ScopeMissing
from memory.ctx import Ctx
from tests.tools.market_people import turn
from tests.worlds import bought, facts
from tools.comments import (
    CommentAsk,
    CommentId,
    NoSuchComment,
    NothingToComment,
    NotYourComment,
    SubjectId,
    add_comment,
    list_comments,
    remove_comment,
    restore_comment,
)


async def test_a_comment_is_read_taken_off_and_put_back(ctx: Ctx) -> None:
    map_id = await bought(ctx)
    said = await add_comment(ctx, CommentAsk(kind="map", subject_id=map_id, text="<b>Why?</b>"))
    assert (said.text, said.own) == ("<b>Why?</b>", True)
    gone = await remove_comment(ctx, CommentId(comment_id=said.id))
    assert (gone.text, gone.removed) == ("", True)
    await restore_comment(ctx, CommentId(comment_id=said.id))
    (line,) = (await list_comments(ctx, SubjectId(subject_id=map_id))).items
    assert line == said
    assert await facts(ctx, "CommentWritten") == 1


async def test_nobody_takes_off_what_somebody_else_wrote(ctx: Ctx) -> None:
    map_id = await bought(ctx)
    said = await add_comment(ctx, CommentAsk(kind="map", subject_id=map_id, text="Mine."))
    async with turn(ctx, Actor("team", new_id(), ctx.business_id)) as other:
        with pytest.raises(NotYourComment):
            await remove_comment(other, CommentId(comment_id=said.id))
        with pytest.raises(NoSuchComment):
            await remove_comment(other, CommentId(comment_id=new_id()))


async def test_there_is_something_to_comment_on(ctx: Ctx) -> None:
    with pytest.raises(NothingToComment):
        await add_comment(ctx, CommentAsk(kind="map", subject_id=new_id(), text="Nothing."))
    with pytest.raises(NothingToComment):
        await list_comments(ctx, SubjectId(subject_id=new_id()))


async def test_a_creator_reads_no_comment(ctx: Ctx) -> None:
    map_id = await bought(ctx)
    await add_comment(ctx, CommentAsk(kind="map", subject_id=map_id, text="Gaugewren only."))
    async with turn(ctx, Actor("creator", new_id(), ctx.business_id, new_id())) as creator:
        with pytest.raises(ScopeMissing):
            await list_comments(creator, SubjectId(subject_id=map_id))
