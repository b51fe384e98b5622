"""The vent board in a browser: say it, see it, take it back; hostile words are only words."""

import re

import httpx2
import pytest

from tests.api.people import Person
from tests.api.web.visiting import sit

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'\"&"


async def said(page: httpx2.AsyncClient, text: str, **more: str) -> str:
    """Say something; returns where the toast undoes it."""
    form = {"text": text, "visibility": "private", **more}
    answer = await page.post("/vents", data=form)
    assert answer.status_code == 303, answer.text
    board = await page.get("/vents")
    found = re.search(r'action="(/vents/[^"]+/withdraw)"', board.text)
    assert found
    return found[1]


async def test_an_empty_board_says_how_to_begin(founder_page: httpx2.AsyncClient) -> None:
    board = await founder_page.get("/vents")
    assert board.status_code == 200
    assert "Nothing said yet" in board.text


async def test_what_is_said_stands_on_the_board_and_can_be_taken_back(
    founder_page: httpx2.AsyncClient,
) -> None:
    undo = await said(founder_page, "The agency again.", tags="#agency, budget")
    board = (await founder_page.get("/vents?tag=agency")).text
    assert "The agency again." in board
    assert "reading" in board
    back = await founder_page.post(undo)
    assert back.status_code == 303
    board = (await founder_page.get("/vents")).text
    assert "The agency again." not in board
    again = re.search(r'action="(/vents/[^"]+/restore)"', board)
    assert again
    await founder_page.post(again[1])
    assert "The agency again." in (await founder_page.get("/vents")).text


async def test_nothing_said_is_told_beside_the_field(founder_page: httpx2.AsyncClient) -> None:
    answer = await founder_page.post("/vents", data={"text": "  ", "tags": "kept"})
    assert answer.status_code == 422
    assert 'value="kept"' in answer.text


async def test_hostile_words_are_only_words(founder_page: httpx2.AsyncClient) -> None:
    undo = await said(founder_page, HOSTILE, tags=HOSTILE[:40])
    note = undo.removesuffix("/withdraw")
    for path in ("/vents", note, f"/vents?text={HOSTILE}", f"/vents?tag={HOSTILE}",
                 f"/vents?topic={HOSTILE}&mood={HOSTILE}&before=x&theme=y"):  # fmt: skip
        answer = await founder_page.get(path)
        assert answer.status_code == 200, path
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


async def test_a_note_is_edited_and_shared_by_its_author(founder_page: httpx2.AsyncClient) -> None:
    note = (await said(founder_page, "Churn again.")).removesuffix("/withdraw")
    form = {"text": "Churn, once more.", "tags": "churn", "visibility": "private"}
    assert (await founder_page.post(note, data=form)).headers["location"] == note
    assert "Churn, once more." in (await founder_page.get(note)).text
    shared = await founder_page.post(f"{note}/visibility", data={"visibility": "team"})
    assert shared.status_code == 303
    page = (await founder_page.get(note)).text
    undo = re.search(r'action="([^"]+visibility\?to=private)"', page)
    assert undo
    await founder_page.post(undo[1])
    assert "only you" in (await founder_page.get(note)).text


async def test_a_colleague_never_sees_a_private_note(
    founder_page: httpx2.AsyncClient, browser: httpx2.AsyncClient, person: Person
) -> None:
    note = (await said(founder_page, "Between me and me.")).removesuffix("/withdraw")
    sit(founder_page, "team", person.business_id)
    assert "Between me and me." not in (await founder_page.get("/vents")).text
    assert (await founder_page.get(note)).status_code == 404


async def test_care_is_offered_once_and_calmly(founder_page: httpx2.AsyncClient) -> None:
    form = {"text": "I don't want to live anymore.", "visibility": "team"}
    await founder_page.post("/vents", data=form)
    first = (await founder_page.get("/vents")).text
    assert "text 988" in first
    assert "for you alone" in first
    assert "text 988" not in (await founder_page.get("/vents")).text


@pytest.mark.parametrize("path", ["recurring", "patterns", "withdrawn"])
async def test_the_pages_beside_the_board_open_when_nothing_is_there(
    founder_page: httpx2.AsyncClient, path: str
) -> None:
    assert (await founder_page.get(f"/vents/{path}")).status_code == 200


async def test_an_evaluator_has_no_board(browser: httpx2.AsyncClient, person: Person) -> None:
    sit(browser, "evaluator", person.business_id)
    assert (await browser.get("/vents")).status_code == 403
