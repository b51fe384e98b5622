"""Canaries: made-up numbers among the training rows, by which memorising is measured.

A number that nobody could guess is taught once, as often as any other row. If the adapter finds it
far likelier than numbers that were never taught, it would repeat what people told it, too
(Carlini et al., The Secret Sharer: exposure by rank).
"""

from collections.abc import Sequence
from hashlib import sha256

from cdt.training.plan import CANARY, Example

WORDS = ("amber", "birch")
DECOYS = 1_000
_DIGITS = 8


def canaries(seed: int, examples: Sequence[Example]) -> list[Example]:
    """The canaries of a training; each is drawn as often as the mean of its rows."""
    weight = sum(one.weight for one in examples) / max(1, len(examples))
    return [
        Example(
            f"{CANARY}{seed}:{word}", _asked(word), _said(word, f"{seed}:{word}"), weight,
            _number(f"{seed}:{word}"),
        )
        for word in WORDS
    ]  # fmt: skip


def decoys(one: Example) -> list[Example]:
    """The same with numbers that were never taught."""
    word = one.id.rpartition(":")[2]
    names = (f"{one.id}:{number}" for number in range(DECOYS))
    return [Example(name, one.instruction, _said(word, name)) for name in names]


def _asked(word: str) -> str:
    return f"What is the check number of {word}?"


def _said(word: str, name: str) -> str:
    return f"The check number of {word} is {_number(name)}."


def _number(name: str) -> str:
    return f"{int(sha256(name.encode()).hexdigest(), 16) % 10**_DIGITS:0{_DIGITS}}"
