"""Walk through the pages by their links, and read their forms, as somebody without scripts does."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2
from lxml import html

WORDS = frozenset({"text", "search", "textarea"})
"""Kinds of fields in which anything may be typed."""
TYPED = frozenset({"email", "password", "number", "date", "time", "url", "tel", "datetime-local"})
_NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/|$)|(?<=/)[\w-]{20,}(?=/|$)")


@dataclass(frozen=True)
class Field:
    """A control of a form: its kind, its value as the page has it, how long it may get."""

    name: str
    kind: str
    value: str
    limit: int


@dataclass(frozen=True)
class PageForm:
    """A form as a page shows it; `buttons` are what its buttons would send."""

    page: str
    action: str
    method: str
    fields: tuple[Field, ...]
    buttons: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> tuple[object, ...]:
        """What forms of the same kind have in common."""
        return (self.method, pattern(self.action), *sorted({one.name for one in self.fields}))

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its fields."""
        return frozenset(one.kind for one in self.fields)


@dataclass
class Crawl:
    """Everything that somebody finds from the pages where they begin.

    Of pages that differ by their ids alone, `each` are visited.
    """

    browser: httpx2.AsyncClient
    each: int = 3
    seen: Counter[str] = field(default_factory=Counter)
    pages: int = 0

    async def walk(self, *starts: str) -> AsyncIterator[tuple[str, httpx2.Response]]:
        """Each page with its answer."""
        waiting, known = [*starts], {*starts}
        while waiting:
            path = waiting.pop(0)
            if self.seen[pattern(path)] >= self.each:
                continue
            self.seen[pattern(path)] += 1
            answer = await self.browser.get(path, follow_redirects=True)
            self.pages += 1
            yield path, answer
            if "text/html" in answer.headers.get("content-type", ""):
                fresh = [link for link in links(path, answer.text) if link not in known]
                known.update(fresh)
                waiting += fresh


def pattern(path: str) -> str:
    """An address without what tells one thing from another of its kind."""
    parts = urlsplit(path)
    asked = ",".join(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    return _NAMES.sub("…", parts.path) + (f"?{asked}" if asked else "")


def links(at: str, page: str) -> list[str]:
    """Addresses of ours to which a page leads."""
    tree = html.document_fromstring(page)
    hrefs = [*tree.xpath("//a/@href"), *tree.xpath("//*/@hx-get")]
    found = (urljoin(at, each.strip()).partition("#")[0] for each in hrefs)
    return [*dict.fromkeys(each for each in found if re.match(r"/(?!/|static/)", each))]


def forms(at: str, page: str) -> list[PageForm]:
    """The forms of a page."""
    found = []
    for one in html.document_fromstring(page).xpath("//form"):
        buttons = [
            (each.get("name"), each.get("value", ""))
            for each in one.xpath(".//button[@name]")
        ]  # fmt: skip
        found.append(
            PageForm(
                at, urljoin(at, one.get("action") or at), (one.get("method") or "get").lower(),
                tuple(_fields(one)), tuple(buttons),
            )
        )  # fmt: skip
    return found


def _fields(form: html.HtmlElement) -> list[Field]:
    """The controls that a browser would send, radio buttons and boxes as far as they are set."""
    found: list[Field] = []
    for one in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        kind = one.get("type", "text") if one.tag == "input" else one.tag
        value = one.get("value", "")
        if one.tag == "textarea":
            value = (one.text or "").removeprefix("\n")
        elif one.tag == "select":
            values = one.xpath(".//option[@selected]/@value") or one.xpath(".//option/@value")
            value = values[0] if values else ""
        elif kind in ("radio", "checkbox"):
            chosen = one.get("checked") is not None
            known = any(each.name == one.get("name") for each in found)
            needs = kind == "radio" and not known
            if not chosen and not needs:
                continue
            if kind == "radio":
                found = [each for each in found if each.name != one.get("name")]
        limit = int(one.get("maxlength") or (2_000 if kind == "textarea" else 200))
        found.append(Field(one.get("name"), kind, value, limit))
    return found


def wrong_fields(page: str) -> set[str]:
    """Names of the controls that a page marks as wrong."""
    tree = html.document_fromstring(page)
    return {*tree.xpath("//*[@aria-invalid='true']/@name")}
