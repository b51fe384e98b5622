"""The whole product as a site: the demo's business, API and worker, people of each role."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from memory import server
from tests.api.people import PASSWORD

ROOT = Path(__file__).parents[2]
BUSINESS = "gaugewren"
REFLEQT = [
    "env", "REFLEQT_REQUESTS_PER_MINUTE=1000000", "REFLEQT_SIGN_INS_PER_MINUTE=1000000",
    "REFLEQT_CREATORS_COME_IN=when_accepted", sys.executable, "-m", "api.cli",
]  # fmt: skip
"""Our own command; rate limits are out of the way, and who applies waits for whoever vets."""
INVITED = ("founder", "team", "evaluator", "reviewer")


@dataclass
class Site:
    """Where it is, who has which tokens, and ids of things that pages are about."""

    address: str
    data_dir: Path
    port: int
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    models: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Start API and worker, and wait until pages are served."""
        command = ["env", *self.models, *REFLEQT, "serve", "--port", str(self.port), *self._at()]
        self.process = subprocess.Popen(command, cwd=ROOT)
        while not server.listens(self.port):
            if self.process.poll() is not None:
                raise AssertionError("the site ended before it listened")
        httpx2.get(f"{self.address}/readyz", timeout=120).raise_for_status()

    def model(self, address: str) -> None:
        """Start anew with a scripted model behind `address`, for answers and for speech."""
        self.stop()
        given = {
            "MODEL": "openai/scripted", "MODEL_API_BASE": address,
            "SPEECH_MODEL": "openai/whisper-1", "SPEECH_API_BASE": address,
        }  # fmt: skip
        self.models = [f"REFLEQT_{name}={value}" for name, value in given.items() if address]
        self.start()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)

    def command(self, *words: str) -> dict[str, Any]:
        """A command of ours over the same data; its JSON."""
        line = [*REFLEQT, *words, *self._at(), "--json"]
        done = subprocess.run(line, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return json.loads(done.stdout)

    def api(self, role: str) -> httpx2.Client:
        """The API for somebody in `role`."""
        headers = {"Authorization": f"Bearer {self.tokens[role]['access_token']}"}
        return httpx2.Client(base_url=f"{self.address}/api/v1", headers=headers, timeout=60)

    def _at(self) -> list[str]:
        return ["--data-dir", str(self.data_dir)]


@contextmanager
def running(data_dir: Path) -> Iterator[Site]:
    """A site with the demo's business and people in it, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Site(f"http://127.0.0.1:{port}", data_dir, port)
    site.command("demo")
    site.start()
    try:
        _people(site)
        _things(site)
        yield site
    finally:
        site.stop()


def _people(site: Site) -> None:
    for role in INVITED:
        made = site.command("invite", f"{role}@example.com", "--business", BUSINESS, "--role", role)
        site.tokens[role] = _accept(site, made["link"], role)
    creator = _creator(site)
    made = site.command("invite", "creator@example.com", "--role", "creator", "--creator", creator)
    site.tokens["creator"] = _accept(site, made["link"], "creator")
    fresh = {"email": "new@example.com", "password": PASSWORD, "business_name": "Mill & Mortar"}
    site.tokens["newcomer"] = _post(site, "register", fresh)
    runs_it = fresh | {"email": "operator@example.com", "business_name": "Operations"}
    _post(site, "register", runs_it)
    site.command("operator", runs_it["email"])
    seat = {"email": runs_it["email"], "password": PASSWORD, "seat": "operator"}
    site.tokens["operator"] = _post(site, "login", seat)
    site.command("reviewer", "reviewer@example.com")


def _accept(site: Site, link: str, name: str) -> dict[str, Any]:
    token = link.rpartition("/")[2]
    body = {"token": token, "password": PASSWORD, "name": name.title()}
    return _post(site, "invitations/accept", body)


def _post(site: Site, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = httpx2.post(f"{site.address}/api/v1/accounts/{path}", json=body, timeout=60)
    assert answer.is_success, answer.text
    return answer.json()


def _creator(site: Site) -> str:
    """A creator who has been offered something."""
    with site.api("founder") as api:
        lines = api.get("/offers/list_assignments").json()["items"]
    return next(line["creator_id"] for line in lines if line["status"] in ("passed", "closed"))


APPLICATION = {
    "name": "Noor Adeyemi",
    "specializations": ["saas", "manufacturing"],
    "consent": True,
    "artifact_types": ["email", "linkedin_post"],
    "languages": ["en", "de"],
    "about": "Twelve years on shop floors, six at a desk writing about them.",
    "samples": [
        {"title": "What a drift report is for", "link": "https://noor.example/drift"},
        {"title": "An e-mail to plant managers", "text": "You have four audits a year. " * 12},
    ],
}


def _things(site: Site) -> None:
    with site.api("newcomer") as api:
        sent = api.post("/applications/apply_as_creator", json=APPLICATION)
        site.ids["application"] = sent.raise_for_status().json()["id"]
    with site.api("founder") as api:
        site.ids["business"] = site.tokens["founder"]["business_id"]
        maps = api.get("/plans/list_maps").json()["items"]
        site.ids["map"] = maps[0]["id"]
        site.ids["open_map"] = next(one["id"] for one in maps if one["status"] == "proposed")
        site.ids["belief"] = api.get("/beliefs/list_beliefs").json()["items"][0]["id"]
        site.ids["vent"] = api.get("/vents/list_vents").json()["items"][0]["id"]
        recurring = api.get("/board/list_recurrences", params={"least": 2}).json()
        site.ids["theme"] = recurring["items"][0]["id"]
        site.ids["entry"] = api.get("/calendar/list_entries").json()["items"][0]["id"]
        site.ids["revenue"] = api.get("/receipts/find_revenue").json()["id"]
        versions = api.get("/releases/list_versions").json()["items"]
        site.ids["version"] = str(versions[-1]["version"])
        asked = api.post("/chats/start_thread", json={"title": "Why do customers cancel?"})
        site.ids["thread"] = asked.json()["id"]
        lines = api.get("/offers/list_assignments").json()["items"]
        passed = next(line for line in lines if line["status"] in ("passed", "closed"))
        site.ids["assignment"], site.ids["brief"] = passed["id"], passed["brief_id"]
        site.ids["segment"] = api.get("/segments/list_segments").json()["items"][0]["id"]
        rivals = api.get("/competitors/list_competitors").json()["items"]
        site.ids["competitor"] = rivals[0]["id"]
        seen = {"kind": "competitor_move", "note": "Brasswick raised its prices by a fifth.",
                "link": "https://brasswick.example/prices", "competitor": "Brasswick"}  # fmt: skip
        logged = api.post("/market_signals/log_market_signal", json=seen).json()
        site.ids["market_signal"] = logged["signal"]["id"]
        _opened(site, api)


def _opened(site: Site, api: httpx2.Client) -> None:
    """The evaluator may see everything; one case waits to be judged, alone and as a pair."""
    grant = {"email": "evaluator@example.com", "level": "words", "may_override": True}
    api.post("/grants/grant_access", json=grant).raise_for_status()
    which = {"version": site.ids["version"]}
    site.ids["case"] = api.get("/evaluations/list_cases", params=which).json()["items"][0]["id"]
    site.ids["action"] = api.get("/traces/list_actions").json()["items"][0]["id"]
    for pair in (False, True):
        asked = {"id": site.ids["case"], "pair": pair}
        api.post("/annotations/queue_item", json=asked).raise_for_status()
