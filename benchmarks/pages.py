"""How fast pages come: open-loop arrivals over the demo's business, and what a browser sees.

Latency counts from the intended moment of each request, so that a stall is not hidden. Prints
JSON: server times in ms by page and for all of them, beside a bare answer (`/healthz`) in the same
run; first contentful paint and layout shift of each page in Chromium, where it is found.

    python -m benchmarks.pages --rate 50 --seconds 30
"""

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import httpx2
import numpy as np
from playwright.async_api import async_playwright

from api.web.session import ACCESS
from tests.browser.site import Site, running

PAGES = ("/", "/vents", "/calendar?month=2026-09", "/maps", "/results", "/beliefs", "/model")
BARE = "/healthz"
SEEN = """() => new Promise(done => setTimeout(() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  done([paint ? paint.startTime : null, window.__shift || 0]);
}, 800))"""
WATCH = """window.__shift = 0; new PerformanceObserver(list => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.__shift += each.value;
}).observe({type: "layout-shift", buffered: true});"""


async def load(site: Site, rate: float, seconds: float) -> dict[str, object]:
    """Requests that arrive evenly, whether or not the earlier ones are answered."""
    cookies = {ACCESS: site.tokens["founder"]["access_token"]}
    took: dict[str, list[float]] = defaultdict(list)
    wrong = 0
    limits = httpx2.Limits(max_connections=200)
    async with httpx2.AsyncClient(
        base_url=site.address, cookies=cookies, timeout=60, limits=limits
    ) as browser:

        async def ask(path: str, due: float) -> None:
            nonlocal wrong
            answer = await browser.get(path, headers={"accept": "text/html"})
            wrong += answer.status_code != 200
            took[path].append((time.perf_counter() - due) * 1000)

        for path in PAGES:
            await browser.get(path)
        took.clear()
        begin, tasks = time.perf_counter(), []
        for n in range(int(rate * seconds)):
            due = begin + n / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            path = BARE if n % 8 == 7 else PAGES[n % len(PAGES)]
            tasks.append(asyncio.create_task(ask(path, due)))
        await asyncio.gather(*tasks)
    pages = [each for path in PAGES for each in took[path]]
    return {
        "rate": rate, "requests": len(tasks), "wrong": wrong, "pages_ms": spread(pages),
        "bare_ms": spread(took[BARE]), "by_page_ms": {path: spread(took[path]) for path in PAGES},
    }  # fmt: skip


async def seen(site: Site) -> dict[str, object]:
    """First contentful paint and layout shift of each page."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return {"skipped": "Chromium was not found"}
    found: dict[str, object] = {}
    async with async_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = await playwright.chromium.launch(executable_path=chromium, args=flags)
        window = await browser.new_context(base_url=site.address)
        token = site.tokens["founder"]["access_token"]
        await window.add_cookies([{"name": ACCESS, "value": token, "url": site.address}])
        await window.add_init_script(WATCH)
        for path in PAGES:
            page = await window.new_page()
            await page.goto(path)
            paint, shift = await page.evaluate(SEEN)
            found[path] = {"first_paint_ms": paint and round(paint), "shift": round(shift, 4)}
            await page.close()
        await browser.close()
    return found


def spread(times: list[float]) -> dict[str, float]:
    """p50, p95 and p99 of some times."""
    if not times:
        return {}
    values = np.percentile(times, [50, 95, 99])
    return dict(zip(("p50", "p95", "p99"), (round(float(each), 1) for each in values), strict=True))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--rate", type=float, default=50)
    options.add_argument("--seconds", type=float, default=30)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as site:
        told = {
            "alone": asyncio.run(load(site, 2, min(given.seconds, 20))),
            "load": asyncio.run(load(site, given.rate, given.seconds)),
            "browser": asyncio.run(seen(site)),
        }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
