"""Derived rows hold places and no words; what rests on an input goes with it; readers differ."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core.ids import new_id
from domain.access import Actor
from domain.choices import Choice
from domain.derived import Piece
from memory import derived, market_signals, outcomes, receipts
from memory.ctx import Ctx, acting
from tests.memory.test_passages import noted
from tools.vents import Vent, submit_vent

WORDS = "Acme is cheaper than us."


def rival(*pieces: Piece, key: str = "acme", **more: Any) -> dict[str, Any]:
    """A competitor with its evidence, as it is computed."""
    return {"key": key, "name": key.title(), "names": [key.title()], "stated": False,
            "pieces": pieces, **more}  # fmt: skip


async def noted_piece(ctx: Ctx, text: str = WORDS, visibility: Any = "team") -> Piece:
    """A note and the piece of evidence that is all of it."""
    kept = await submit_vent(ctx, Vent(text=text, visibility=visibility))
    return Piece(kind="vent", id=kept.id, at=ctx.at, end=len(text))


async def test_what_is_computed_anew_replaces_what_was_there_with_its_links(ctx: Ctx) -> None:
    first, second = await noted_piece(ctx), await noted_piece(ctx, "Acme again.")
    for pieces in ([first, second], [second], [second]):
        await derived.replace(ctx, "competitor", [rival(*pieces)])
    (row,) = await derived.all_of(ctx, "competitor")
    assert (row.id, row.competitor, row.mentions) == (
        derived.row_id(ctx, "competitor", "acme"), "Acme", 1,
    )  # fmt: skip
    (link,) = await receipts.links_from(ctx, [row.id])
    assert (link.to_kind, link.to_id) == ("vent", second.id)
    await derived.replace(ctx, "competitor", [])
    assert await derived.all_of(ctx, "competitor") == []
    assert await receipts.links_from(ctx, [row.id]) == []


async def test_a_row_holds_no_words(ctx: Ctx) -> None:
    await derived.replace(ctx, "competitor", [rival(await noted_piece(ctx))])
    (row,) = await derived.all_of(ctx, "competitor")
    assert "cheaper" not in str(row.payload)


async def test_what_rests_on_one_input_alone_goes_with_it(ctx: Ctx) -> None:
    first, second = await noted_piece(ctx), await noted_piece(ctx, "Beta and Acme.")
    both = [rival(first, second), rival(second, key="beta")]
    await derived.replace(ctx, "competitor", both)
    await derived.let_go(ctx, "vent", second.id)
    (row,) = await derived.all_of(ctx, "competitor")
    assert (row.competitor, row.mentions) == ("Acme", 1)
    assert str(second.id) not in str(row.payload)
    assert await receipts.unresolved(ctx) == (1, [])


async def test_somebody_elses_private_note_is_neither_readable_nor_counted(ctx: Ctx) -> None:
    mine = await noted_piece(ctx, visibility="private")
    off = await noted_piece(ctx, "Acme, off the record.", "off_record")
    shared = await noted_piece(ctx, "Acme, for all.", "team")
    ids = {"vent": [mine.id, off.id, shared.id]}
    assert await derived.readable(ctx, ids) == {mine.id, shared.id}
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        assert await derived.readable(colleague, ids) == {shared.id}
        assert await derived.texts(colleague, ids) == {shared.id: "Acme, for all."}
        assert [one for one, _ in await derived.times(colleague)] == [shared.id]


async def test_plans_and_figures_are_open_to_everybody(ctx: Ctx) -> None:
    one = new_id()
    assert await derived.readable(ctx, {"entry": [one]}) == {one}


async def test_a_decision_stands_until_it_is_taken_back(ctx: Ctx) -> None:
    for chosen in (Choice(hidden=True), Choice(name="Acme Ltd", added=True)):
        await derived.keep_choice(ctx, "competitor", "acme", chosen)
        assert await derived.choices(ctx, "competitor") == {"acme": chosen}
    assert await derived.choices(ctx, "segment") == {}
    await derived.keep_choice(ctx, "competitor", "acme", Choice())
    assert await derived.choices(ctx, "competitor") == {}


async def test_the_newest_pieces_are_kept_of_what_is_named_all_the_time(ctx: Ctx) -> None:
    pieces = [
        Piece(kind="vent", id=UUID(int=n + 1), at=ctx.at + timedelta(seconds=n))
        for n in range(derived.MOST_PIECES + 5)
    ]
    await derived.replace(ctx, "competitor", [rival(*pieces)])
    (row,) = await derived.all_of(ctx, "competitor")
    assert row.mentions == derived.MOST_PIECES
    assert row.payload["pieces"][0]["id"] == str(UUID(int=6))
    links = await receipts.links_from(ctx, [row.id])
    assert len(links) == derived.MOST_LINKS


async def test_notes_without_evidence_are_untouched(ctx: Ctx) -> None:
    await noted(ctx, "Nothing of the kind.")
    await derived.let_go(ctx, "vent", new_id())
    assert await market_signals.newest(ctx) == []
    assert await outcomes.fates(ctx) == {}
