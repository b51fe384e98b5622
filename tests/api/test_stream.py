"""The event stream: live, resumable from any number, over SSE and WebSocket, and ended on sign-out.

A stream needs a real connection, so these run against the API in a process of its own.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from tests.api.people import Person, bearer, headers_of, register


@pytest.fixture
async def remote(address: str) -> AsyncIterator[httpx2.AsyncClient]:
    """Requests over a real connection."""
    async with httpx2.AsyncClient(base_url=address, timeout=30) as client:
        yield client


async def vent(client: httpx2.AsyncClient, person: Person, text: str) -> None:
    """Something happens in the business."""
    body = {"text": text}
    answer = await client.post("/api/v1/vents/submit_vent", json=body, headers=person.headers)
    assert answer.status_code == 200, answer.text


async def told(
    client: httpx2.AsyncClient, headers: dict[str, str], count: int, after: int = 0
) -> list[dict[str, Any]]:
    """The first `count` events after a number; each checked to carry its number as id."""
    rows: list[dict[str, Any]] = []
    params = {"after": after}
    async with client.stream("GET", "/api/v1/events", params=params, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        number = ""
        async for line in answer.aiter_lines():
            if line.startswith("id:"):
                number = line[3:].strip()
            if line.startswith("data:"):
                rows.append(json.loads(line[5:]))
                assert str(rows[-1]["seq"]) == number
            if len(rows) == count:
                break
    return rows


async def test_what_happened_is_told_in_order_with_its_number(remote: httpx2.AsyncClient) -> None:
    ada = await register(remote)
    for n in range(3):
        await vent(remote, ada, f"vent {n}")
    rows = await told(remote, ada.headers, 3)
    assert [row["name"] for row in rows] == ["InputKept"] * 3
    assert [row["seq"] for row in rows] == sorted(row["seq"] for row in rows)


async def test_a_stream_goes_on_where_the_last_one_ended(remote: httpx2.AsyncClient) -> None:
    ada = await register(remote)
    for n in range(4):
        await vent(remote, ada, f"vent {n}")
    rows = await told(remote, ada.headers, 4)
    by_query = await told(remote, ada.headers, 2, after=rows[1]["seq"])
    again = ada.headers | {"Last-Event-ID": str(rows[2]["seq"])}
    by_header = await told(remote, again, 1, after=0)
    assert (by_query, by_header) == (rows[2:], rows[3:])


async def test_what_happens_later_is_told_as_it_happens(remote: httpx2.AsyncClient) -> None:
    ada = await register(remote)
    waiting = asyncio.create_task(told(remote, ada.headers, 1))
    await asyncio.sleep(0.3)
    await vent(remote, ada, "now")
    assert (await waiting)[0]["name"] == "InputKept"


async def test_nobody_is_told_of_another_business(remote: httpx2.AsyncClient) -> None:
    ada, bob = await register(remote), await register(remote)
    await vent(remote, ada, "ours")
    await vent(remote, bob, "theirs")
    (first,) = await told(remote, bob.headers, 1)
    mine = await told(remote, ada.headers, 1)
    assert first["payload"]["id"] != mine[0]["payload"]["id"]


async def test_a_stream_ends_when_its_session_does(remote: httpx2.AsyncClient) -> None:
    ada = await register(remote)
    open_one = asyncio.create_task(told(remote, ada.headers, 1))
    await asyncio.sleep(0.3)
    body = {"refresh_token": ada.tokens["refresh_token"]}
    await remote.post("/api/v1/accounts/logout", json=body)
    assert await open_one == []


@pytest.mark.parametrize("number", ["x", "-1", "1" * 19])
async def test_a_number_that_is_none_is_refused(remote: httpx2.AsyncClient, number: str) -> None:
    ada = await register(remote)
    headers = ada.headers | {"Last-Event-ID": number}
    assert (await remote.get("/api/v1/events", headers=headers)).status_code == 422


async def test_a_role_without_the_scope_hears_nothing(remote: httpx2.AsyncClient) -> None:
    ada = await register(remote)
    headers = headers_of("creator", ada.business_id)
    assert (await remote.get("/api/v1/events", headers=headers)).status_code == 403
    assert (await remote.get("/api/v1/events")).status_code == 401


async def test_the_socket_tells_the_same_as_the_stream(
    remote: httpx2.AsyncClient, address: str
) -> None:
    ada = await register(remote)
    for n in range(3):
        await vent(remote, ada, f"vent {n}")
    rows = await told(remote, ada.headers, 3)
    url = f"{address.replace('http', 'ws')}/api/v1/ws?after={rows[0]['seq']}"
    async with connect(url, additional_headers=ada.headers) as socket:
        assert [json.loads(await socket.recv()) for _ in range(2)] == rows[1:]


async def test_a_browser_may_send_its_token_first(remote: httpx2.AsyncClient, address: str) -> None:
    ada = await register(remote)
    await vent(remote, ada, "hello")
    url = f"{address.replace('http', 'ws')}/api/v1/ws"
    async with connect(url, origin=Origin(address)) as socket:
        await socket.send(json.dumps({"token": ada.tokens["access_token"]}))
        assert json.loads(await socket.recv())["name"] == "InputKept"


@pytest.mark.parametrize(
    ("said", "code"),
    [("not json", 4401), ('{"token": 7}', 4401), ('{"token": "x.y.z"}', 4401), ("[]", 4401)],
)
async def test_a_socket_without_a_valid_token_is_closed(address: str, said: str, code: int) -> None:
    async with connect(f"{address.replace('http', 'ws')}/api/v1/ws") as socket:
        await socket.send(said)
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


async def test_a_socket_of_a_role_without_the_scope_is_closed(
    remote: httpx2.AsyncClient, address: str
) -> None:
    ada = await register(remote)
    headers = headers_of("evaluator", ada.business_id)
    async with connect(
        f"{address.replace('http', 'ws')}/api/v1/ws", additional_headers=headers
    ) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403


async def test_a_page_of_another_site_cannot_open_a_socket(
    remote: httpx2.AsyncClient, address: str
) -> None:
    ada = await register(remote)
    with pytest.raises(InvalidStatus) as refused:
        async with connect(
            f"{address.replace('http', 'ws')}/api/v1/ws",
            additional_headers=bearer(ada.tokens["access_token"]),
            origin=Origin("http://evil.example"),
        ):
            pass
    assert refused.value.response.status_code == 403
