"""Market signals: what somebody saw outside and wrote down, and when two links are the same."""

from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from core.errors import BadInput

Kind = Literal["competitor_move", "trend", "news", "regulation", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST_NOTE, LONGEST_LINK, LONGEST_NAME = 4_000, 2_000, 120
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "msclkid")


class NotALink(BadInput):
    """A link begins with http:// or https:// and names a site."""


def link_of(given: str) -> str:
    """A link as it is kept; it is never opened here. Raises `NotALink`; "" stays "".

    Names and passwords in front of the site are refused: such a link shows another site than it
    opens.
    """
    text = given.strip()
    if not text:
        return ""
    wrong = NotALink(
        remedy="Copy it from the address bar, or leave it out.", field="link", value=text[:80]
    )
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise wrong from None
    odd = any(each.isspace() or not each.isprintable() for each in text) or "\\" in text
    if parts.scheme.lower() not in ("http", "https") or not host or odd or port == 0:
        raise wrong
    if parts.username is not None or parts.password is not None:
        raise wrong
    return text


def same_link(link: str) -> str:
    """What two links to the same page share: no scheme, no `www.`, no tracking, no fragment."""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    port = parts.port
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    asked = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.lower().startswith(_TRACKING)
    )
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(asked), ""))
