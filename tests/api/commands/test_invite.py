"""`refleqt invite` prints a link with which the first founder claims a business."""

import httpx2
import pytest

from core.ids import new_id
from domain.access import worker_for
from memory import market
from memory.ctx import open_ctx
from tests.api.commands.running import refleqt
from tests.api.people import PASSWORD
from tools import businesses
from tools.businesses import Business


@pytest.fixture
async def house(_pool: None) -> Business:
    """A business in which nobody sits."""
    async with open_ctx(businesses.keeper(None)) as ctx:
        return await businesses.found(ctx, f"House {new_id()}")


async def test_the_link_that_it_prints_makes_a_founder(
    house: Business, client: httpx2.AsyncClient
) -> None:
    email = f"{new_id()}@example.com"
    told = refleqt("invite", email, "--business", house.id, "--json").document
    assert (told["invitation"]["role"], told["invitation"]["email"]) == ("founder", email)
    token = told["link"].rpartition("/invitations/")[2]
    card = await client.post("/api/v1/accounts/invitations/read", json={"token": token})
    assert card.json()["business_name"] == house.name
    body = {"token": token, "password": PASSWORD}
    taken = await client.post("/api/v1/accounts/invitations/accept", json=body)
    assert (taken.status_code, taken.json()["business_id"]) == (200, str(house.id))
    again = await client.post("/api/v1/accounts/invitations/accept", json=body)
    assert (again.status_code, again.json()["type"]) == (410, "urn:refleqt:problem:InvitationOver")
    forged = await client.post("/api/v1/accounts/invitations/read", json={"token": "x" * 43})
    assert forged.status_code == 404


async def test_a_creator_is_invited_by_id(house: Business) -> None:
    async with open_ctx(worker_for(house.id)) as ctx:
        (creator,) = await market.keep_creators(ctx, [{"external_id": f"{new_id()}", "name": "C"}])
    given = ("invite", "c@example.com", "--business", house.id, "--role", "creator")
    assert refleqt(*given, "--creator", creator).out.startswith("http")
    assert refleqt(*given).out.startswith("http")  # one of the business's own
    assert refleqt(*given, "--creator", new_id()).code == 2
    assert refleqt(*given[:-1], "team", "--creator", creator).code == 2


@pytest.mark.parametrize("given", [("no address",), ("a@b.net", "--role", "emperor")])
async def test_what_is_no_invitation_is_refused(house: Business, given: tuple[str, ...]) -> None:
    assert refleqt("invite", *given, "--business", house.id).code == 2
    assert refleqt("invite", "a@b.net", "--business", "nowhere").code == 2
