"""The frame around every page: templates, toasts, headers, and calm pages for what went wrong."""

import base64
import binascii
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.problems import SECRET, Problem
from api.web import navigation, texts
from api.web.forms import KEY, MOST_FIELDS, Form, blank
from api.web.session import HELD, THEME, Visitor, cookie, whose
from core import clock, security
from core.ids import content_hash, new_id
from core.settings import settings
from tools.accounts import Credentials
from tools.held import HeldForm, pack

FOLDER = Path(__file__).parent
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Permissions-Policy": "camera=(), geolocation=()"}
Teller = Callable[[Request, Exception], Awaitable[Response]]
SAID = "refleqt_said"
THEMES = ("system", "light", "dark")


def page(
    request: Request, template: str, data: Mapping[str, Any] | None = None, *, status: int = 200
) -> HTMLResponse:
    """A template with the frame of whoever visits; a toast that waits is shown, once."""
    found: Visitor | None = getattr(request.state, "visitor", None)
    role = found.actor.role if found else "stranger"
    said = _said(request.cookies.get(SAID, ""))
    held: HeldForm | None = getattr(request.state, "held", None)
    given = {**(data or {})}
    if held:
        _fill(given, held)
    words = environment().get_template(template).render(
        {
            "request": request,
            "path": request.url.path,
            "visitor": found,
            "seen": found.seen if found else None,
            "role": role,
            "places": navigation.PLACES[role] if found else (),
            "here": navigation.here(role, request.url.path),
            "said": said,
            "language": texts.language(),
            "theme": theme(request),
            "now": clock.now(),
            "local": settings().environment == "local",
            "held": held,
            **given,
        }
    )  # fmt: skip
    answer = HTMLResponse(words, status, HEADERS)
    gone = [SAID] * bool(said) + [HELD] * bool(held)
    for name in gone:
        answer.headers.append("set-cookie", cookie(name, "", request.url.scheme == "https"))
    return answer


def _fill(data: dict[str, Any], held: HeldForm) -> None:
    """Put what was typed back into the form of a page that has those fields."""
    values = held.values
    for form in data.values():
        if isinstance(form, Form) and not form.errors and values.keys() <= form.typed.keys():
            for name, typed in values.items():
                form.typed[name] = typed if isinstance(form.typed[name], list) else typed[-1]
            return


def back(
    request: Request, to: str, said: str = "", *, undo: str = "", bad: bool = False
) -> Response:
    """After a write: go to `to`, where a toast says what was done, if anything is to be said.

    `undo` is the path of a POST that undoes it; `bad` marks what did not work: what was typed into
    its form is kept by the browser until a write works.
    """
    answer = RedirectResponse(to, 303, HEADERS)
    if said or request.method == "POST":  # a page that leads on leaves the toast that waits
        told = _signed({"text": said, "undo": undo, "bad": bad})
        secure = request.url.scheme == "https"
        answer.headers.append("set-cookie", cookie(SAID, told, secure, seconds=60))
    return answer


def or_page(told: Teller) -> Teller:
    """An error handler that tells people by a page what `told` tells programs by a problem."""

    async def tell(request: Request, error: Exception) -> Response:
        answer = await told(request, error)
        if not is_page(request):
            return answer
        if answer.status_code == 401 and request.method == "POST":
            held = await _held(request)
            if held:
                return ask_to_sign_in(request, held)
        return as_page(request, answer)

    return tell


def as_page(request: Request, problem: Response) -> Response:
    """A problem as a page that says calmly what went wrong and how to go on.

    Whoever is not signed in goes to the sign-in page first, and comes back from there. An address
    that cannot be one of ours is a page that does not exist.
    """
    said = Problem.model_validate_json(bytes(problem.body))
    reads = request.method in ("GET", "HEAD")
    if problem.status_code == 401:
        to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(to if reads else '/')}", 303, HEADERS)
    if reads and said.type.endswith((":InvalidRequest", ":NotFound")):
        said = Problem(type=said.type, title=texts.gettext("There is no such page."), status=404)
    answer = page(request, "error.html", {"problem": said}, status=said.status)
    if "retry-after" in problem.headers:
        answer.headers["Retry-After"] = problem.headers["retry-after"]
    return answer


def ask_to_sign_in(request: Request, held: HeldForm) -> Response:
    """The sign-in page in the place of an answer to a form: it carries what was typed, sealed."""
    data = {"form": blank(Credentials), "next": held.page, "held_form": pack(held)}
    return page(request, "entry/sign_in.html", data, status=401)


async def _held(request: Request) -> HeldForm | None:
    """What a refused form held, without passwords and files; None where that is nothing."""
    sent = await request.form(max_fields=MOST_FIELDS)
    fields = [
        (name, value)
        for name, value in sent.multi_items()
        if isinstance(value, str) and value.strip() and name != KEY and name not in SECRET
    ]
    if not fields:
        return None
    came = urlsplit(request.headers.get("referer", ""))
    path = came.path if came.netloc == request.headers.get("host") else request.url.path
    return HeldForm(
        owner=whose(request), page=local_path(path), action=request.url.path, fields=fields,
        at=clock.now(),
    )  # fmt: skip


def is_page(request: Request) -> bool:
    """Whether the answer is for a reader's eyes: a page, and no API or asset."""
    path = request.url.path
    apart = (
        "/api/",
        "/static/",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
        "/slack/events",
        "/payments/notice",
    )
    return not path.startswith(apart) and "html" in request.headers.get("accept", "")


def local_path(given: str | None, otherwise: str = "/") -> str:
    """`given` where it is a path of ours, else `otherwise`; nobody is sent to another site."""
    fits = given and given.startswith("/") and not given.startswith(("//", "/\\"))
    return given if fits and given and given.isprintable() else otherwise


def theme(request: Request) -> str:
    """Light, dark, or as the reader's system has it."""
    found: Visitor | None = getattr(request.state, "visitor", None)
    chosen = found.seen.theme if found else ""
    wanted = chosen or request.cookies.get(THEME, "")
    return wanted if wanted in THEMES else "system"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; everything that is put into them is escaped."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.policies["json.dumps_kwargs"] = {"default": str, "ensure_ascii": False}
    installed: Any = made
    installed.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)
    made.filters |= {
        "money": texts.money, "number": texts.number, "percent": texts.percent,
        "day": texts.day, "moment": texts.moment, "words": _as_words,
        "ago": lambda when: texts.ago(when, clock.now()),
    }  # fmt: skip
    made.globals |= {"asset": asset, "new_key": lambda: f"{new_id()}", "zip": zip}
    return made


@lru_cache(maxsize=200)
def asset(name: str) -> str:
    """The address of a file of `static/`, with its hash, so that it may be kept for ever."""
    digest = content_hash((FOLDER / "static" / name).read_bytes().hex())[:10]
    return f"/static/{name}?v={digest}"


def _as_words(slug: str) -> str:
    """`paid_ads` as `paid ads`."""
    return slug.replace("_", " ")


def _signed(told: Mapping[str, Any]) -> str:
    body = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
    return f"{body}.{_mark(body)}"


def _said(given: str) -> dict[str, Any] | None:
    """What a toast says; None for none and for one that we did not write."""
    body, _, mark = given.rpartition(".")
    if not body or not hmac.compare_digest(mark, _mark(body)):
        return None
    try:
        return json.loads(base64.urlsafe_b64decode(body))
    except (binascii.Error, ValueError):
        return None


def _mark(body: str) -> str:
    return hmac.digest(security.signing_key(), f"said:{body}".encode(), "sha256").hex()
