"""A hundred hostile texts through every field of every page: they stay words, and break nothing."""

import httpx2
import pytest

from jobs import worker
from tests import hostile
from tests.api.people import Person
from tests.api.web.crawling import TYPED, WORDS, Crawl, PageForm, forms
from tests.api.web.populated import invited, populated
from tests.api.web.typing_in import Hand
from tests.api.web.visiting import sign_in

STARTS = ("/", "/settings", "/imports", "/welcome", "/seats", "/studio/apply", "/slack/link/none")
DOOR = ("/sign-in", "/sign-up", "/reset")


def test_there_are_a_hundred_and_each_is_in_a_bundle() -> None:
    assert len(set(hostile.PAYLOADS)) == 100
    for limit in (40, 200, 2_000):
        told = "\n".join(hostile.bundles(limit))
        assert [each for each in hostile.PAYLOADS if each not in told] == []


@pytest.mark.parametrize("payload", [*hostile.MARKUP[:25], "{{7919*6841}} = 54173879"])
def test_a_page_that_does_not_escape_is_found_out(payload: str) -> None:
    assert hostile.faults(f"<!doctype html><title>x</title><p>{payload}</p>")


@pytest.mark.slow  # some two thousand requests
async def test_hostile_text_stays_words_on_every_page(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    people = await populated(person)
    hand = Hand(browser)
    for role, its in (await every_form(browser, person, people)).items():
        sit(browser, people, role)
        for form in its:
            await hand.everything(form)
            await hand.where_none_belongs(form, 12)
    assert missed(hand) == []
    await worker.drain()
    seen = ""
    for role in (*people, "nobody"):
        sit(browser, people, role)
        async for path, answer in Crawl(browser, each=12).walk(*starts(people, role)):
            hand.look(f"{role} {path}", answer)
            if "text/html" in answer.headers.get("content-type", ""):
                seen += hostile.words(answer.text)
    assert sorted({*hand.wrong}) == []
    assert [each for each in hostile.PAYLOADS if hostile.plain(each) not in seen] == []


def missed(hand: Hand) -> list[str]:
    """Payloads that some field, or some kind of field, did not get."""
    assert len(hand.tried) > 100
    return [
        f"{where}: {each[:40]}"
        for where, texts in hand.tried.items()
        for each in hostile.PAYLOADS
        if each not in "\n".join(texts)
    ]


async def every_form(
    browser: httpx2.AsyncClient, person: Person, people: dict[str, dict[str, str]]
) -> dict[str, list[PageForm]]:
    """Forms with a field to type into, by the first role that meets them."""
    known: set[object] = set()
    found: dict[str, list[PageForm]] = {}
    for role in (*people, "nobody"):
        sit(browser, people, role)
        found[role] = []
        more = [] if role in people else [await invited(person)]
        async for path, answer in Crawl(browser).walk(*starts(people, role), *more):
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            for form in forms(path, answer.text):
                if form.kinds & (WORDS | TYPED) and form.shape not in known:
                    known.add(form.shape)
                    found[role].append(form)
    return found


def starts(people: dict[str, dict[str, str]], role: str) -> tuple[str, ...]:
    """Where somebody in a role begins."""
    return STARTS if role in people else DOOR


def sit(browser: httpx2.AsyncClient, people: dict[str, dict[str, str]], role: str) -> None:
    """Sign in as somebody in a role, or as nobody."""
    browser.cookies.clear()
    if role in people:
        sign_in(browser, people[role])
