"""What people may say of an answer, and in which order the two answers of a pair stand for whom."""

from collections.abc import Mapping
from typing import Literal, get_args

from core.errors import BadInput
from core.ids import content_hash
from domain.agreement import LABELS, Label
from domain.pairwise import SIDES, Side

ItemKind = Literal["case", "answer", "draft", "pair"]
Choice = Literal["one", "other", "tie"]
CHOICES: tuple[Choice, ...] = get_args(Choice)

REASONS: Mapping[str, str] = {
    "wrong_fact": "A fact is wrong",
    "no_evidence": "Nothing supports it",
    "wrong_figure": "A figure is wrong or invented",
    "misses_point": "It misses what was asked",
    "too_sure": "It is surer than the evidence",
    "off_voice": "It is not how this business speaks",
    "unclear": "It is hard to read",
    "unsafe": "It says what must not be said",
}
"""Codes of what is wrong with an answer."""


class WrongLabel(BadInput):
    """This is no label for that item."""


class NoReason(BadInput):
    """A bad mark needs its reason."""


def first_for(item: str, person: str) -> Side:
    """Whose answer of a pair stands first for a person: even over items and people, and fixed."""
    return SIDES[int(content_hash("order", item, person)[:8], 16) % 2]


def labels_of(kind: ItemKind) -> tuple[str, ...]:
    """The labels of a kind of item, best first."""
    return CHOICES if kind == "pair" else LABELS


def refuse_unfit(kind: ItemKind, label: str, reasons: list[str], note: str) -> None:
    """Raise `WrongLabel` or `NoReason` where a label does not fit its item."""
    if label not in labels_of(kind):
        raise WrongLabel(
            f"{label!r} for a {kind}.", remedy=f"Give one of {', '.join(labels_of(kind))}.",
            field="label", value=label,
        )  # fmt: skip
    if unknown := [each for each in reasons if each not in REASONS]:
        raise WrongLabel(
            f"Unknown reasons: {', '.join(unknown)}.", field="reasons", value=unknown[0],
            remedy=f"Give codes of {', '.join(REASONS)}.",
        )  # fmt: skip
    bad: Label = "bad"
    if label == bad and not reasons and not note.strip():
        raise NoReason(remedy="Give a reason code or a note.", field="reasons", value="")
