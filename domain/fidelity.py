"""What a refinement may not do to its draft: bring new numbers, change facts, invent quotes, or
speak another language than those who read it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from uuid import UUID

from pydantic import BaseModel

from core.text import printable
from domain.language import tongue

MOST_HEARD = 20
"""Texts whose own language is looked at, the longest first."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MARKS = {
    "address": re.compile(
        r"(?:\b[a-z][a-z0-9+.-]*:)?//[^\s)>\]]+|\b(?:javascript|vbscript|data|mailto|file):\S+"
        r"|\b[\w.+-]*@?(?:[\w-]+\.)+[a-z]{2,}\b(?:/[^\s)>\]]*)?",
        re.IGNORECASE,
    ),
    "markup": re.compile(r"!?\[[^\]\n]*\]\([^)\n]*\)?|<\s*/?\s*[a-z!][^>\n]*>?", re.IGNORECASE),
    "request for a secret": re.compile(
        r"\b(?:pass(?:word|phrase|code)s?|passw[oö]rt\w*|mot de passe|contraseñ\w+|"
        r"(?:card|account|security) numbers?|credit cards?|seed phrases?|"
        r"api keys?|access tokens?|private keys?|PIN|IBAN|CVV|CVC)\b",
        re.IGNORECASE,
    ),
}
"""What a reader, a browser or a terminal would act on."""


def strings(value: object) -> list[str]:
    """Every text inside a model, a dataclass, a mapping or a sequence, in order."""
    return [leaf for leaf in _leaves(value) if isinstance(leaf, str)]


def new_numbers(answer: object, *given: object) -> list[str]:
    """Numbers in the texts of `answer` that are nowhere in `given`, as faults."""
    known = _numbers(str(leaf) for leaf in _leaves(given) if not isinstance(leaf, UUID))
    return [f"the number {each} is new" for each in sorted(_numbers(strings(answer)) - known)]


def new_marks(answer: object, *given: object) -> list[str]:
    """Addresses, markup, steering marks, requests for secrets: those not in `given`, as faults.

    What people wrote may hold such things; a model that repeats them in words of ours makes them
    ours. So `given` is the draft, not the material.
    """
    known = "\n".join(strings(given)).casefold()
    told = strings(answer)
    faults = [
        f"the {kind} {hit[0]!r} is new"
        for kind, pattern in _MARKS.items()
        for text in told
        for hit in pattern.finditer(text)
        if hit[0].casefold() not in known
    ]
    steered = [text for text in told if printable(text) != text and text.casefold() not in known]
    return [*dict.fromkeys(faults)] + [f"{text[:40]!r} holds a steering mark" for text in steered]


def lures(text: str) -> list[str]:
    """A request to the reader for a secret, as a fault; secrets may be spoken of."""
    asked = "?" in text or re.search(r"\byou(?:rs?)?\b", text, re.IGNORECASE)
    hit = _MARKS["request for a secret"].search(text) if asked else None
    return [f"it asks the reader for a secret: {hit[0]!r}"] if hit else []


def changed(draft: object, answer: object, free: AbstractSet[str]) -> list[str]:
    """Fields of `draft` that `answer` changed although they are not in `free`, as faults.

    `free` names fields whose content may change wherever they occur.
    """
    return [f"{place} was changed" for place in _differences(_plain(draft), _plain(answer), free)]


def not_in(text: str, quotes: Sequence[tuple[str, str]]) -> list[str]:
    """(place, quote) pairs whose quote does not stand in `text` letter by letter, as faults."""
    wrong = [place for place, quote in quotes if not quote or quote not in text]
    return [f"the quote of {place} is not in the text" for place in wrong]


def other_language(answer: object, draft: object, given: object) -> list[str]:
    """A fault where the new words of `answer` are in a language of neither `draft` nor `given`.

    Short and doubtful texts abstain, and so do words that stand in what was given (quotes).
    """
    theirs = strings([draft, given])
    new = " ".join(text for text in strings(answer) if not any(text in one for one in theirs))
    spoken = tongue.certain(new)
    if spoken is None:
        return []
    known = {tongue.language(" ".join(strings(each)), "") for each in (draft, given)}
    if spoken in known:
        return []
    known |= {tongue.language(text, "") for text in sorted(theirs, key=len)[-MOST_HEARD:]}
    named = sorted(code for code in known if code)
    wrong = bool(named) and spoken not in known
    return [f"it is written in {spoken!r}, not in {' or '.join(named)}"] * wrong


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, BaseModel):
        value = [getattr(value, name) for name in type(value).model_fields]
    elif is_dataclass(value) and not isinstance(value, type):
        value = [getattr(value, each.name) for each in fields(value)]
    elif isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, str) or not isinstance(value, Iterable):
        yield value
    else:
        for each in value:
            yield from _leaves(each)


def _numbers(texts: Iterable[str]) -> set[str]:
    return {hit.replace(",", "") for text in texts for hit in _NUMBER.findall(text)}


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _differences(
    draft: object, answer: object, free: AbstractSet[str], place: str = ""
) -> list[str]:
    if isinstance(draft, Mapping) and isinstance(answer, Mapping):
        names = [name for name in {**draft, **answer} if name not in free]
        return [
            found
            for name in names
            for found in _differences(
                draft.get(name), answer.get(name), free, f"{place}.{name}".lstrip(".")
            )
        ]
    if isinstance(draft, list) and isinstance(answer, list) and len(draft) == len(answer):
        return [
            found
            for number, (one, other) in enumerate(zip(draft, answer, strict=True))
            for found in _differences(one, other, free, f"{place}.{number}".lstrip("."))
        ]
    return [] if draft == answer else [place or "the answer"]
