"""What we know: empty, full, as of a day, and to somebody without the right."""

import httpx2
import pytest

from api.web.pages import knowledge
from domain.access import worker_for
from domain.beta import CADENCE, PARTS
from memory.ctx import open_ctx
from tests import worlds
from tests.api.people import Person


@pytest.fixture
async def house(person: Person) -> Person:
    """The business of `person` with results and notes."""
    async with open_ctx(worker_for(person.business_id)) as ctx:
        await worlds.content(ctx)
        await worlds.buyers(ctx)
        await worlds.notes(ctx)
    return person


def test_every_part_has_a_name_and_every_cadence_its_words() -> None:
    assert set(knowledge.PARTS) == set(PARTS) == set(knowledge.CADENCES)
    for part, words in knowledge.CADENCES.items():
        assert words.casefold().rstrip(".") == CADENCE[part].why.casefold()


async def test_an_empty_business_is_told_how_to_begin(founder_page: httpx2.AsyncClient) -> None:
    page = await founder_page.get("/knowledge")
    assert page.status_code == 200
    assert "Nothing is known yet" in page.text
    then = await founder_page.get("/knowledge?as_of=2026-01-01")
    assert "Nothing was known then" in then.text


@pytest.mark.usefixtures("house")
async def test_a_question_is_answered_part_by_part_with_receipts(
    founder_page: httpx2.AsyncClient,
) -> None:
    page = await founder_page.get("/knowledge?q=pricing+page&budget=1000")
    assert page.status_code == 200
    assert "Our pricing page confuses people" in page.text
    assert page.text.count('href="/receipts/') > 5
    assert page.text.index('id="part-said"') < page.text.index('id="part-signals"')
    assert "times smaller" in page.text
    assert "did not fit" in page.text


@pytest.mark.parametrize("day", ["2099-01-01", "yesterday"])
async def test_a_day_that_cannot_be_told_is_refused_in_place(
    founder_page: httpx2.AsyncClient, day: str
) -> None:
    page = await founder_page.get("/knowledge", params={"as_of": day, "q": "ads"})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert 'value="ads"' in page.text
