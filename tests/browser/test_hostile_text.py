"""A browser over every page after hostile text went through every field: nothing runs, nobody calls
elsewhere, the console is silent."""

from urllib.parse import urlsplit

import httpx2
from playwright.async_api import Browser, BrowserContext, Page

from api.web.session import ACCESS, REFRESH
from jobs import worker
from tests.api.people import Person
from tests.api.web.crawling import Crawl
from tests.api.web.populated import populated
from tests.api.web.test_hostile_text import every_form, sit, starts
from tests.api.web.typing_in import Hand

ROUNDS = 6
"""Of each form; the next form goes on with the payloads after those."""
EACH = 3
"""Pages of a kind that are opened."""
WATCH = "for (const name of ['pwn', 'alert']) window[name] = () => { window.__pwned = true; };"
TURNED = """[...document.querySelectorAll("body *")].filter(one =>
  [...one.childNodes].some(
    each => each.nodeType === 3 && /[\\u202a-\\u202e\\u2066-\\u2069]/.test(each.data))
  && getComputedStyle(one).unicodeBidi === "normal"
  && !one.closest("script, datalist, select, textarea"))
  .map(one => one.outerHTML.slice(0, 80))"""
"""Elements whose marks of direction could turn what stands beside them."""
NOTED = ("csp", "content security policy", "pwn", "syntaxerror")


async def test_no_payload_runs_in_a_browser(
    browser: httpx2.AsyncClient, person: Person, chromium: Browser, address: str
) -> None:
    people = await populated(person)
    hand = Hand(browser)
    for role, its in (await every_form(browser, person, people)).items():
        sit(browser, people, role)
        for form in its:
            await hand.everything(form, ROUNDS)
    await worker.drain()
    wrong, opened = [], 0
    for role in (*people, "nobody"):
        sit(browser, people, role)
        paths = [
            path
            async for path, answer in Crawl(browser, each=EACH).walk(*starts(people, role))
            if "text/html" in answer.headers.get("content-type", "")
        ]  # fmt: skip
        window = await chromium.new_context(base_url=address)
        await _signed_in(window, people.get(role), address)
        wrong += await _looked_at(window, paths)
        opened += len(paths)
        await window.close()
    assert wrong == []
    assert opened > 200


async def _signed_in(window: BrowserContext, tokens: dict[str, str] | None, address: str) -> None:
    await window.add_init_script(WATCH)
    for name, kind in ((ACCESS, "access_token"), (REFRESH, "refresh_token")):
        if tokens and tokens[kind]:
            await window.add_cookies([{"name": name, "value": tokens[kind], "url": address}])


async def _looked_at(window: BrowserContext, paths: list[str]) -> list[str]:
    """What happened on pages that must not."""
    page = await window.new_page()
    wrong: list[str] = []
    page.on("dialog", lambda dialog: wrong.append(f"{page.url}: dialog {dialog.message}"))
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("console", lambda line: wrong.extend(_told(page, line.text)))
    page.on("request", lambda asked: wrong.extend(_away(page, asked.url)))
    for path in paths:
        answer = await page.goto(path, wait_until="load")
        if answer is None or answer.status >= 500:
            wrong.append(f"{path}: {answer.status if answer else 'no answer'}")
        if await page.evaluate("window.__pwned === true"):
            wrong.append(f"{path}: a payload ran")
        found = await page.evaluate("document.querySelectorAll('[data-pwn], pwn-element').length")
        if found:
            wrong.append(f"{path}: {found} elements of a payload")
        wrong += [
            f"{path}: turns what is around it: {each}" for each in await page.evaluate(TURNED)
        ]
    return wrong


def _told(page: Page, line: str) -> list[str]:
    return [f"{page.url}: {line}"] if any(each in line.casefold() for each in NOTED) else []


def _away(page: Page, url: str) -> list[str]:
    host = urlsplit(url).hostname or ""  # our own pages may be asked for by hostile tags
    return [f"{page.url} asks {url}"] if host.endswith("pwn.test") else []
