"""A receipt leads from an output to somebody's sentence, and says only what one may read."""

import pytest

from core.ids import new_id
from domain.access import Actor
from domain.work import ExtractContext
from jobs import extract_context
from memory import context, outcomes
from memory.ctx import Ctx
from tests.memory.rows import as_actor
from tests.tools.test_beliefs import believed
from tools.receipts import (
    GONE,
    WITHHELD,
    Nothing,
    NothingByThatId,
    OneId,
    account_for_inputs,
    check_evidence,
    follow_evidence,
    read_fate,
    read_receipt,
)
from tools.vents import Vent, submit_vent

WORDS = "Our pricing page confuses people. Nobody finds the annual plan, and churn goes up."


async def test_an_extraction_leads_to_the_words_it_was_read_from(worker: Ctx) -> None:
    vent = await submit_vent(worker, Vent(text=WORDS, visibility="team"))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
    (row,) = await context.extractions(worker)
    receipt = await read_receipt(worker, OneId(id=row.id))
    assert receipt.chain[0].id == row.id
    assert receipt.chain[-1].text
    assert receipt.chain[-1].text in WORDS
    back = await read_receipt(worker, OneId(id=vent.id))
    assert row.id in {pointer.id for pointer in back.forward}


async def test_every_link_leads_somewhere(worker: Ctx) -> None:
    vent = await submit_vent(worker, Vent(text=WORDS))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
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


async def test_what_came_of_a_sentence_is_followed_step_by_step(worker: Ctx) -> None:
    vent = await submit_vent(worker, Vent(text=WORDS, visibility="team"))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
    (row,) = await context.extractions(worker)
    belief_id = new_id()
    await outcomes.link(worker, "belief", belief_id, [("extraction", row.id, "supports it")])
    found = await follow_evidence(worker, OneId(id=vent.id))
    assert (found.kind, found.text) == ("sentence", WORDS)
    near, far = found.items[0], next(one for one in found.items if one.id == belief_id)
    assert (near.depth, near.kind, near.id, near.via) == (1, "extraction", row.id, vent.id)
    assert (far.depth, far.kind, far.via, far.state) == (2, "belief", row.id, "deleted")
    assert found.left_out == {}


async def test_a_private_note_is_withheld_from_others_and_says_so(ctx: Ctx, worker: Ctx) -> None:
    vent = await submit_vent(ctx, Vent(text=WORDS, visibility="private"))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
    (row,) = await context.extractions(worker)
    own = (await read_receipt(ctx, OneId(id=row.id))).chain[-1]
    assert (own.state, own.text) == ("shown", WORDS)
    member = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with as_actor(ctx, member) as theirs:
        step = (await read_receipt(theirs, OneId(id=row.id))).chain[-1]
        assert (step.state, step.text) == ("withheld", WITHHELD)
        assert (await follow_evidence(theirs, OneId(id=vent.id))).state == "withheld"


async def test_a_source_that_is_gone_is_said_to_be_deleted(worker: Ctx) -> None:
    belief = (await believed(worker))[0]
    gone = new_id()
    await outcomes.link(worker, "belief", belief.id, [("extraction", gone, "supports it")])
    chain = (await read_receipt(worker, OneId(id=belief.id))).chain
    found = {one.id: one for step in chain for one in (step, *step.beside)}
    assert (found[gone].state, found[gone].text) == ("deleted", GONE)


async def test_the_fate_of_an_input_is_known_by_its_id(worker: Ctx) -> None:
    vent = await submit_vent(worker, Vent(text=WORDS))
    fate = await read_fate(worker, OneId(id=vent.id))
    assert (fate.kind, fate.fate, fate.there) == ("sentence", "waiting", True)
    lost = new_id()
    await outcomes.account_for(worker, "vent", [lost], "set_aside", "taken back by its author")
    fate = await read_fate(worker, OneId(id=lost))
    assert (fate.there, fate.reason) == (False, "taken back by its author")
    with pytest.raises(NothingByThatId):
        await read_fate(worker, OneId(id=new_id()))
