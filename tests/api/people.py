"""People for the tests of doors: founders who registered, and tokens of every other role."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

from core import security
from core.ids import new_id
from core.security import Claims

PASSWORD = "a long pass phrase"


@dataclass(frozen=True)
class Person:
    """A founder with a business of their own."""

    email: str
    user_id: UUID
    business_id: UUID
    tokens: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        """What a signed-in request carries."""
        return bearer(self.tokens["access_token"])


async def register(client: httpx2.AsyncClient, name: str = "Test House") -> Person:
    """A new founder, registered through the door."""
    email = f"{new_id()}@example.com"
    body = {"email": email, "password": PASSWORD, "business_name": name}
    answer = await client.post("/api/v1/accounts/register", json=body)
    assert answer.status_code == 201, answer.text
    tokens = answer.json()
    return Person(email, UUID(tokens["user_id"]), UUID(tokens["business_id"]), tokens)


def headers_of(role: str, business_id: UUID | None) -> dict[str, str]:
    """What a signed-in person in `role` sends; creators and operators belong to no business."""
    creator = new_id() if role == "creator" else None
    business = None if role in ("creator", "operator") else business_id
    return bearer(security.access_token(Claims(new_id(), role, business, creator)))


def bearer(token: str) -> dict[str, str]:
    """The header that carries an access token."""
    return {"Authorization": f"Bearer {token}"}
