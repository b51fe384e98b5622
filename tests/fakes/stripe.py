"""The part of Stripe that is asked for, on loopback: objects, idempotency, forgotten keys, outages.

`tell` says what Stripe does not say by itself: that somebody paid, that an account was looked at.
"""

import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from core import settings

SECRET = "whsec_fake"
KEY = "sk_test_fake"


@dataclass
class FakeStripe:
    """What it holds. `away` answers 503; `drops` does what it was asked and then hangs up."""

    url: str = ""
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, tuple[Any, int, dict[str, Any]]] = field(default_factory=dict)
    away: bool = False
    drops: int = 0
    lock: Lock = field(default_factory=Lock)

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Every object of a kind, newest first."""
        return [one for one in self.objects.values() if one["object"] == kind][::-1]

    def pay(self, session: str) -> None:
        """Somebody paid on the page."""
        one = self.objects[session]
        intent, charge = f"pi_{session}", f"ch_{session}"
        self.objects[intent] = {"id": intent, "object": "payment_intent", "latest_charge": charge,
                                "amount": one["amount_total"]}  # fmt: skip
        one |= {"payment_status": "paid", "status": "complete", "payment_intent": intent}

    def expire(self, session: str) -> None:
        """Nobody paid in time."""
        self.objects[session] |= {"status": "expired", "url": None}

    def put(self, account: str, state: str) -> None:
        """Stripe looked at somebody."""
        one = self.objects[account]
        reason = "rejected.fraud" if state == "suspended" else None
        due = ["individual.verification.document"] if state == "needs_more" else []
        one["details_submitted"] = True
        one["payouts_enabled"] = state == "ready"
        one["capabilities"] = {"transfers": "active" if state == "ready" else "inactive"}
        one["requirements"] = {"currently_due": due, "past_due": [], "disabled_reason": reason}

    def notice(self, kind: str, subject: str) -> tuple[bytes, str]:
        """A signed webhook about an object."""
        event = {"id": "evt_1", "object": "event", "type": kind,
                 "data": {"object": self.objects[subject]}}  # fmt: skip
        body = json.dumps(event).encode()
        at = int(time.time())
        seal = hmac.new(SECRET.encode(), f"{at}.".encode() + body, sha256).hexdigest()
        return body, f"t={at},v1={seal}"

    def answer(self, method: str, path: str, asked: dict[str, str], key: str) -> tuple[int, Any]:
        """Status and body; a key is answered as the first time, another question under it not."""
        with self.lock:
            if self.away:
                return 503, {"error": {"type": "api_error", "message": "away"}}
            said = (path, sorted(asked.items()))
            if key in self.keys:
                known, status, body = self.keys[key]
                if known == said:
                    return status, body
                return 400, {"error": {"type": "idempotency_error", "message": "other parameters"}}
            status, body = self._do(method, path, asked)
            if key:
                self.keys[key] = (said, status, body)
            return status, body

    def _do(self, method: str, path: str, asked: dict[str, str]) -> tuple[int, Any]:
        place = path.removeprefix("/v1/").strip("/").split("/")
        if method == "GET":
            if place[0] in ("transfers", "refunds") and len(place) == 1:
                kind = place[0][:-1]
                wanted = "destination" if kind == "transfer" else "payment_intent"
                found = [one for one in self.of(kind) if one[wanted] == asked[wanted]]
                return 200, {"object": "list", "data": found, "has_more": False, "url": path}
            found = self.objects.get(place[-1])
            return (200, found) if found else _no("No such object")
        made = {"checkout": self._session, "transfers": self._transfer, "refunds": self._refund,
                "accounts": self._account, "account_links": self._link}[place[0]]  # fmt: skip
        return made(asked)

    def _session(self, asked: dict[str, str]) -> tuple[int, Any]:
        amount = int(asked["line_items[0][price_data][unit_amount]"])
        return self._new("cs", {
            "object": "checkout.session", "status": "open", "payment_status": "unpaid",
            "client_reference_id": asked["client_reference_id"], "amount_total": amount,
            "url": "https://checkout.example/pay", "payment_intent": None,
        })  # fmt: skip

    def _transfer(self, asked: dict[str, str]) -> tuple[int, Any]:
        account = self.objects.get(asked["destination"])
        if account is None or account["capabilities"].get("transfers") != "active":
            why = "insufficient_capabilities_for_transfer"
            return _no("The destination needs the transfers capability", why)
        return self._out("tr", "transfer", asked, asked["source_transaction"][3:])

    def _refund(self, asked: dict[str, str]) -> tuple[int, Any]:
        return self._out("re", "refund", asked, asked["payment_intent"][3:])

    def _out(self, begins: str, kind: str, asked: dict[str, str], paid: str) -> tuple[int, Any]:
        left = self.objects[paid]["amount_total"] - sum(
            one["amount"] for one in self.objects.values() if one.get("_paid") == paid
        )
        if int(asked["amount"]) > left:
            return _no("More than is left", "balance_insufficient")
        return self._new(begins, {
            "object": kind, "amount": int(asked["amount"]), "_paid": paid,
            "destination": asked.get("destination"), "created": int(time.time()),
            "payment_intent": asked.get("payment_intent"),
            "metadata": {"key": asked["metadata[key]"]},
        })  # fmt: skip

    def _account(self, asked: dict[str, str]) -> tuple[int, Any]:
        return self._new("acct", {
            "object": "account", "country": asked["country"], "details_submitted": False,
            "payouts_enabled": False, "capabilities": {"transfers": "inactive"},
            "requirements": {"currently_due": ["business_type"], "past_due": [],
                             "disabled_reason": "requirements.past_due"},
        })  # fmt: skip

    def _link(self, asked: dict[str, str]) -> tuple[int, Any]:
        if asked["account"] not in self.objects:
            return _no("No such account")
        return 200, {"object": "account_link", "url": f"https://connect.example/{asked['account']}"}

    def _new(self, begins: str, row: dict[str, Any]) -> tuple[int, Any]:
        one = f"{begins}_{len(self.objects)}"
        self.objects[one] = {"id": one, **row}
        return 200, self.objects[one]


def _no(why: str, code: str = "resource_missing") -> tuple[int, Any]:
    return 400, {"error": {"type": "invalid_request_error", "message": why, "code": code}}


@contextmanager
def running() -> Iterator[FakeStripe]:
    """The fake, answering on a port of its own."""
    fake = FakeStripe()

    class Door(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            parts = urlsplit(self.path)
            asked = dict(parse_qsl(self.rfile.read(size).decode() or parts.query))
            key = self.headers.get("idempotency-key") or ""
            if self.command == "GET":
                key = ""
            status, body = fake.answer(self.command, parts.path, asked, key)
            if fake.drops and self.command == "POST":
                fake.drops -= 1
                self.close_connection = True
                return
            words = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

        do_GET = do_POST = _answer

        def log_message(self, *_: object) -> None:
            """Nothing is written down."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chosen() -> Iterator[FakeStripe]:
    """The fake, with the settings that lead to it."""
    with running() as fake:
        settings.use(stripe_key=KEY, stripe_webhook_secret=SECRET, stripe_url=fake.url)
        yield fake
        settings.use(stripe_key="", stripe_webhook_secret="", stripe_url="")
