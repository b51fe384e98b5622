"""One stream for the tab: names of what happens, the open chat's events, and where to go on."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2

from api.web.session import ACCESS
from tests.api.people import Person, register


async def heard(
    address: str, person: Person, query: str = "", headers: dict[str, str] | None = None
) -> AsyncIterator[tuple[str, str, Any]]:
    """Event, id and data of each message of the stream of `person`."""
    cookies = {ACCESS: person.tokens["access_token"]}
    async with (
        httpx2.AsyncClient(base_url=address, cookies=cookies, timeout=30) as browser,
        browser.stream("GET", f"/live{query}", headers=headers) as answer,
    ):
        assert answer.status_code == 200
        event = number = ""
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                event = value
            elif name == "id":
                number = value
            elif name == "data":
                yield event, number, json.loads(value)


async def vent(address: str, person: Person, words: str = "Prices again.") -> None:
    """Something happens in the business of `person`."""
    async with httpx2.AsyncClient(base_url=address, headers=person.headers) as browser:
        answer = await browser.post("/api/v1/vents/submit_vent", json={"text": words})
        assert answer.status_code == 200, answer.text


async def test_a_tab_hears_the_name_of_what_happens_and_nothing_else(
    address: str, client: httpx2.AsyncClient
) -> None:
    ada = await register(client)
    stream = heard(address, ada)
    assert (await anext(stream))[0] == "hello"
    telling = asyncio.create_task(vent(address, ada))
    event, number, data = await anext(stream)
    await telling
    assert (event, data) == ("fact", {"name": "InputKept"})
    assert number.endswith(".0")
    await stream.aclose()


async def test_a_tab_goes_on_where_it_was(address: str, client: httpx2.AsyncClient) -> None:
    ada = await register(client)
    await vent(address, ada)
    await vent(address, ada, "And the agency.")
    first = heard(address, ada)
    await anext(first)
    _, number, _ = await anext(first)
    await first.aclose()
    again = heard(address, ada, headers={"last-event-id": number})
    await anext(again)
    _, later, _ = await anext(again)
    assert int(later.partition(".")[0]) > int(number.partition(".")[0])
    await again.aclose()


async def test_a_chat_of_somebody_else_is_not_followed(
    address: str, client: httpx2.AsyncClient
) -> None:
    ada, eve = await register(client), await register(client)
    made = await client.post("/api/v1/chat/threads", json={}, headers=ada.headers)
    thread = made.json()["id"]
    cookies = {ACCESS: eve.tokens["access_token"]}
    async with httpx2.AsyncClient(base_url=address, cookies=cookies) as browser:
        answer = await browser.get(f"/live?thread={thread}")
    assert answer.status_code == 404
