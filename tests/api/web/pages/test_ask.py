"""The chat's pages without a script: ask by a form, with files; decide, branch, cite; calmly."""

import re
from uuid import UUID

import httpx2

from jobs import worker
from tests.api.people import Person
from tests.documents import pdf

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


Files = list[tuple[str, tuple[str, bytes]]]


async def asked(page: httpx2.AsyncClient, text: str, files: Files | None = None) -> str:
    """Ask by the form; the path of the chat that answers."""
    answer = await page.post("/ask", data={"text": text, "mode": "adaptive"}, files=files)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_a_question_is_asked_by_a_form_and_answered(
    founder_page: httpx2.AsyncClient,
) -> None:
    empty = await founder_page.get("/ask")
    assert "What would you like to know?" in empty.text
    path = await asked(founder_page, f"Why do they cancel? {HOSTILE}")
    waiting = await founder_page.get(path)
    assert "Looking things up" in waiting.text
    assert 'http-equiv="refresh"' in waiting.text
    await worker.drain()
    done = await founder_page.get(path)
    assert "I don't know" in done.text or "I don&#39;t know" in done.text
    assert HOSTILE not in done.text
    assert "Try again" in done.text
    assert path in (await founder_page.get("/ask")).text


async def test_a_file_comes_with_a_question_and_opens_beside_it(
    founder_page: httpx2.AsyncClient,
) -> None:
    files: Files = [("files", ("plan <b>.pdf", pdf(["The forklift costs nine thousand euros."])))]
    path = await asked(founder_page, "What does the forklift cost?", files)
    await worker.drain()
    shown = (await founder_page.get(path)).text
    assert "plan &lt;b&gt;.pdf" in shown
    cited = re.search(rf'href="({path}/cited/[^"]+)"', shown)
    assert cited is not None, shown
    source = (await founder_page.get(cited[1])).text
    assert "Page 1 of 1" in source
    assert "<mark>" in source
    file = re.search(r'href="(/files/[0-9a-f-]+)"', shown)
    assert file is not None
    assert "nine thousand" in (await founder_page.get(file[1])).text
    saved = await founder_page.get(f"{file[1]}/bytes")
    assert saved.headers["content-disposition"].startswith("attachment")
    gone = await founder_page.post(f"{file[1]}/withdraw", follow_redirects=True)
    assert "was taken back" in gone.text
    assert "taken back or deleted" in (await founder_page.get(cited[1])).text


async def test_a_file_of_the_wrong_kind_is_refused_and_the_words_stay(
    founder_page: httpx2.AsyncClient,
) -> None:
    files = [("files", ("virus.exe", b"MZ\x90"))]
    data = {"text": "Read this carefully", "mode": "strict"}
    answer = await founder_page.post("/ask", data=data, files=files)
    assert answer.status_code == 422
    assert "This kind of file cannot be taken." in answer.text
    assert "Read this carefully</textarea>" in answer.text


async def test_a_second_question_meanwhile_is_refused_calmly(
    founder_page: httpx2.AsyncClient,
) -> None:
    path = await asked(founder_page, "First?")
    answer = await founder_page.post(path, data={"text": "Second thing?", "mode": "adaptive"})
    assert answer.status_code == 422
    assert "being answered just now" in answer.text
    assert "Second thing?</textarea>" in answer.text


async def test_a_double_click_asks_once(founder_page: httpx2.AsyncClient) -> None:
    data = {"text": "Once?", "mode": "adaptive", "_key": "k1"}
    first = await founder_page.post("/ask", data=data)
    second = await founder_page.post("/ask", data=data)
    assert first.headers["location"] == second.headers["location"]


async def test_a_chat_is_named_edited_tried_again_and_put_away(
    founder_page: httpx2.AsyncClient,
) -> None:
    path = await asked(founder_page, "Why do they cancel?")
    await worker.drain()
    shown = (await founder_page.get(path)).text
    edit = re.search(rf'action="({path}/edit/[^"]+)"', shown)
    retry = re.search(rf'action="({path}/retry/[^"]+)"', shown)
    assert edit is not None
    assert retry is not None
    await founder_page.post(retry[1])
    await worker.drain()
    await founder_page.post(edit[1], data={"text": "Why do they stay?"})
    await worker.drain()
    shown = (await founder_page.get(path)).text
    assert "Why do they stay?" in shown
    assert "2/2" in shown
    back = re.search(rf'action="({path}/branch/[^"]+)"', shown)
    assert back is not None
    await founder_page.post(back[1])
    assert "Why do they stay?</p>" not in (await founder_page.get(path)).text
    await founder_page.post(f"{path}/name", data={"title": f"Cancelling {HOSTILE}"})
    named = (await founder_page.get(path)).text
    assert "Cancelling" in named
    assert HOSTILE not in named
    await founder_page.post(f"{path}/archive")
    assert f'href="{path}"' not in (await founder_page.get("/ask")).text
    assert path in (await founder_page.get("/ask?archived=1")).text
    assert path in (await founder_page.get("/ask?q=stay")).text


async def test_what_an_answer_proposes_is_decided_once(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    path = await asked(founder_page, "Note that the invoice page is broken.")
    await worker.drain()
    shown = (await founder_page.get(path)).text
    decide = re.search(rf'action="({path}/decide/[^"]+)"', shown)
    assert decide is not None, shown
    await founder_page.post(decide[1], data={"action": "accept"})
    again = await founder_page.post(decide[1], data={"action": "ignore"}, follow_redirects=True)
    assert "This was decided before." in again.text
    assert "Accepted" in again.text


async def test_another_persons_chat_is_a_page_that_does_not_exist(
    founder_page: httpx2.AsyncClient,
) -> None:
    missing = await founder_page.get(f"/ask/{UUID(int=7)}")
    assert missing.status_code == 404
    assert "There is no such chat here" in missing.text or "no such page" in missing.text
