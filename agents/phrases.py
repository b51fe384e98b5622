"""The words that maps and briefs are drafted from, as data: by artifact type, by angle, by voice.

None of them comes from a founder, and none points at one business.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from domain.claims import plural, words

Phrases = Mapping[str, Any]


def of_type(name: str) -> Phrases:
    """How a type of artifact is made and described."""
    types = book()["types"]
    return types.get(name, types["other"])


def of_angle(name: str) -> Phrases:
    """What is said with an angle, and how such a map is called."""
    angles = book()["angles"]
    return angles.get(name, angles["other"])


def said(text: str, angle: str, segment: str = "") -> str:
    """A phrase with its angle and its people put in."""
    return text.replace("{angle}", words(angle)).replace("{people}", people(segment))


def people(segment: str) -> str:
    """A segment as a group; `customers` where none is known."""
    return plural(segment or "customer")


def a_piece(kind: str) -> str:
    """`an email`, `a landing page`, `a set of ads`."""
    name = str(of_type(kind).get("called") or words(kind))
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def pieces(kind: str) -> str:
    """The same as several: `emails`, `landing pages`, `sets of ads`."""
    name = str(of_type(kind).get("called") or words(kind))
    head, of, rest = name.partition(" of ")
    return f"{plural(head)}{of}{rest}"


@cache
def book() -> Phrases:
    """Everything, read once."""
    return tomllib.loads(Path(__file__).with_name("brief_phrases.toml").read_text("utf-8"))
