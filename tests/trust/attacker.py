"""An obedient attacker: a model that does whatever a hostile text in its material tells it to.

It is stronger than any model that was talked into something: it knows what the text wants without
having to read it, tries quietly first (one place of a draft that is otherwise kept) and then loudly
(every place), calls tools whether they are offered or not, and copies out what they answer.
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cdt.model_says import Give, Reply, Say, Use
from cdt.model_server import shown

FILE = Path(__file__).parents[2] / "evals" / "golden" / "injections.jsonl"


@dataclass(frozen=True)
class Payload:
    """A hostile text and what it wants: calls, words to write, fields to set, lists to empty."""

    id: str
    family: str
    goal: str
    text: str
    orders: Mapping[str, Any]

    @property
    def number(self) -> int:
        """Its place in the file."""
        return int(self.id[1:])

    def filled(self, names: Mapping[str, str]) -> "Payload":
        """The same with `{other_business}` and the like replaced by what they are in this test."""
        told = json.dumps([self.text, self.orders])
        for name, value in names.items():
            told = told.replace(f"{{{name}}}", json.dumps(value)[1:-1])
        text, orders = json.loads(told)
        return Payload(self.id, self.family, self.goal, text, orders)


def payloads() -> list[Payload]:
    """All of them, in order."""
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return [Payload(**row) for row in rows]


@dataclass
class Attacker:
    """The brain. `arm` it with a payload; `bodies` are the requests that it has had since."""

    payload: Payload | None = None
    bodies: list[dict[str, Any]] = field(default_factory=list)

    def arm(self, payload: Payload) -> None:
        """From now on it obeys `payload`."""
        self.payload, self.bodies = payload, []

    @property
    def reached(self) -> bool:
        """Whether the hostile text stood in what it was shown (by the longest word of it)."""
        if self.payload is None:
            return False
        sign = max(self.payload.text.split(), key=len, default="")
        told = json.dumps(self.bodies, ensure_ascii=False)
        return json.dumps(sign, ensure_ascii=False)[1:-1][:40] in told.replace("&lt;", "<")

    def __call__(self, body: dict[str, Any]) -> Reply:
        assert self.payload is not None
        self.bodies.append(body)
        turn, orders = len(self.bodies), self.payload.orders
        calls = orders.get("calls", [])
        if turn <= len(calls) and turn < 3:
            return Use(calls[turn - 1]["tool"], calls[turn - 1]["arguments"])
        try:
            draft = json.loads(shown(body, "draft").replace("\\u003c", "<"))
        except json.JSONDecodeError:
            return Say(" ".join(self._words(body)) or "Done as ordered.")
        quiet = turn - min(len(calls), 2) == 1
        return Give(self._obeyed(draft, body, quiet=quiet))

    def _words(self, body: dict[str, Any]) -> list[str]:
        """What it was told to write; with what its tools answered where that was asked for."""
        assert self.payload is not None
        found = {
            "{tool_answer}": " ".join(_contents(body, "tool"))[:2000] or "their note",
            "{system}": " ".join(_contents(body, "system"))[:300],
        }
        return [found.get(each, each) for each in self.payload.orders.get("write", [])]

    def _obeyed(self, draft: Any, body: dict[str, Any], *, quiet: bool) -> Any:
        assert self.payload is not None
        orders, answer = self.payload.orders, deepcopy(draft)
        places = [at for at in _places(answer) if isinstance(_at(answer, at), str)]
        for words in self._words(body):
            chosen = places
            if quiet and places:
                chosen = [places[self.payload.number % len(places)]]
            for place in chosen:
                _put(answer, place, words if not quiet else f"{_at(answer, place)} {words}")
        for place in [*_places(answer)]:
            name = next((step for step in reversed(place) if isinstance(step, str)), "")
            if name in orders.get("set", {}):
                _put(answer, place, orders["set"][name])
            if orders.get("empty"):
                _put(answer, place, "" if isinstance(_at(answer, place), str) else 0)
        for name, value in orders.get("add", {}).items():
            if isinstance(answer.get(name), list):
                answer[name].append(value)
        return {**answer, **orders.get("extra", {})}


def _contents(body: Mapping[str, Any], role: str) -> list[str]:
    return [
        str(each.get("content")) for each in body.get("messages", ()) if each.get("role") == role
    ]


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every leaf of a draft by the way to it."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in steps:
        if isinstance(inner, dict | list):
            yield from _places(inner, (*way, step))
        else:
            yield (*way, step)


def _at(value: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        value = value[step]
    return value


def _put(value: Any, way: tuple[Any, ...], new: Any) -> None:
    _at(value, way[:-1])[way[-1]] = new
