"""Operations are for operators alone, and hold nobody's words."""

import httpx2
import pytest

from domain.access import Actor
from domain.work import AnalyzePatterns
from jobs import worker
from memory import queue
from memory.ctx import open_ctx
from tests.api.people import Person
from tests.api.web.visiting import sit
from tests.planted import plant

PAGES = ("/operations", "/operations/jobs", "/operations/queues", "/operations/dead-letters",
         "/operations/events", "/operations/tenants", "/operations/costs", "/operations/releases",
         "/operations/erasures")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
async def test_a_founder_sees_no_operations(founder_page: httpx2.AsyncClient, path: str) -> None:
    assert (await founder_page.get(path)).status_code == 403


async def test_no_canary_of_any_field_is_on_any_page(browser: httpx2.AsyncClient) -> None:
    house = await plant(1)
    operator = sit(browser, "operator", None)
    for path in PAGES:
        answer = await operator.get(path)
        assert answer.status_code == 200, path
        assert [mark for mark in house.canaries if mark in answer.text] == [], path


async def test_a_dead_letter_tells_its_error_and_is_given_another_chance(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(Actor("worker", business_id=person.business_id)) as ctx:
        await queue.enqueue(ctx, [AnalyzePatterns(day="never")])
    with pytest.raises(ValueError, match="never"):
        await worker.drain()
    async with queue.connected() as connection:
        (letter,) = await queue.dead_letters(connection)
    operator = sit(browser, "operator", None)
    page = (await operator.get("/operations/dead-letters")).text
    assert "ValueError" in page
    assert "Invalid isoformat" not in page
    none = await operator.post("/operations/dead-letters", data={})
    assert none.status_code == 303
    again = await operator.post("/operations/dead-letters", data={"ids": [str(letter.id)]})
    assert again.status_code == 303
    assert "No dead letters" in (await operator.get("/operations/dead-letters")).text
