"""What was read from an input leaves every store; what rested on it names the input itself."""

from typing import Any
from uuid import UUID

from domain.derived import Piece
from domain.work import ExtractContext
from jobs import extract_context
from memory import context, derived, forgetting, outcomes, passages, receipts, vectors
from memory.ctx import Ctx
from tools.vents import Vent, VentId, submit_vent, withdraw_vent

CHURN = (
    "Third customer this month who cancelled because onboarding took too long, I am frustrated.",
    "Another one cancelled because onboarding took too long. This hurts, I am so frustrated.",
)
MAP = UUID(int=7)


async def read(worker: Ctx, text: str) -> UUID:
    """A vent that was kept and read; returns its id."""
    vent = await submit_vent(worker, Vent(text=text))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
    return vent.id


def _of_vents() -> Any:
    table = vectors.context_embeddings
    return table.select().where(table.c.source_type == "vent")


async def test_quotes_vectors_and_extraction_go(worker: Ctx) -> None:
    one, other = [await read(worker, text) for text in CHURN]
    (theme,) = await context.recurring(worker, 2)
    (gone,) = await forgetting.unread(worker, "vent", one)
    assert gone.source_id == one
    assert [row.source_id for row in await context.extractions(worker)] == [other]
    assert [row.source_id for row in await worker.rows(_of_vents())] == [other]
    quotes = await context.quotes_of(worker, theme.id)
    assert [quote.source_id for quote in quotes] == [other]
    assert await context.recurring(worker, 2) == []


async def test_a_theme_is_called_by_words_that_are_left(worker: Ctx) -> None:
    one, other = [await read(worker, text) for text in CHURN]
    await forgetting.unread(worker, "vent", one)
    (theme,) = await context.recurring(worker, 1)
    assert theme.label in CHURN[1]
    await forgetting.unread(worker, "vent", other)
    row = await worker.row(context.themes.select())
    assert (row.label, row.count) == ("", 0)


async def test_an_output_that_rested_on_it_says_that_it_was_taken_back(worker: Ctx) -> None:
    vent = await read(worker, CHURN[0])
    (extraction,) = await context.extractions(worker)
    await outcomes.link(worker, "map", MAP, [("extraction", extraction.id, "why now")])
    await outcomes.link(worker, "map", MAP, [("vent", vent, "why now")])
    await withdraw_vent(worker, VentId(id=vent))
    (link,) = await receipts.links_from(worker, [MAP])
    assert (link.to_kind, link.to_id) == ("vent", vent)
    (found,) = await receipts.of_kind(worker, "vent", [vent])
    assert found.text == receipts.TAKEN_BACK
    total, broken = await receipts.unresolved(worker)
    assert [row.from_kind for row in broken] == ["map"]  # the test's map is no row
    assert total == 1


async def test_nothing_that_is_searched_holds_it(worker: Ctx) -> None:
    before = await passages.state(worker)
    vent = await read(worker, CHURN[0])
    said = await passages.state(worker)
    await withdraw_vent(worker, VentId(id=vent))
    assert len({before, said, await passages.state(worker)}) == 3
    assert await passages.load(worker) == []


async def test_a_rival_that_nobody_mentions_any_more_is_none(worker: Ctx) -> None:
    vent = await read(worker, "Our competitor Acme Analytics undercuts us again.")
    piece = Piece(kind="vent", id=vent, at=worker.at, end=49, framed=True)
    rival = {"key": "acme", "name": "Acme", "names": ["Acme"], "stated": False, "pieces": [piece]}
    await derived.replace(worker, "competitor", [rival])
    await forgetting.unread(worker, "vent", vent)
    assert await derived.all_of(worker, "competitor") == []
