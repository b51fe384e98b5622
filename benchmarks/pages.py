"""How fast pages come: open-loop arrivals over the demo's business ×20, and what a browser sees.

Latency counts from the intended moment of each request, so that a stall is not hidden; the server's
own time is what its `Server-Timing` header says. Whoever asks runs on the same machine: the JSON
says on how many cores and how busy they were. Prints times in ms by page and for all pages, beside
a bare answer (`/healthz`) in the same run; first contentful paint and layout shift of each page in
Chromium, where it is found; and the scripts that a page ships, gzipped.

    python -m benchmarks.pages --rate 50 --seconds 60 --times 20
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import numpy as np
from playwright.async_api import async_playwright

from api.web.session import ACCESS
from benchmarks.times import multiply
from core import settings
from domain import deals, events
from domain.access import worker_for
from domain.facts import Event
from domain.loop import react
from domain.work import NotifyPeople
from memory import db, server
from memory.ctx import open_ctx
from memory.events import after
from tests.browser.site import BUSINESS, Site, running
from tools import notifications

PAGES = (
    ("founder", "/"),
    ("founder", "/vents"),
    ("founder", "/vents/recurring"),
    ("founder", "/vents/patterns"),
    ("founder", "/calendar?month=2026-09"),
    ("founder", "/calendar?view=agenda&start=2026-09-01"),
    ("founder", "/maps"),
    ("founder", "/maps/{map}"),
    ("founder", "/production"),
    ("founder", "/results"),
    ("founder", "/receipts/{revenue}"),
    ("founder", "/beliefs"),
    ("founder", "/beliefs/{belief}"),
    ("founder", "/model"),
    ("founder", "/costs"),
    ("founder", "/ask/{thread}"),
    ("founder", "/notifications"),
    ("founder", "/settings"),
    ("creator", "/studio"),
    ("evaluator", "/evaluations"),
    ("operator", "/operations"),
)
BARE = "/healthz"
QUESTIONS = ("Why do customers cancel?", "What keeps coming back?", "Which channel earns most?")
SEEN = """() => new Promise(done => setTimeout(() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const scripts = performance.getEntriesByType("resource")
    .filter(each => each.name.includes("/static/") && each.name.includes(".js"))
    .reduce((sum, each) => sum + each.encodedBodySize, 0);
  done([paint ? paint.startTime : null, window.__shift || 0, scripts]);
}, 800))"""
WATCH = """window.__shift = 0; new PerformanceObserver(list => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.__shift += each.value;
}).observe({type: "layout-shift", buffered: true});"""
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass(frozen=True)
class Took:
    """How long an answer took from its intended moment, and the server over it, in ms."""

    whole: float
    server: float
    status: int


def fill(site: Site, times: int) -> dict[str, int]:
    """Talk a little, tell people what happened, then make the business larger."""
    with site.api("founder") as api:
        thread = site.ids["thread"]
        for asked_before, question in enumerate(QUESTIONS):
            asked = {"text": question}
            api.post(f"/chat/threads/{thread}/runs", json=asked).raise_for_status()
            _wait_for_answers(api, thread, asked_before + 1)
    settings.use(data_dir=site.data_dir)
    asyncio.run(_tell(site))
    return multiply(server.conninfo(server.OWNER), BUSINESS, times)


def _wait_for_answers(api: httpx2.Client, thread: str, answers: int) -> None:
    with api.stream("GET", f"/chat/threads/{thread}/events") as said:
        for line in said.iter_lines():
            answers -= line.startswith("data:") and '"RUN_' in line and "STARTED" not in line
            if not answers:
                return


async def _tell(site: Site) -> None:
    """Notices of what the demo did before anybody was there."""
    facts = {
        name: kind
        for module in (events, deals)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, Event)
    }
    async with open_ctx(worker_for(UUID(site.ids["business"]))) as ctx:
        for row in await after(ctx, 0, 10_000):
            for work in react(facts[row.name](**row.payload)):
                if isinstance(work, NotifyPeople):
                    await notifications.tell(ctx, work)
    await db.close()


async def load(site: Site, rate: float, seconds: float) -> dict[str, object]:
    """Requests that arrive evenly, whether or not the earlier ones are answered."""
    pages = [(role, path.format(**site.ids)) for role, path in PAGES]
    took: dict[str, list[Took]] = defaultdict(list)
    limits = httpx2.Limits(max_connections=200, max_keepalive_connections=200)
    async with httpx2.AsyncClient(base_url=site.address, timeout=60, limits=limits) as browser:

        async def ask(role: str, path: str, due: float) -> None:
            token = site.tokens[role]["access_token"]
            headers = {"accept": "text/html", "cookie": f"{ACCESS}={token}"}
            answer = await browser.get(path, headers=headers)
            whole = (time.perf_counter() - due) * 1000
            own = re.search(r"dur=([\d.]+)", answer.headers.get("server-timing", ""))
            took[path].append(Took(whole, float(own[1]) if own else 0.0, answer.status_code))

        for each in pages * 2:
            await ask(*each, time.perf_counter())
        took.clear()
        begin, tasks = time.perf_counter(), []
        for n in range(int(rate * seconds)):
            due = begin + n / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            role, path = ("founder", BARE) if n % 25 == 24 else pages[(n - n // 25) % len(pages)]
            tasks.append(asyncio.create_task(ask(role, path, due)))
        await asyncio.gather(*tasks)
    every = [each for _role, path in pages for each in took[path]]
    return {
        "rate": rate, "requests": len(tasks),
        "wrong": sum(each.status != 200 for each in every),
        "cores": os.cpu_count(), "load": os.getloadavg(),
        "pages": spread(every), "bare": spread(took[BARE]),
        "by_page": {path: spread(took[path]) for _role, path in pages},
    }  # fmt: skip


async def seen(site: Site) -> dict[str, object]:
    """First contentful paint, layout shift and bytes of gzipped scripts of each page."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return {"skipped": "Chromium was not found"}
    found: dict[str, Any] = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        for role, path in PAGES:
            window = await browser.new_context(base_url=site.address)
            token = site.tokens[role]["access_token"]
            await window.add_cookies([{"name": ACCESS, "value": token, "url": site.address}])
            await window.add_init_script(WATCH)
            page = await window.new_page()
            await page.goto(path.format(**site.ids))
            paint, shift, scripts = await page.evaluate(SEEN)
            found[path] = {"first_paint_ms": paint and round(paint), "shift": round(shift, 4),
                           "script_bytes": scripts}  # fmt: skip
            await window.close()
        await browser.close()
    return found


def spread(took: list[Took]) -> dict[str, dict[str, float]]:
    """p50, p95 and p99 of what a caller waits and of what the server takes."""
    if not took:
        return {}
    return {name: _spread([getattr(each, name) for each in took]) for name in ("whole", "server")}


def _spread(times: list[float]) -> dict[str, float]:
    values = np.percentile(times, [50, 95, 99])
    return dict(zip(("p50", "p95", "p99"), (round(float(each), 1) for each in values), strict=True))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--rate", type=float, default=50)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--times", type=int, default=20)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as site:
        rows = fill(site, given.times)
        told = {
            "times": given.times,
            "rows": sum(rows.values()),
            "alone": asyncio.run(load(site, 2, min(given.seconds, 30))),
            "load": asyncio.run(load(site, given.rate, given.seconds)),
            "browser": asyncio.run(seen(site)),
        }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
