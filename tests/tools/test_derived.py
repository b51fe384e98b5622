"""What is derived is computed from everything, skips what nobody agreed to show, and is stable."""

from domain.work import ExtractContext
from jobs import extract_context
from memory import derived, people
from memory.ctx import Ctx
from tests.worlds import told
from tools.derived import derive, known, one_known, own_names, quoted
from tools.vents import Vent, submit_vent


async def test_an_empty_business_has_nothing_derived(ctx: Ctx) -> None:
    await derive(ctx)
    assert await known(ctx, "segment") == []
    assert await known(ctx, "competitor") == []


async def test_a_full_business_is_computed_twice_the_same(worker: Ctx) -> None:
    await told(worker)
    await derive(worker)
    first = [(row.id, row.payload) for row in await derived.all_of(worker, "competitor")]
    segments = [(row.id, row.payload) for row in await derived.all_of(worker, "segment")]
    await derive(worker)
    assert [(row.id, row.payload) for row in await derived.all_of(worker, "competitor")] == first
    assert [(row.id, row.payload) for row in await derived.all_of(worker, "segment")] == segments
    (rival,) = await known(worker, "competitor")
    assert (rival.name, rival.stated) == ("Brasswick", True)
    assert (await one_known(worker, "competitor", rival.id)).key == "brasswick"


async def test_words_off_the_record_are_never_derived_from(worker: Ctx) -> None:
    for words in ("Acme beat us; compared to Acme we are slow.", "Unlike Acme we answer."):
        kept = await submit_vent(worker, Vent(text=words, visibility="off_record"))
        await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(kept.id,)))
    await derive(worker)
    assert await known(worker, "competitor") == []


async def test_the_same_sentence_of_one_text_is_quoted_once(worker: Ctx) -> None:
    await people.keep_profile(worker, {"competitors_direct": ["Acme"]}, {})
    await submit_vent(worker, Vent(text="Acme is slow. Acme is slow.", visibility="team"))
    await derive(worker)
    (rival,) = await known(worker, "competitor")
    assert [one.quote for one in await quoted(worker, rival.pieces)] == ["Acme is slow."]


async def test_our_own_names_are_known(ctx: Ctx) -> None:
    tenant = {"people": ["Ada Lovelace"], "products": ["Bench"], "aliases": ["The Wren"]}
    await people.change_business(ctx, settings={"tenant": tenant})
    assert {"ada", "lovelace", "bench", "the wren"} <= await own_names(ctx)
