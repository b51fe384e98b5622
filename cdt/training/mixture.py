"""What is to be merged, and how: a file beside the plan, for a process of its own."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from core.errors import BadInput

MIXTURE = "mixture.json"
Method = Literal["linear", "cat", "ties"]
METHODS: tuple[Method, ...] = get_args(Method)


class NoMixture(BadInput):
    """These adapters cannot be merged so."""


@dataclass(frozen=True)
class Part:
    """An adapter's folder, and how much of it goes in (over 0, at most 1)."""

    folder: str
    weight: float


@dataclass(frozen=True)
class Mixture:
    """Two adapters of one base and PEFT's way of combining them."""

    parts: tuple[Part, ...]
    method: Method


def write(folder: Path, wanted: Mixture) -> None:
    """Put a mixture into the folder of a run. Raises `NoMixture`."""
    if wanted.method not in METHODS:
        raise NoMixture(remedy=f"One of {', '.join(METHODS)}.", field="method", value=wanted.method)
    if len(wanted.parts) != 2 or not all(0 < part.weight <= 1 for part in wanted.parts):
        raise NoMixture(remedy="Two adapters, each with a weight over 0 and at most 1.",
                        field="weight", value=[part.weight for part in wanted.parts])  # fmt: skip
    (folder / MIXTURE).write_text(json.dumps(asdict(wanted)))


def read(folder: Path) -> Mixture | None:
    """The mixture of a run, or None where it trains. Raises `NoMixture`."""
    path = folder / MIXTURE
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_text())
        return Mixture(tuple(Part(**one) for one in told["parts"]), told["method"])
    except (ValueError, TypeError, KeyError) as wrong:
        raise NoMixture(f"({type(wrong).__name__})", value=folder.name) from wrong
