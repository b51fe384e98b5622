"""Search by words: rare words weigh more, near words a little less, one index per business."""

from datetime import UTC, datetime

from core.ids import derived_id
from domain.language.terms import root
from memory import lexical
from memory.ctx import Ctx
from memory.passages import Passage
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
    first = await lexical.lexicon(ctx)
    assert await lexical.lexicon(ctx) is first
    await noted(ctx, "Webinars bring more.")
    second = await lexical.lexicon(ctx)
    assert len(second.passages) == 2
    lexical.forget(ctx.business_id)
    assert await lexical.lexicon(ctx) is not second
