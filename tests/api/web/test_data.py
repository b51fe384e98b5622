"""The data pages: what is kept, archives, consent, windows, erasure, and the switch."""

import re
from uuid import UUID

import httpx2
import pytest

from domain.access import worker_for
from domain.work import PackExport
from jobs import pack_export
from memory import exports
from memory.ctx import open_ctx
from tests.api.people import Person
from tests.api.web.visiting import sit

PAGES = ("/data", "/data/consent", "/data/retention", "/data/erasure")


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_there_for_founder_and_team_and_for_nobody_else(
    founder_page: httpx2.AsyncClient, person: Person, path: str
) -> None:
    assert (await founder_page.get(path)).status_code == 200
    assert (await sit(founder_page, "team", person.business_id).get(path)).status_code == 200
    assert (await sit(founder_page, "operator", None).get(path)).status_code == 403


async def test_an_archive_is_packed_and_fetched(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    await founder_page.post("/data/archives")
    page = (await founder_page.get("/data")).text
    assert "Packing" in page
    (row,) = await _archives(person)
    await pack_export.run(worker_for(person.business_id), PackExport(export_id=row))
    page = (await founder_page.get("/data")).text
    link = re.search(r'href="(/data/archives/[^"]+)"', page)
    assert link is not None
    file = await founder_page.get(link[1])
    assert file.content[:2] == b"PK"
    assert file.headers["cache-control"] == "no-store"


async def _archives(person: Person) -> list[UUID]:
    async with open_ctx(worker_for(person.business_id)) as ctx:
        return [row.id for row in await exports.listed(ctx)]


async def test_a_yes_and_a_no_to_training_stand_on_the_page(
    founder_page: httpx2.AsyncClient,
) -> None:
    await founder_page.post("/data/consent", data={"source": "vent", "allowed": "on"})
    assert (await founder_page.get("/data/consent")).text.count("not used") == 3
    await founder_page.post("/data/consent", data={"source": "vent"})
    assert (await founder_page.get("/data/consent")).text.count("not used") == 4


async def test_a_window_that_is_wrong_is_said_beside_it(founder_page: httpx2.AsyncClient) -> None:
    answer = await founder_page.post("/data/retention", data={"kind": "exports", "days": "99"})
    assert answer.status_code == 422
    assert "it may be 1 to 30" in answer.text
    await founder_page.post("/data/retention", data={"kind": "vents", "days": "90"})
    assert "kept for 90 days" in (await founder_page.get("/data/retention")).text


async def test_an_erasure_wants_the_name_and_can_be_called_off(
    founder_page: httpx2.AsyncClient,
) -> None:
    wrong = await founder_page.post(
        "/data/erasure/business", data={"name": "Another", "grace_days": "3"}
    )
    assert (wrong.status_code, "not the name" in wrong.text) == (422, True)
    page = (await founder_page.get("/data/erasure")).text
    name = re.search(r'id="h-name" class="muted">([^<]+)<', page)
    assert name is not None
    asked = await founder_page.post(
        "/data/erasure/business", data={"name": name[1], "grace_days": "3"}
    )
    assert asked.status_code == 303
    page = (await founder_page.get("/data/erasure")).text
    off = re.search(r'action="(/data/erasure/[^/]+/off)"', page)
    assert off is not None
    await founder_page.post(off[1])
    assert "called off" in (await founder_page.get("/data/erasure")).text


async def test_everything_is_paused_and_goes_on(founder_page: httpx2.AsyncClient) -> None:
    await founder_page.post("/data/pause")
    assert "Everything stands still" in (await founder_page.get("/data")).text
    await founder_page.post("/data/resume")
    assert "Everything stands still" not in (await founder_page.get("/data")).text
