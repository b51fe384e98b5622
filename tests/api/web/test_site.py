"""Page modules are listed; files may be kept, by hash for ever; vendored ones are as they came."""

import tomllib
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest

from api.web import site
from api.web.shell import asset

FOLDER = Path(site.__file__).parent
VENDOR = FOLDER / "static/vendor"
LISTED = tomllib.loads((VENDOR / "vendor.toml").read_text())["file"]


def test_every_page_module_is_listed() -> None:
    written = {path.stem for path in (FOLDER / "pages").glob("*.py")} - {"__init__"}
    assert {module.__name__.rpartition(".")[2] for module in site.PAGES} == written


async def test_a_file_asked_for_by_hash_may_be_kept_for_ever(browser: httpx2.AsyncClient) -> None:
    kept = await browser.get(asset("app.js"))
    assert "immutable" in kept.headers["cache-control"]
    fresh = await browser.get("/static/app.js")
    assert fresh.headers["cache-control"] == "no-cache"


async def test_files_are_compressed(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/static/app.css", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/static/../site.py", "/static/%2e%2e/site.py", "/static/no.js"])
async def test_nothing_beside_the_files_is_given_out(
    browser: httpx2.AsyncClient, path: str
) -> None:
    assert (await browser.get(path)).status_code == 404


def test_every_vendored_file_is_listed_with_its_licence() -> None:
    files = {path.name for path in VENDOR.iterdir()} - {"vendor.toml"}
    named = {each["name"] for each in LISTED} | {each["licence"] for each in LISTED}
    assert files - {"echarts.NOTICE"} == named


@pytest.mark.parametrize("each", LISTED, ids=lambda each: each["name"])
def test_a_vendored_file_is_as_it_came(each: dict[str, str]) -> None:
    assert sha256((VENDOR / each["name"]).read_bytes()).hexdigest() == each["sha256"]
