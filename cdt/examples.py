"""A month as a trainer takes it: questions and answers without names, and what is held out."""

from collections.abc import Collection

from cdt.dataset import DID_WELL, Month, verdict_on
from cdt.training.plan import Example
from domain.claims import words
from domain.placeholders import hide
from domain.training import instruction


def learned(month: Month) -> list[Example]:
    """The pairs of a month."""
    return [
        Example(one.id, one.instruction, one.response, weight=one.weight)
        for one in month.dataset.pairs
    ]


def held_out(month: Month, called: Collection[str]) -> list[Example]:
    """A question for each held-out artifact that did well; its angle is the right answer."""
    found = []
    for row in month.holdout:
        if row.outcome is not None and row.outcome >= DID_WELL and row.angle:
            asked = instruction(month.titles.get(row.id, ""), row.segment, row.channel)
            said = verdict_on(row.angle, row.outcome)
            found.append(Example(row.id, hide(asked, called), said, wanted=words(row.angle)))
    return found
