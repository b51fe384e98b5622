"""Files by upload: the same rows, refusals and rules as `refleqt import`."""

from pathlib import Path
from typing import get_args

import httpx2
import pytest

from api import imports
from domain.imports import Kind
from tests.api.people import Person, headers_of

GOOD = (
    b"text,at\nOur ads bring clicks.,2026-10-02T09:00:00Z\nNobody answers.,2026-10-03T09:00:00Z\n"
)
BROKEN = GOOD + b"Soon.,tomorrow\n"


async def upload(
    client: httpx2.AsyncClient, headers: dict[str, str], content: bytes, **params: str
) -> httpx2.Response:
    """A file of vents, sent by a browser."""
    files = {"file": ("../../etc/vents.csv", content, "text/csv")}
    return await client.post("/api/v1/imports/vents", files=files, params=params, headers=headers)


async def test_a_good_file_is_kept_once(client: httpx2.AsyncClient, ada: Person) -> None:
    first = (await upload(client, ada.headers, GOOD)).json()
    again = (await upload(client, ada.headers, GOOD)).json()
    assert (first["read"], first["kept"], again["kept"]) == (2, 2, 0)


async def test_a_broken_file_is_refused_by_line_field_and_value(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    answer = await upload(client, ada.headers, BROKEN)
    assert answer.status_code == 422
    (field,) = answer.json()["fields"]
    assert (field["field"], field["value"]) == ("line 4, at", "tomorrow")
    listed = await client.get("/api/v1/vents/list_vents", headers=ada.headers)
    assert listed.json()["items"] == []


async def test_a_dry_run_and_good_rows_alone(client: httpx2.AsyncClient, ada: Person) -> None:
    dry = (await upload(client, ada.headers, BROKEN, dry_run="true")).json()
    good = (await upload(client, ada.headers, BROKEN, keep_good="true", dry_run="true")).json()
    kept = (await upload(client, ada.headers, BROKEN, keep_good="true")).json()
    assert (dry["kept"], dry["would_keep"], len(dry["refused"])) == (0, 0, 1)
    assert (good["kept"], good["would_keep"]) == (0, 2)
    assert kept["kept"] == 2


async def test_an_upload_with_a_key_is_done_once(client: httpx2.AsyncClient, ada: Person) -> None:
    headers = ada.headers | {"Idempotency-Key": "file-1"}
    first, again = [await upload(client, headers, GOOD) for _ in range(2)]
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(("role", "status"), [("team", 200), ("evaluator", 403), ("creator", 403)])
async def test_who_may_write_a_kind_may_upload_it(
    client: httpx2.AsyncClient, ada: Person, role: str, status: int
) -> None:
    answer = await upload(client, headers_of(role, ada.business_id), GOOD)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"PK\x03\x04" + b"\x00" * 100, b"text\n\x00\n"]
)
async def test_what_is_no_such_file_keeps_nothing(
    client: httpx2.AsyncClient, ada: Person, content: bytes
) -> None:
    answer = await upload(client, ada.headers, content)
    assert answer.status_code == 422 or answer.json()["kept"] == 0


async def test_an_upload_over_the_limit_is_refused(client: httpx2.AsyncClient, ada: Person) -> None:
    answer = await upload(client, ada.headers, b"text\n" + b"x\n" * 7_000_000)
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", sorted(imports.KEEPERS))
def test_an_empty_file_of_any_kind_has_no_rows(kind: str, tmp_path: Path) -> None:
    file = tmp_path / ("empty.md" if kind == "activities" else "empty.csv")
    file.write_text("")
    rows, _ = imports.rows_of(kind, file)
    assert rows == []


def test_the_offered_kinds_are_those_that_have_a_keeper() -> None:
    assert set(get_args(Kind)) == set(imports.KEEPERS)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a,2026-01-01T00:00:00Z,email,,2026-01-02T00:00:00Z,,USD", "Give the conversion a value"),
        (
            "a,2026-01-01T00:00:00Z,email,,2026-01-02T00:00:00Z,9,USD\n"
            "b,2026-01-01T00:00:00Z,email,,2026-01-02T00:00:00Z,9,EUR",
            "Keep to USD in one file",
        ),
        (
            "a,2026-01-01T00:00:00Z,email,,2026-01-02T00:00:00Z,9,USD\n"
            "a,2026-01-01T01:00:00Z,email,,2026-01-03T00:00:00Z,9,USD",
            "Give all rows of a journey one converted_at",
        ),
    ],
)
def test_journeys_that_do_not_add_up_are_refused(tmp_path: Path, rows: str, said: str) -> None:
    header = "journey_id,touch_at,channel,artifact_id,converted_at,value_cents,currency"
    file = tmp_path / "journeys.csv"
    file.write_text(f"{header}\n{rows}\nz,2026-01-01T00:00:00Z,email,,,,\n")
    kept, refused = imports.rows_of("journeys", file)
    assert said in refused[0].remedy
    assert "z" in {journey.id for journey in kept}
