"""Signing in: tokens that end, refresh tokens that turn once, and no word about who exists."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import jwt
import pytest

from core import clock, security
from domain.access import PEOPLE, SCOPES
from tests.api.people import PASSWORD, Person, bearer, headers_of, register

ACCOUNTS = "/api/v1/accounts"


async def turn(client: httpx2.AsyncClient, token: str) -> httpx2.Response:
    """Use a refresh token."""
    return await client.post(f"{ACCOUNTS}/refresh", json={"refresh_token": token})


async def test_whoever_registers_is_the_founder_of_a_business(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    me = (await client.get(f"{ACCOUNTS}/me", headers=ada.headers)).json()
    assert (me["role"], me["business_id"]) == ("founder", str(ada.business_id))
    assert me["scopes"] == sorted(SCOPES["founder"])


async def test_one_address_has_one_account(client: httpx2.AsyncClient, ada: Person) -> None:
    body = {"email": ada.email.upper(), "password": PASSWORD, "business_name": "Again"}
    answer = await client.post(f"{ACCOUNTS}/register", json=body)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:refleqt:problem:EmailTaken")


async def test_login_gives_tokens_for_the_business(client: httpx2.AsyncClient, ada: Person) -> None:
    body = {"email": ada.email, "password": PASSWORD}
    tokens = (await client.post(f"{ACCOUNTS}/login", json=body)).json()
    assert tokens["business_id"] == str(ada.business_id)
    assert tokens["expires_in"] == 3600


async def test_a_wrong_password_and_an_unknown_address_read_the_same(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    answers = [
        await client.post(f"{ACCOUNTS}/login", json={"email": email, "password": "wrong"})
        for email in (ada.email, f"nobody-{ada.email}")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()


async def test_another_business_and_none_are_the_same_404(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    other = await register(client)
    bodies = []
    for business in (other.business_id, other.user_id):
        body = {"email": ada.email, "password": PASSWORD, "business_id": str(business)}
        answer = await client.post(f"{ACCOUNTS}/login", json=body)
        assert answer.status_code == 404
        bodies.append(answer.json())
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("extra", ["role", "user_id", "operator", "balance", "tenant_id"])
async def test_nobody_can_slip_a_field_in(client: httpx2.AsyncClient, extra: str) -> None:
    body = {"email": "x@example.com", "password": PASSWORD, "business_name": "X", extra: "1"}
    answer = await client.post(f"{ACCOUNTS}/register", json=body)
    assert answer.status_code == 422
    assert f"body.{extra}" in [wrong["field"] for wrong in answer.json()["fields"]]


async def test_a_refused_password_is_not_repeated(client: httpx2.AsyncClient) -> None:
    body = {"email": "x@example.com", "password": "too short", "business_name": "X"}
    answer = await client.post(f"{ACCOUNTS}/register", json=body)
    assert answer.status_code == 422
    assert "too short" not in answer.text


async def test_a_refresh_token_turns_into_the_next(client: httpx2.AsyncClient, ada: Person) -> None:
    first = (await turn(client, ada.tokens["refresh_token"])).json()
    second = (await turn(client, first["refresh_token"])).json()
    assert len({ada.tokens["refresh_token"], first["refresh_token"], second["refresh_token"]}) == 3
    assert second["business_id"] == str(ada.business_id)


async def test_twenty_tabs_that_refresh_at_once_get_one_successor(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    answers = await asyncio.gather(*(turn(client, ada.tokens["refresh_token"]) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1


async def test_a_token_used_again_after_the_grace_ends_the_whole_family(
    client: httpx2.AsyncClient, ada: Person, simulated: clock.SimulatedClock
) -> None:
    next_one = (await turn(client, ada.tokens["refresh_token"])).json()["refresh_token"]
    simulated.move_to(clock.now() + timedelta(seconds=11))
    stolen = await turn(client, ada.tokens["refresh_token"])
    assert (stolen.status_code, stolen.json()["type"]) == (401, "urn:refleqt:problem:SessionOver")
    assert (await turn(client, next_one)).status_code == 401


async def test_a_refresh_token_ends_after_seven_days(
    client: httpx2.AsyncClient, simulated: clock.SimulatedClock, ada: Person
) -> None:
    simulated.move_to(clock.now() + timedelta(days=7, seconds=1))
    assert (await turn(client, ada.tokens["refresh_token"])).status_code == 401


async def test_signing_out_ends_the_session(client: httpx2.AsyncClient, ada: Person) -> None:
    body = {"refresh_token": ada.tokens["refresh_token"]}
    assert (await client.post(f"{ACCOUNTS}/logout", json=body)).json() == {"done": True}
    assert (await turn(client, ada.tokens["refresh_token"])).status_code == 401


async def test_signing_out_with_an_unknown_token_changes_nothing(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.post(f"{ACCOUNTS}/logout", json={"refresh_token": "x" * 43})
    assert answer.status_code == 200


async def test_an_access_token_ends_after_an_hour(
    client: httpx2.AsyncClient, simulated: clock.SimulatedClock, ada: Person
) -> None:
    simulated.move_to(clock.now() + timedelta(hours=1, seconds=-1))
    assert (await client.get(f"{ACCOUNTS}/me", headers=ada.headers)).status_code == 200
    simulated.move_to(clock.now() + timedelta(seconds=1))
    assert (await client.get(f"{ACCOUNTS}/me", headers=ada.headers)).status_code == 401


def forged(**changes: Any) -> str:
    """A token with our key and everything right but `changes`."""
    key = security.signing_key()
    good = jwt.decode(
        headers_of("founder", None)["Authorization"].split()[1], key, ["HS256"], audience="refleqt"
    )
    return jwt.encode(good | changes, key, "HS256")


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "somebody"},
        {"iss": "somebody"},
        {"typ": "refresh"},
        {"exp": 1},
        {"nbf": 4_000_000_000},
        {"sub": "no uuid"},
        {"role": "worker"},
        {"role": "emperor"},
        {"biz": 7},
    ],
)
async def test_a_token_with_one_wrong_claim_is_refused(
    client: httpx2.AsyncClient, changes: dict[str, Any]
) -> None:
    answer = await client.get(f"{ACCOUNTS}/me", headers=bearer(forged(**changes)))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("algorithm", ["none", "HS512"])
async def test_a_token_of_another_algorithm_is_refused(
    client: httpx2.AsyncClient, algorithm: str
) -> None:
    key = security.signing_key()
    body = jwt.decode(forged(), options={"verify_signature": False})
    headers = {"jku": "http://127.0.0.1/keys", "kid": "../../dev/null"}
    token = jwt.encode(body, key if algorithm != "none" else "", algorithm, headers=headers)
    assert (await client.get(f"{ACCOUNTS}/me", headers=bearer(token))).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x.y.z", "Basic YTpi", "Bearer \xff"])
async def test_what_is_no_token_is_refused(client: httpx2.AsyncClient, header: str) -> None:
    sent = {"Authorization": header.encode("latin-1")} if header else {}
    answer = await client.get(f"{ACCOUNTS}/me", headers=sent)
    assert (answer.status_code, answer.json()["status"]) == (401, 401)


async def test_a_refresh_token_does_not_open_a_door(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    headers = bearer(ada.tokens["refresh_token"])
    assert (await client.get(f"{ACCOUNTS}/me", headers=headers)).status_code == 401


@pytest.mark.parametrize("role", sorted(PEOPLE))
async def test_every_role_sees_its_own_scopes(
    client: httpx2.AsyncClient, ada: Person, role: str
) -> None:
    answer = await client.get(f"{ACCOUNTS}/me", headers=headers_of(role, ada.business_id))
    assert set(answer.json()["scopes"]) == {*SCOPES[role]}


def test_the_successor_of_a_refresh_token_cannot_be_guessed_from_it() -> None:
    token = security.refresh_token()
    assert security.next_refresh_token(token) == security.next_refresh_token(token)
    assert token not in security.next_refresh_token(token)
