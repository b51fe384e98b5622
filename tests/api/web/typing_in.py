"""Type texts into forms as somebody without scripts would, and look at what comes back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle

import httpx2

from core.ids import new_id
from tests import hostile
from tests.api.people import PASSWORD
from tests.api.web.crawling import TYPED, WORDS, Field, PageForm, wrong_fields

PLAUSIBLE = {
    "password": PASSWORD, "number": "3", "date": "2026-12-01", "time": "09:30",
    "url": "https://example.com/a",
}  # fmt: skip


@dataclass
class Hand:
    """Types every bundle of payloads into the fields of forms; keeps count and what went wrong.

    `wrong` are pages that a payload changed, and answers of 500 and above.
    """

    browser: httpx2.AsyncClient
    posts: int = 0
    tried: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What was typed, by field and by kind of field."""
    wrong: list[str] = field(default_factory=list)
    _next: dict[str, Iterator[str]] = field(default_factory=dict)

    async def everything(self, form: PageForm, rounds: int = len(hostile.PAYLOADS)) -> None:
        """Each payload into each field of words, the other fields being as they should be.

        With fewer rounds some of them, and others into the next form.
        """
        first = self.posts
        words = [one for one in form.fields if one.kind in WORDS]
        texts = {one: hostile.bundles(one.limit) for one in words}
        longest = max((len(each) for each in texts.values()), default=0)
        for at in range(min(rounds, longest)):
            typed = {
                one: each[(first + at + place) % len(each)]
                for place, (one, each) in enumerate(texts.items())
            }  # fmt: skip
            page = await self._send(form, typed, at)
            mended = wrong_fields(page) if page else set()
            if mended:  # the fields that take no words as they should be, and once more
                typed = {one: text for one, text in typed.items() if one.name not in mended}
                await self._send(form, typed, at)

    async def where_none_belongs(self, form: PageForm, rounds: int) -> None:
        """Payloads into everything else that a form sends: numbers, dates, choices, hidden."""
        rest = [one for one in form.fields if one.kind not in (*WORDS, "file")]
        others = [one for one in rest if one.name != "_key"]
        for at in range(rounds if others else 0):
            await self._send(form, {one: self._another(one.kind) for one in others}, at)

    def _another(self, kind: str) -> str:
        """The next bundle for fields of a kind."""
        if kind not in self._next:
            self._next[kind] = cycle(hostile.bundles(200))
        return next(self._next[kind])

    async def _send(self, form: PageForm, typed: dict[Field, str], at: int) -> str:
        """Send a form; the page that came back where something of it was wrong, else nothing."""
        sent: dict[str, list[str]] = defaultdict(list)
        for one in form.fields:
            if one.kind != "file":
                sent[one.name].append(typed.get(one, _usual(one)))
        if form.buttons:
            name, value = form.buttons[at % len(form.buttons)]
            sent[name] = [value]
        for one, text in typed.items():
            self.tried[one.kind].add(text)
            if one.kind in WORDS:
                self.tried[f"{one.name} of {form.shape}"].add(text)
        self.posts += 1
        answer = await self._answer(form, sent, at)
        self.look(f"{form.method} {form.action}", answer)
        if answer.status_code != 303:
            return answer.text if answer.status_code == 422 else ""
        to = answer.headers["location"]
        if at % 3 == 0:  # the toast of what was done
            self.look(f"{form.action} → {to}", await self.browser.get(to, follow_redirects=True))
        return ""

    async def _answer(self, form: PageForm, sent: dict[str, list[str]], at: int) -> httpx2.Response:
        safe = {name: [_wire(each) for each in values] for name, values in sent.items()}
        if form.method == "get":  # clients make no longer addresses
            safe = {name: [each[:8_000] for each in values] for name, values in safe.items()}
            return await self.browser.get(form.action.partition("?")[0], params=safe)
        files = [one.name for one in form.fields if one.kind == "file"]
        if not files:
            return await self.browser.post(form.action, data=safe)
        name = hostile.PAYLOADS[at % len(hostile.MARKUP)].replace("\n", " ")
        body = "\n".join(hostile.MARKUP).encode()
        return await self.browser.post(
            form.action,
            data=safe,
            files=dict.fromkeys(files, (f"{name}.txt", body, "text/plain")),
        )

    def look(self, where: str, answer: httpx2.Response) -> None:
        """Look at an answer; what is wrong with it is kept."""
        found = [f"{answer.status_code}"] if answer.status_code >= 500 else []
        kind = answer.headers.get("content-type", "")
        if "text/html" in kind:
            found += hostile.faults(answer.text)
        elif "text/csv" in kind:
            found += hostile.formulas(answer.text)
        self.wrong += [f"{where[:120]}: {each[:200]}" for each in found]


_NUMBERS = count()


def _usual(one: Field) -> str:
    """What belongs into a field."""
    if one.name == "_key":
        return f"{new_id()}"
    if one.kind == "email":
        return f"typed{next(_NUMBERS)}@example.com"
    return one.value or (PLAUSIBLE.get(one.kind, "") if one.kind in TYPED else "")


def _wire(text: str) -> str:
    """Text as a browser sends it: lone surrogates are replaced before."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
