"""The app as a whole: health, headers, limits, bad input, and an answer for what nobody foresaw."""

import json
from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI

from api.app import build
from api.limits import MAX_BODY, Buckets
from core import settings
from core.text import clean_text
from memory import db
from tests.api.people import Person, headers_of, register

SUBMIT = "/api/v1/vents/submit_vent"


async def test_it_is_alive_and_ready(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    assert (await client.get("/readyz")).json() == {"status": "ok"}


async def test_without_the_database_it_is_alive_but_not_ready(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    before = settings.settings().database_url
    settings.use(database_url="postgresql://nobody@127.0.0.1:9/nothing")
    try:
        assert (await client.get("/healthz")).status_code == 200
        away = await client.get("/readyz")
        vent = await client.post(SUBMIT, json={"text": "hello"}, headers=ada.headers)
    finally:
        settings.use(database_url=before)
        await db.close()
    for answer in (away, vent):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "2"
        assert "127.0.0.1" not in answer.text


async def test_requests_are_counted_by_route_and_not_by_address(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    await client.get("/api/v1/plans/list_maps", headers=ada.headers)
    numbers = (await client.get("/metrics")).text
    assert 'refleqt_http_requests_total{method="GET",route="/api/v1/plans/list_maps"' in numbers
    assert str(ada.business_id) not in numbers


async def test_every_answer_carries_the_headers_that_harden(client: httpx2.AsyncClient) -> None:
    for path in ("/healthz", "/nowhere", "/openapi.json", "/docs"):
        headers = (await client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", SUBMIT, 405), ("POST", "/healthz", 405)],
)
async def test_what_is_not_there_is_a_problem_with_a_way_out(
    client: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["remedy"]


@pytest.mark.usefixtures("_pool")
async def test_what_nobody_foresaw_is_a_number_and_nothing_more() -> None:
    broken = build()

    @broken.get("/broken")
    async def fail() -> None:
        raise KeyError("select secret from people")

    transport = httpx2.ASGITransport(broken, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://refleqt") as client:
        answer = await client.get("/broken")
    assert answer.status_code == 500
    assert answer.json()["instance"].startswith("urn:uuid:")
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_body_over_the_limit_is_refused_before_it_is_read(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    told = {"content-length": str(10**9), "content-type": "application/json"} | ada.headers
    assert (await client.post(SUBMIT, content=b"{", headers=told)).status_code == 413

    async def stream() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY // 65536 + 2):
            yield b" " * 65536

    untold = {"content-type": "application/json"} | ada.headers
    answer = await client.post(SUBMIT, content=stream(), headers=untold)
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 422),
        (" \n\t", 422),
        ("\x00", 422),
        ("a\x00b", 200),
        ("\ud800 alone", 200),
        ("مرحبا \u202e txet", 200),
        ("👩‍👩‍👧‍👦 " * 50, 200),
        ("e" + "\u0301" * 5000, 200),
        ("x" * 10_000_000, 413),
    ],
)
async def test_any_text_is_kept_cleaned_or_refused_by_name(
    client: httpx2.AsyncClient, ada: Person, text: str, status: int
) -> None:
    sent = f'{{"text": {json.dumps(text)}}}'.encode()
    headers = {"content-type": "application/json"} | ada.headers
    answer = await client.post(SUBMIT, content=sent, headers=headers)
    assert answer.status_code == status, answer.text[:300]
    if status != 200:
        assert answer.json()["fields"][0]["field"] == "text"
        return
    (line,) = (await client.get("/api/v1/vents/list_vents", headers=ada.headers)).json()["items"]
    assert line["text"] == clean_text(text)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"{}", b"NaN"])
async def test_a_body_that_is_no_request_is_refused(
    client: httpx2.AsyncClient, ada: Person, body: bytes
) -> None:
    headers = {"content-type": "application/json"} | ada.headers
    answer = await client.post(SUBMIT, content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json()["remedy"]


@pytest.mark.usefixtures("_pool")
async def test_somebody_who_asks_too_often_waits_and_others_do_not() -> None:
    busy: FastAPI = build()
    busy.state.people = Buckets(3)
    transport = httpx2.ASGITransport(busy, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://refleqt") as client:
        ada, bob = await register(client), await register(client)
        asked = [await client.get("/api/v1/accounts/me", headers=ada.headers) for _ in range(5)]
        other = await client.get("/api/v1/accounts/me", headers=bob.headers)
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429, 429]
    assert int(asked[-1].headers["Retry-After"]) >= 1
    assert other.status_code == 200


async def test_a_key_makes_a_write_happen_once(client: httpx2.AsyncClient, ada: Person) -> None:
    headers = ada.headers | {"Idempotency-Key": "vent-1"}
    body = {"text": "Churn again."}
    first = await client.post(SUBMIT, json=body, headers=headers)
    again = await client.post(SUBMIT, json=body, headers=headers)
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers


async def test_a_key_belongs_to_one_request_and_one_person(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    headers = ada.headers | {"Idempotency-Key": "vent-1"}
    await client.post(SUBMIT, json={"text": "Churn again."}, headers=headers)
    other = await client.post(SUBMIT, json={"text": "Another."}, headers=headers)
    assert (other.status_code, other.json()["fields"][0]["value"]) == (409, "vent-1")
    colleague = headers_of("team", ada.business_id) | {"Idempotency-Key": "vent-1"}
    theirs = await client.post(SUBMIT, json={"text": "Another."}, headers=colleague)
    assert theirs.status_code == 200


async def test_a_write_that_failed_leaves_its_key_free(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    headers = ada.headers | {"Idempotency-Key": "vent-1"}
    assert (await client.post(SUBMIT, json={"text": " "}, headers=headers)).status_code == 422
    assert (await client.post(SUBMIT, json={"text": "Now."}, headers=headers)).status_code == 200
