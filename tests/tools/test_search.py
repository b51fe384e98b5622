"""Search tells why each hit came up, keeps to its facets, and shows nobody another's words."""

from datetime import date

import pytest

from cdt.embed import MODEL
from core import clock
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.work import ExtractContext, ResealWords
from jobs import extract_context, generate_embeddings, reseal_words
from memory import keys, lexical
from memory.ctx import Ctx, acting, open_ctx
from tests import embedding
from tests.memory.test_passages import noted
from tools import indexing
from tools.activities import Activity, submit_activity
from tools.search import (
    DaysReversed,
    NoSuchKind,
    NoSuchTopic,
    NoSuchValue,
    Question,
    Wants,
    open_passages,
    search_context,
)
from tools.vents import Vent, submit_vent

TALK = """Nora: Why did Kestrel leave?
Piet: Their export never worked, they said so twice.
Nora: And the price?
Piet: Nobody named it."""


async def talked(ctx: Ctx) -> None:
    """Two people talk about a customer who left."""
    activity = {"kind": "retro", "notes": TALK, "at": "2026-10-05T10:00:00Z"}
    await submit_activity(ctx, Activity.model_validate(activity))


async def test_a_hit_says_who_said_it_and_why_it_came_up(ctx: Ctx) -> None:
    await talked(ctx)
    await noted(ctx, "The dog sleeps.")
    found = await search_context(ctx, Question(query="What did Piet say about the export?"))
    best = found.items[0]
    assert (best.speaker, best.source_type) == ("Piet", "activity")
    assert "export" in best.text
    assert any("export" in why for why in best.why)
    assert any("Piet" in why for why in best.why)
    assert {part.name for part in best.parts} >= {"words", "closeness", "speaker"}


async def test_facets_limit_what_is_found(ctx: Ctx) -> None:
    await talked(ctx)
    await noted(ctx, "The export again.")

    async def kinds(**facets: object) -> set[str]:
        ask = Question.model_validate({"query": "export", **facets})
        return {one.source_type for one in (await search_context(ctx, ask)).items}

    assert await kinds() == {"activity", "vent"}
    assert await kinds(kinds=["vent"]) == {"vent"}
    assert await kinds(since="2026-10-06") == {"vent"}
    assert await kinds(until="2026-10-06") == {"activity"}
    assert await kinds(speaker="piet") == {"activity"}
    assert await kinds(topic="pricing") == set()
    assert await kinds(facets={"kind": ["Vent"]}) == {"vent"}
    assert await kinds(kinds=["vent"], facets={"kind": ["activity"]}) == set()
    assert await kinds(facets={"month": ["2026-10"]}) == {"activity", "vent"}
    assert await kinds(facets={"month": ["2026-11"]}) == set()
    assert await kinds(facets={"visibility": ["private"]}) == set()
    assert await kinds(facets={"author": [str(ctx.actor.user_id)]}) == {"vent"}


