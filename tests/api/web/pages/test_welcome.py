"""The first run by forms alone: begin from a text, answer, choose, correct, skip, finish."""

import re

import httpx2

from tests.domain.language.test_told import PITCH

HOSTILE = "<script>alert(1)</script>"


async def answered(page: httpx2.AsyncClient, answer: str = "", **more: str) -> httpx2.Response:
    """Answer the question that is open."""
    shown = (await page.get("/welcome")).text
    hidden = dict(re.findall(r'type="hidden" name="(turn|question|field)" value="([^"]*)"', shown))
    question = hidden["question"].replace("&#39;", "'")
    data = {**hidden, "question": question, "answer": answer, "how": "answer", **more}
    return await page.post("/welcome/answer", data=data, follow_redirects=True)


async def test_it_begins_goes_on_and_is_finished(founder_page: httpx2.AsyncClient) -> None:
    assert "Begin with a text" in (await founder_page.get("/welcome")).text
    await founder_page.post("/welcome/begin", data={"text": ""})
    begun = (await founder_page.get("/welcome")).text
    assert "Test House" in begun
    assert "What is your business called" not in begun
    shown = (await answered(founder_page, f"We sell toffee by subscription. {HOSTILE}")).text
    assert "We sell toffee" in shown
    assert re.search(r"Subscription</b>\s*<span class=\"pill dashed\">guessed", shown)
    assert HOSTILE not in shown
    shown = (await answered(founder_page, how="skip")).text
    assert "Skipped" in shown
    nothing = await answered(founder_page)
    assert nothing.status_code == 422
    assert "choose a chip, or skip it" in nothing.text
    finished = await founder_page.post("/welcome/finish")
    assert finished.headers["location"] == "/"
    assert "That is enough to begin" in (await founder_page.get("/welcome")).text


async def test_a_text_leaves_the_gaps_and_a_guess_is_confirmed(
    founder_page: httpx2.AsyncClient,
) -> None:
    begun = await founder_page.post("/welcome/begin", data={"text": PITCH}, follow_redirects=True)
    assert "Changed:" in begun.text
    assert "guessed" in begun.text
    assert "Grafana Loki" in begun.text
    kept = await founder_page.post(
        "/welcome/choose", data={"field": "stage", "value": "growth"}, follow_redirects=True
    )
    assert "confirmed" in kept.text
    wrong = await founder_page.post(
        "/welcome/choose", data={"field": "stage", "value": "huge"}, follow_redirects=True
    )
    assert "does not fit its profile field" in wrong.text


async def test_chips_answer_and_a_correction_says_what_it_changed(
    founder_page: httpx2.AsyncClient,
) -> None:
    await founder_page.post("/welcome/begin", data={"text": ""})
    for _ in range(2):
        await answered(founder_page, how="skip")
    shown = (await answered(founder_page, value="seed")).text
    assert "Stage: Seed" in shown
    mended = await founder_page.post(
        "/welcome/correct", data={"turn": "2", "answer": "We are still before revenue."},
        follow_redirects=True,
    )  # fmt: skip
    assert "corrected" in mended.text
