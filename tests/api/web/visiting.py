"""How tests visit pages: what a browser sends, and how somebody is signed in."""

from typing import Any
from uuid import UUID

import httpx2

from api.web.session import ACCESS, REFRESH
from core import security
from core.ids import new_id
from core.security import Claims

HOST = "refleqt.local"  # how a cookie jar calls a host without a dot
BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin", "accept-language": "en"}


def sign_in(browser: httpx2.AsyncClient, tokens: dict[str, Any]) -> httpx2.AsyncClient:
    """The same browser with the cookies of a session."""
    browser.cookies.set(ACCESS, tokens["access_token"], domain=HOST)
    browser.cookies.set(REFRESH, tokens["refresh_token"], domain=HOST)
    return browser


def sit(browser: httpx2.AsyncClient, role: str, business_id: UUID | None) -> httpx2.AsyncClient:
    """The same browser, signed in as somebody new in `role`."""
    creator = new_id() if role == "creator" else None
    business = None if role in ("creator", "operator") else business_id
    claims = Claims(new_id(), role, business, creator)
    browser.cookies.set(ACCESS, security.access_token(claims), domain=HOST)
    return browser
