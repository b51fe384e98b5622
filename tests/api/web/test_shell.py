"""Every page is framed alike, strict about what it runs, and calm when something went wrong."""

import httpx2
import pytest

from api.web import shell

POLICY = "content-security-policy"


async def test_a_page_carries_a_strict_policy(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/sign-in")
    assert "default-src 'self'" in answer.headers[POLICY]
    assert "unsafe" not in answer.headers[POLICY]
    assert answer.headers["cache-control"] == "no-store"


async def test_an_address_that_is_none_is_a_calm_page(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


async def test_programs_still_get_a_problem(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/api/v1/nowhere")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_toast_is_shown_once(founder_page: httpx2.AsyncClient) -> None:
    await founder_page.post("/sign-out")
    assert "You are signed out." in (await founder_page.get("/sign-in")).text
    assert "You are signed out." not in (await founder_page.get("/sign-in")).text


async def test_a_toast_that_we_did_not_write_is_not_shown(browser: httpx2.AsyncClient) -> None:
    browser.cookies.set(shell.SAID, "eyJ0ZXh0IjogImZvcmdlZCIsICJ1bmRvIjogIi94In0=.00")
    assert "forged" not in (await browser.get("/sign-in")).text


@pytest.mark.parametrize(
    "given", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "", None]
)
def test_nobody_is_sent_to_another_site(given: str | None) -> None:
    assert shell.local_path(given) == "/"


def test_a_path_of_ours_is_kept() -> None:
    assert shell.local_path("/vents?page=2") == "/vents?page=2"


def test_data_for_a_script_cannot_end_it() -> None:
    told = shell.environment().from_string("{{ it|tojson }}").render(it={"a": "</script><b>&"})
    assert "<" not in told
    assert "&" not in told


def test_an_asset_is_named_by_its_content() -> None:
    assert shell.asset("app.css").startswith("/static/app.css?v=")
