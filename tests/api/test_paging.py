"""Lists come in pages, whether the tool cuts them or the door does."""

import httpx2
import pytest

from api import paging
from domain.access import Actor
from memory.ctx import open_ctx
from tests.api.people import Person
from tests.memory.rows import TENANT_TABLES, a_row
from tools import catalog


async def everything(
    client: httpx2.AsyncClient, path: str, headers: dict[str, str], **params: int
) -> list[list[str]]:
    """The ids of all pages of a list."""
    pages: list[list[str]] = []
    after: dict[str, str] = {}
    while True:
        answer = await client.get(f"/api/v1/{path}", params=params | after, headers=headers)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        pages.append([item["id"] for item in body["items"]])
        if body["next"] is None:
            return pages
        after = {"after": body["next"]}


async def test_a_list_that_the_tool_cuts_is_read_to_its_end(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    vents = [{"text": f"vent {n}", "at": "2026-10-01T09:00:00Z"} for n in range(7)]
    body = {"vents": vents}
    await client.post("/api/v1/vents/submit_vents", json=body, headers=ada.headers)
    pages = await everything(client, "vents/list_vents", ada.headers, limit=3)
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({each for page in pages for each in page}) == 7


async def test_entries_without_a_day_come_last(client: httpx2.AsyncClient, ada: Person) -> None:
    days = ["2026-10-02", None, "2026-10-01", None]
    entries = [
        {"id": f"e{n}", "title": "t", "artifact_type": "email", "publish_on": day}
        for n, day in enumerate(days)
    ]
    body = {"entries": entries}
    await client.post("/api/v1/calendar/save_entries", json=body, headers=ada.headers)
    pages = await everything(client, "calendar/list_entries", ada.headers, limit=1)
    assert [len(page) for page in pages] == [1, 1, 1, 1]
    answer = await client.get("/api/v1/calendar/list_entries", headers=ada.headers)
    assert [item["publish_on"] for item in answer.json()["items"]] == [
        *sorted(days[::2]),
        None,
        None,
    ]


async def test_a_list_that_the_door_cuts_is_read_to_its_end(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    (table,) = [table for table in TENANT_TABLES if table.name == "themes"]
    worker = Actor("worker", business_id=ada.business_id)
    async with open_ctx(worker) as ctx:
        for n in range(5):
            row = a_row(table, ada.business_id, {}, ada.user_id, ada.user_id)
            await ctx.db.execute(table.insert(), row | {"count": 10 - n, "label": f"theme {n}"})
    pages = await everything(client, "context/list_themes", ada.headers, limit=2, least=1)
    assert [len(page) for page in pages] == [2, 2, 1]


@pytest.mark.parametrize("limit", ["0", "-1", "201", "many"])
async def test_a_page_has_one_to_two_hundred_things(
    client: httpx2.AsyncClient, ada: Person, limit: str
) -> None:
    answer = await client.get(
        "/api/v1/plans/list_maps", params={"limit": limit}, headers=ada.headers
    )
    assert answer.status_code == 422
    assert answer.json()["fields"][0] | {"message": ""} == {
        "field": "query.limit", "message": "", "value": limit,
    }  # fmt: skip


def test_every_list_of_things_with_an_id_has_a_cursor() -> None:
    for tool in catalog.for_people():
        if "id" in paging._item(tool.gives):
            assert {"after", "limit"} <= paging.takes(tool).model_fields.keys(), tool.name
            assert "next" in paging.gives(tool).model_fields, tool.name
