"""A month as a trainer takes it: questions and answers without names, and what is held out."""

from collections.abc import Collection

from cdt.dataset import Month
from cdt.training.plan import Example
from domain.claims import words
from domain.placeholders import hide, names_of
from domain.training import instruction
from memory import people
from memory.ctx import Ctx

DID_WELL = 0.67
"""From this outcome on an artifact shows what a right recommendation was."""


async def names(ctx: Ctx) -> list[str]:
    """What the business is called."""
    row = await people.business(ctx)
    return sorted(names_of(row.name, row.slug)) if row else []


def learned(month: Month, called: Collection[str]) -> list[Example]:
    """The pairs of a month; names are placeholders, secrets and addresses are gone."""
    return [
        Example(
            one.id, hide(one.instruction, called), hide(one.response, called), weight=one.weight
        )
        for one in month.dataset.pairs
    ]


def held_out(month: Month, called: Collection[str]) -> list[Example]:
    """A question for each held-out artifact that did well; its angle is the right answer."""
    found = []
    for row in month.holdout:
        if row.outcome is not None and row.outcome >= DID_WELL and row.angle:
            asked = instruction(month.titles.get(row.id, ""), row.segment, row.channel)
            angle = words(row.angle)
            said = f"Lead with {angle}: it did well."
            found.append(Example(row.id, hide(asked, called), said, wanted=angle))
    return found