UNLIKE = {"topic": "hiring", "channel": "podcast", "segment": "shops", "sentiment": "good"}
READ = {
    "topic": ["pricing"], "channel": ["email"], "segment": ["agencies"], "sentiment": ["bad"],
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
async def test_what_was_read_of_a_note_limits_what_is_found(ctx: Ctx, name: str) -> None:
    note = await noted(ctx, "Agencies leave over the price.")
    await noted(ctx, "Agencies like the price.")
    row = {
        "source_type": "vent", "source_id": note, "position": 0, "said_at": ctx.at,
        "text_chunk": "Agencies leave over the price.", "facets": READ,
    }  # fmt: skip
    await indexing.keep(ctx, [row])
    ask = Question.model_validate({"query": "price", "facets": {name: READ[name]}})
    (hit,) = (await search_context(ctx, ask)).items
    assert hit.source_id == note
    other = Question.model_validate({"query": "price", "facets": {name: [UNLIKE[name]]}})
    assert (await search_context(ctx, other)).items == []


async def test_a_hit_is_opened_again_by_its_id_by_who_may_read_it(ctx: Ctx) -> None:
    private = await noted(ctx, "I am tired of the export.", "private")
    await indexing.keep(
        ctx,
        [{"source_type": "vent", "source_id": private, "position": 0, "said_at": ctx.at,
          "text_chunk": "I am tired of the export."}],
    )  # fmt: skip
    (hit,) = (await search_context(ctx, Question(query="tired of the export"))).items
    assert hit.passage_id is not None
    ask = Wants(ids=[hit.passage_id, hit.passage_id, new_id()])
    (found,) = (await open_passages(ctx, ask)).items
    assert (found.text, found.source_id) == ("I am tired of the export.", private)
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        assert (await open_passages(colleague, ask)).items == []


SAID = (
    "Agencies leave over the price.", "Our newsletter is read by nobody.",
    "The webinar brought three customers.", "Piet wants a smaller plan for shops.",
)  # fmt: skip


async def all_found(actor: Actor, query: str) -> list[tuple[str, float]]:
    """Texts and scores, with an index that is built anew."""
    assert actor.business_id is not None
    lexical.forget(actor.business_id)
    async with open_ctx(actor) as ctx:
        found = await search_context(ctx, Question(query=query))
    return [(one.text, one.score) for one in found.items]


async def test_neither_a_new_key_nor_a_new_generation_changes_an_answer(
    lasting: Actor, simulated: clock.SimulatedClock
) -> None:
    assert lasting.business_id is not None
    house = worker_for(lasting.business_id)
    for words in SAID:
        async with open_ctx(house) as ctx:
            vent = await submit_vent(ctx, Vent(text=words))
        async with open_ctx(house) as ctx:
            work = ExtractContext(source_kind="vent", source_ids=(vent.id,))
            await extract_context.run(ctx, work)
    before = await all_found(house, "Who reads our mails?")
    assert before[0][0] == SAID[1]
    async with open_ctx(house) as ctx:
        number = await keys.change(ctx.db, ctx.business_id)
    assert await all_found(house, "Who reads our mails?") == before
    await reseal_words.run(house, ResealWords(version=number))
    async with open_ctx(house) as ctx:
        assert [one for one, _ in await keys.made(ctx.db, ctx.business_id)] == [number]
    assert await all_found(house, "Who reads our mails?") == before
    await generate_embeddings.bring_over(house, MODEL, anew=True)
    again = await all_found(house, "Who reads our mails?")
    assert [text for text, _ in again] == [text for text, _ in before]
    assert [score for _, score in again] == pytest.approx([score for _, score in before], abs=1e-3)


async def test_another_embedding_model_is_asked_for_meaning_and_words_tell_when_it_is_dead(
    lasting: Actor, simulated: clock.SimulatedClock
) -> None:
    assert lasting.business_id is not None
    house = worker_for(lasting.business_id)
    async with open_ctx(house) as ctx:
        rows = []
        for words in SAID:
            note = await noted(ctx, words)
            rows.append({"source_type": "vent", "source_id": note, "position": 0,
                         "said_at": ctx.at, "text_chunk": words})  # fmt: skip
        await indexing.keep(ctx, rows)
        await noted(ctx, "Not read yet: the price again.")
    with embedding.embedding() as model:
        await generate_embeddings.bring_over(house, embedding.MODEL)
        asked = len(model.asked)
        assert (await all_found(house, SAID[3]))[0][0] == SAID[3]
        assert {"Not read yet: the price again."} <= set(model.asked[asked:])
        model.dead = True
        found = await all_found(house, "the price")
        assert {text for text, _ in found[:2]} == {SAID[0], "Not read yet: the price again."}
        model.recover()
        assert (await all_found(house, SAID[2]))[0][0] == SAID[2]


async def test_a_note_said_again_and_again_is_not_all_that_is_found(ctx: Ctx) -> None:
    for _ in range(3):
        await noted(ctx, "The export failed for Kestrel." + " " * _)
    await noted(ctx, "An export that fails is why they cancel.")
    found = await search_context(ctx, Question(query="export failed", limit=2))
    assert len({one.text.strip() for one in found.items}) == 2


async def test_nobody_finds_what_they_may_not_read(ctx: Ctx) -> None:
    await noted(ctx, "I am tired of the export.", "private")
    ask = Question(query="tired of the export")
    assert (await search_context(ctx, ask)).items
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        assert (await search_context(colleague, ask)).items == []


@pytest.mark.parametrize(
    ("facets", "wrong"),
    [
        ({"kinds": ["tweet"]}, NoSuchKind),
        ({"topic": "weather"}, NoSuchTopic),
        ({"facets": {"sentiment": ["angry"]}}, NoSuchValue),
        ({"facets": {"visibility": ["off_record"]}}, NoSuchValue),
        ({"facets": {"channel": []}}, NoSuchValue),
        ({"since": date(2026, 2, 1), "until": date(2026, 1, 1)}, DaysReversed),
    ],
)
def test_facets_that_do_not_exist_are_refused_with_a_way_out(
    facets: dict[str, object], wrong: type[Exception]
) -> None:
    with pytest.raises(wrong, match=r"Choose|Swap|Name 1"):
        Question.model_validate({"query": "ads", **facets})


@pytest.mark.parametrize(
    "query", ["???", "的价格", "🙂", "a" * 2000, "<script>alert(1)</script>", "the"]
)
async def test_odd_words_find_something_or_nothing_and_break_nothing(ctx: Ctx, query: str) -> None:
    await talked(ctx)
    found = await search_context(ctx, Question(query=query))
    assert len(found.items) <= 10


async def test_a_limit_to_none_of_the_kinds_finds_nothing(ctx: Ctx) -> None:
    """An empty filter fails closed (product P2)."""
    await noted(ctx, "Ads again.")
    assert (await search_context(ctx, Question(query="ads"))).items
    assert (await search_context(ctx, Question(query="ads", kinds=[]))).items == []
