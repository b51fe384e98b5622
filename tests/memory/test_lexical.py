"""Search by words: rare words weigh more, near words a little less, one index per business."""

import asyncio
from datetime import UTC, datetime

import pytest

from cdt.embed import read_tokens
from core.ids import derived_id
from domain.access import Actor
from domain.language.terms import root, roots
from memory import inputs, lexical
from memory.ctx import Ctx, open_ctx
from memory.passages import Passage
from memory.retrieval import Wanted, retrieve
from tests.memory.test_passages import noted

AT = datetime(2026, 10, 7, tzinfo=UTC)


def index(*texts: str) -> lexical.Lexicon:
    """An index over notes."""
    rows = [Passage("vent", derived_id(text), 0, text, AT) for text in texts]
    return lexical.built(rows)


def test_a_word_finds_its_other_forms_and_near_ones() -> None:
    words = index("The customer cancelled.", "A client called.", "The dog sleeps.")
    scores = words.scores([root("customers")])
    assert scores[0] > scores[1] > scores[2]


def test_rare_words_tell_more() -> None:
    words = index("ads and gauges", "ads and owners", "ads and labs")
    assert words.rarity(root("gauges")) > words.rarity(root("ads"))
    assert words.uses(root("owner"))
    assert not words.uses(root("Walmart"))


def test_an_empty_business_has_an_index_too() -> None:
    assert index().scores([root("ads")]).shape == (0,)


async def test_the_index_follows_the_notes_and_may_be_forgotten(ctx: Ctx) -> None:
    await noted(ctx, "Ads again.")
    first, _ = await lexical.lexicon(ctx)
    assert (await lexical.lexicon(ctx))[0] is first
    await noted(ctx, "Webinars bring more.")
    second, fresh = await lexical.lexicon(ctx)
    assert fresh
    assert len(second.passages) == 2
    lexical.forget(ctx.business_id)
    assert (await lexical.lexicon(ctx))[0] is not second


async def test_a_large_index_answers_while_it_is_built_anew(
    lasting: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "LARGE", 0)
    asked = Wanted("ads", tuple(roots("ads")))
    async with open_ctx(lasting) as ctx:
        gone = await noted(ctx, "Ads again, and they cost too much.")
        await noted(ctx, "Ads bring nobody.")
        _, hits = await retrieve(ctx, asked, read_tokens)
        assert len(hits) == 2
    async with open_ctx(lasting) as ctx:
        await inputs.change_vent(ctx, gone, deleted_at=ctx.at)
        await noted(ctx, "Ads are back.")
    async with open_ctx(lasting) as ctx:
        _, hits = await retrieve(ctx, asked, read_tokens)
        assert [hit.passage.text for hit in hits] == ["Ads bring nobody."]
    while await _asked_again(lasting, asked) != {"Ads bring nobody.", "Ads are back."}:
        await asyncio.sleep(0.02)


async def _asked_again(actor: Actor, asked: Wanted) -> set[str]:
    async with open_ctx(actor) as ctx:
        _, hits = await retrieve(ctx, asked, read_tokens)
    return {hit.passage.text for hit in hits}
