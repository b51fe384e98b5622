"""What a founder decides about things that were derived: another name, one with another, hidden.

Decisions are about keys, so that they stand over whatever is computed next.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.errors import BadInput

Action = Literal["rename", "merge", "part", "hide", "show", "add", "remove"]
"""Each has its way back: `rename` to no name, `merge` and `part`, `hide` and `show`, `add` and
`remove`."""


@dataclass(frozen=True)
class Choice:
    """What stands decided about one key; empty where nothing is."""

    name: str = ""
    into: str = ""
    hidden: bool = False
    added: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is decided."""
        return self == Choice()


class IntoItself(BadInput):
    """Something cannot be made part of itself."""


def resting(key: str, choices: Mapping[str, Choice]) -> str:
    """The key that `key` became part of, however many steps on; itself where none."""
    seen = {key}
    while (into := choices.get(key, Choice()).into) and into not in seen:
        seen.add(into)
        key = into
    return key


def groups(keys: Sequence[str], choices: Mapping[str, Choice]) -> dict[str, list[str]]:
    """Key that stands → all keys that are part of it, itself first; in the order of `keys`."""
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(resting(key, choices), []).append(key)
    return {
        to: [*([to] if to in own else []), *(each for each in own if each != to)]
        for to, own in found.items()
    }


def merged(key: str, into: str, choices: Mapping[str, Choice], known: Collection[str]) -> str:
    """The key that `key` shall become part of. Raises `IntoItself` where it is part of it."""
    to = resting(into, choices)
    if to == key or to not in known:
        raise IntoItself(remedy="Choose another one.", field="into", value=into)
    return to
