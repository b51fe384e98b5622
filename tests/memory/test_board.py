"""The board finds notes that one may read, by what was heard in them, newest first."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core.ids import new_id
from domain.work import ExtractContext
from jobs import extract_context
from memory import board
from memory.board import Wanted
from memory.ctx import Ctx, as_worker
from tests.memory.rows import as_actor, in_role
from tools.vents import Vent, submit_vent

GLAD = "I love how well the webinar went; people asked great questions. What a wonderful day!"
ANGRY = "Our pricing page confuses people and I hate that. It is a terrible, awful mess."


async def heard(ctx: Ctx, text: str, **more: Any) -> UUID:
    """A note that was read."""
    kept = await submit_vent(ctx, Vent(text=text, **more))
    await read(ctx, kept.id)
    return kept.id


async def read(ctx: Ctx, vent_id: UUID) -> None:
    """Let a note be read, as the worker does."""
    async with as_worker(ctx) as worker:
        await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent_id,)))


async def ids(ctx: Ctx, **asked: Any) -> list[UUID]:
    """The notes that filters find."""
    rows = await board.notes(ctx, Wanted(**asked))
    assert rows is not None
    return [row.id for row in rows]


async def test_each_filter_finds_what_was_heard(ctx: Ctx) -> None:
    glad = await heard(ctx, GLAD, tags=["win"], at=ctx.at - timedelta(days=2))
    angry = await heard(ctx, ANGRY, visibility="team", at=ctx.at - timedelta(days=1))
    assert await ids(ctx) == [angry, glad]
    assert await ids(ctx, tag="win") == [glad]
    assert await ids(ctx, visibility="team") == [angry]
    assert await ids(ctx, topic="pricing") == [angry]
    assert await ids(ctx, mood="bad") == [angry]
    assert await ids(ctx, mood="good") == [glad]
    found = await board.readings(ctx, [glad, angry])
    themes = await board.themes_of(ctx, [one.id for one in found.values()])
    theme = themes[found[angry].id].id
    assert await ids(ctx, theme=theme) == [angry]
    assert len(await board.feelings(ctx)) == 2
    assert await board.tags(ctx) == ["win"]


async def test_a_colleague_finds_only_what_is_for_the_team(ctx: Ctx) -> None:
    private = await heard(ctx, GLAD, tags=["mine"])
    shared = await heard(ctx, ANGRY, visibility="team", tags=["ours"])
    async with as_actor(ctx, in_role(ctx.actor, "team", user_id=new_id())) as other:
        assert await ids(other) == [shared]
        assert await board.note(other, private) is None
        assert await board.note(other, shared) is not None
        assert await board.tags(other) == ["ours"]
        assert len(await board.feelings(other)) == 1
        assert await board.notes(other, Wanted(), before=private) is None


async def test_pages_go_on_from_a_note(ctx: Ctx) -> None:
    said = [
        (await submit_vent(ctx, Vent(text=f"Note {n}.", at=ctx.at - timedelta(hours=n)))).id
        for n in range(3)
    ]
    first = await board.notes(ctx, Wanted(), None, 2)
    assert first is not None
    assert [row.id for row in first] == said[:2]
    second = await board.notes(ctx, Wanted(), said[1], 2)
    assert second is not None
    assert [row.id for row in second] == said[2:]


async def test_care_is_offered_once_and_to_the_author_alone(ctx: Ctx) -> None:
    kept = await submit_vent(ctx, Vent(text="I don't want to live anymore."))
    async with as_actor(ctx, in_role(ctx.actor, "team", user_id=new_id())) as other:
        assert await board.take_offers(other) == []
    assert await board.take_offers(ctx) == [kept.id]
    assert await board.take_offers(ctx) == []


async def test_what_rests_on_nothing_is_followed_by_nothing(ctx: Ctx) -> None:
    assert await board.resting_on(ctx, [new_id()], ("belief",)) == []
