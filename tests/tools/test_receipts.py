"""A receipt leads from an output to somebody's sentence, and says only what one may read."""

import pytest

from core.ids import new_id
from domain.work import ExtractContext
from jobs import extract_context
from memory import context
from memory.ctx import Ctx
from tools.receipts import (
    Nothing,
    NothingByThatId,
    OneId,
    account_for_inputs,
    check_evidence,
    read_receipt,
)
from tools.vents import Vent, submit_vent

WORDS = "Our pricing page confuses people. Nobody finds the annual plan, and churn goes up."


async def test_an_extraction_leads_to_the_words_it_was_read_from(worker: Ctx) -> None:
    vent = await submit_vent(worker, Vent(text=WORDS, visibility="team"))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_id=vent.id))
    (row,) = await context.extractions(worker)
    receipt = await read_receipt(worker, OneId(id=row.id))
    assert receipt.chain[0].id == row.id
    assert receipt.chain[-1].text
    assert receipt.chain[-1].text in WORDS
    back = await read_receipt(worker, OneId(id=vent.id))
    assert row.id in {pointer.id for pointer in back.forward}


async def test_every_link_leads_somewhere(worker: Ctx) -> None:
    vent = await submit_vent(worker, Vent(text=WORDS))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_id=vent.id))
    health = await check_evidence(worker, Nothing())
    assert health.total == health.resolved > 0


async def test_every_input_is_accounted_for(worker: Ctx) -> None:
    await submit_vent(worker, Vent(text=WORDS))
    account = await account_for_inputs(worker, Nothing())
    assert account.total == 1
    assert 0 <= account.waste_share <= 1


async def test_an_unknown_id_is_named(ctx: Ctx) -> None:
    nobody = new_id()
    with pytest.raises(NothingByThatId, match=str(nobody)):
        await read_receipt(ctx, OneId(id=nobody))
