"""Versioned word lists beside the rules: TOML tables read once, cues compiled to one pattern."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEVER = re.compile(r"(?!)")


@lru_cache(maxsize=32)
def table(name: str) -> dict[str, Any]:
    """The TOML file `name` of this folder, without its `version`."""
    rows = tomllib.loads(files("domain.language").joinpath(f"{name}.toml").read_text("utf-8"))
    rows.pop("version", None)
    return rows


def pattern(cues: Iterable[str], *, cased: bool = False) -> re.Pattern[str]:
    """One pattern for whole-word cues; `*` stands for any ending, a space for any white space."""
    ordered = sorted({*cues} - {""}, key=len, reverse=True)
    if not ordered:
        return NEVER
    flags = re.NOFLAG if cased else re.IGNORECASE
    return re.compile(rf"{_any_of(ordered, cased=cased)}(?!\w)", flags)


def _any_of(cues: Sequence[str], *, cased: bool) -> str:
    """A word's beginning, then any of `cues`, the first that fits.

    They stand by their first letters, so that most places and most cues are not even tried.
    """
    if not all(cue[0].isascii() and cue[0].isalnum() for cue in cues):
        return rf"(?<!\w)(?:{'|'.join(_part(cue) for cue in cues)})"
    begun: dict[str, list[str]] = {}
    for cue in cues:
        begun.setdefault(cue[0] if cased else cue[0].lower(), []).append(_part(cue[1:]))
    branches = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in begun.items())
    return rf"\b(?=[{''.join(begun)}])(?:{branches})"


def _part(cue: str) -> str:
    text = re.escape(cue).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return text.replace("'", "['’]")


@lru_cache(maxsize=64)
def words(name: str, *path: str) -> re.Pattern[str]:
    """The compiled list that stands in file `name` under the keys of `path`."""
    found: Any = table(name)
    for key in path:
        found = found[key]
    return pattern(found)


@lru_cache(maxsize=64)
def word_set(name: str, *path: str) -> frozenset[str]:
    """The list that stands in file `name` under the keys of `path`, as a set."""
    found: Any = table(name)
    for key in path:
        found = found[key]
    return frozenset(found)
