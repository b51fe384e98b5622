"""Chromium over the whole product. Where it is not installed, the tests say so and are skipped."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

from api.web.session import ACCESS, REFRESH
from tests.api.conftest import address, app, client
from tests.api.web.conftest import browser, person
from tests.browser.site import Site, running

__all__ = ["address", "app", "browser", "client", "person"]
"""Fixtures of other folders that are good here too."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
MISSING = (
    "Chromium was not found: `make test-browser` installs it (Debian: apt-get install chromium)"
)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of this folder take longer, and need Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo's business behind real pages, with people of every role."""
    with running(tmp_path_factory.mktemp("site")) as it:
        yield it


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser, with a profile that nobody used."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


class Visits:
    """Opens windows of the site for people."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        self.site, self.chromium = site, chromium

    @asynccontextmanager
    async def window(
        self, role: str = "nobody", *, phone: bool = False, dark: bool = False
    ) -> AsyncIterator[BrowserContext]:
        """A window in which somebody in `role` is signed in."""
        size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        window = await self.chromium.new_context(
            base_url=self.site.address,
            viewport=size,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-US",
            timezone_id="UTC",
        )
        tokens = self.site.tokens.get(role)
        if tokens:
            cookies = {ACCESS: tokens["access_token"], REFRESH: tokens["refresh_token"]}
            await window.add_cookies(
                [{"name": n, "value": v, "url": self.site.address} for n, v in cookies.items()]
            )
        yield window
        await window.close()


@pytest.fixture
def visits(site: Site, chromium: Browser) -> Visits:
    """Windows of the site."""
    return Visits(site, chromium)
