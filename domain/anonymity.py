"""The leak gate: whether a brief names, or lets somebody find, the business that it is about.

Every string is read: values, keys, file names, alternative texts, addresses, and what is packed
inside them. Source: `docs/trust.md`, "Anonymity of briefs". The gate stops what identifies; that
nobody can guess the business from its niche is for the attacker test.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from core.errors import CheckFailed
from domain.disguises import hidden_texts, plain
from domain.identity import Identity, Tenant, identity
from domain.leak_marks import city_and_year, marks_in
from domain.leak_names import names_in
from domain.leak_sayings import sayings_in
from domain.leak_spans import Read, read
from domain.leak_splits import split_over, splits_in

PACKED = 2
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class BriefNamesTheBusiness(CheckFailed):
    """This brief would tell the creator whose it is."""


class Leak(BaseModel):
    """`rule` (the tenant field, or url, number, jargon), `text` as it stands, `where` it stands
    (`line 3`, `$.messages[0]`, `key $.seo`), and what it `points_to`."""

    model_config = ConfigDict(frozen=True)

    rule: str
    text: str
    where: str
    points_to: str


def leaks(tenant: Tenant | dict[str, Any], brief: object) -> list[Leak]:
    """Every leak of `tenant` in `brief`: text, Markdown, JSON text, or an object already read."""
    found = identity(tenant)
    document = _document(brief)
    # an id by chance holds the digits of a price; whole ids point to nothing outside
    texts = [(where, text) for where, text in strings(document) if not _ID.fullmatch(text)]
    leaked = [leak for where, text in texts for leak in _in_text(found, text, where)]
    if len(texts) == 1:
        whole = _read(texts[0][1])
    else:
        whole = read(plain("\n".join(text for _, text in texts)))
    leaked += _named("whole brief", city_and_year(found, whole))
    if len(texts) > 1:  # what stands in neighbouring strings: items of a list, values of an object
        leaked += _named("whole brief", splits_in(found, whole))
        leaked += _named("whole brief", split_over(found, _series(texts)))
    return list({(one.rule, one.text, one.where): one for one in leaked}.values())


def leaks_of(tenant: Tenant | dict[str, Any], brief: object, text: str) -> list[Leak]:
    """Every leak of a brief's record and of `text`, what a creator would read of it, each once."""
    return list(dict.fromkeys([*leaks(tenant, brief), *leaks(tenant, text)]))


def must_name_nobody(tenant: Tenant | dict[str, Any], brief: object) -> None:
    """Raises `BriefNamesTheBusiness`, with the leaks, unless the brief is clean."""
    if found := leaks(tenant, brief):
        first = found[0]
        raise BriefNamesTheBusiness(
            f"{len(found)} leaks; the first is {first.text!r} at {first.where}.",
            remedy="Write what it says in general words, or use {{BRAND}}.",
            leaks=[one.model_dump() for one in found],
        )


def _series(texts: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """What somebody could read in a row: all values of a document, and those under one key."""
    under: dict[str, list[str]] = {}
    for where, text in texts:
        if not where.startswith("key ") and not text.isdigit():
            under.setdefault("", []).append(text)
            under.setdefault(where.rpartition(".")[2], []).append(text)
    yield from (row for row in under.values() if len(row) > 1)


def strings(document: object, path: str = "$") -> Iterator[tuple[str, str]]:
    """Each string of a document with its place; keys and numbers are strings too."""
    if isinstance(document, str):
        yield path, document
    elif isinstance(document, BaseModel):
        yield from strings(document.model_dump(mode="json"), path)
    elif isinstance(document, Mapping):
        for key, value in document.items():
            yield f"key {path}", str(key)
            yield from strings(value, f"{path}.{key}")
    elif isinstance(document, Iterable):
        for number, value in enumerate(document):
            yield from strings(value, f"{path}[{number}]")
    elif document is not None and not isinstance(document, bool):
        yield path, str(document)


@lru_cache(maxsize=8)
def _read(text: str) -> Read:
    """A text, plain and cut into words; asked for twice where it is the whole brief."""
    return read(plain(text))


def _document(brief: object) -> object:
    if isinstance(brief, str) and brief.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(brief)
        except (json.JSONDecodeError, RecursionError):
            return brief
    return brief


def _in_text(found: Identity, text: str, where: str, depth: int = 0) -> Iterator[Leak]:
    given = _read(text)
    shown = given.text
    for rule, written, points_to in (
        *names_in(found, given),
        *splits_in(found, given),
        *marks_in(found, given),
        *sayings_in(found, given),
    ):
        place = where if where != "$" else _line_of(shown, written)
        yield Leak(rule=rule, text=written[:200], where=place, points_to=points_to[:200])
    if depth < PACKED:
        for packed, opened in hidden_texts(text):
            inside = where if where != "$" else _line_of(text, packed)
            yield from _in_text(found, opened, f"{inside} (packed)", depth + 1)


def _line_of(text: str, written: str) -> str:
    at = text.find(written)
    return f"line {text.count(chr(10), 0, at) + 1}" if at >= 0 else "text"


def _named(where: str, given: Iterable[tuple[str, str, str]]) -> Iterator[Leak]:
    for rule, written, points_to in given:
        yield Leak(rule=rule, text=written, where=where, points_to=points_to)
