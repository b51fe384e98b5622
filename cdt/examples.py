"""A month as a trainer takes it: questions and answers without names, and what is held out."""

from collections.abc import Collection

from cdt.dataset import Month
from cdt.training.plan import Example
from domain.claims import words
from domain.placeholders import hide
from domain.training import instruction
from memory import people
from memory.ctx import Ctx

DID_WELL = 0.67
"""From this outcome on an artifact shows what a right recommendation was."""


async def names(ctx: Ctx) -> list[str]:
    """What the business is called: its name, and the same without spaces as in an address."""
    row = await people.business(ctx)
    known = [row.name, row.name.replace(" ", ""), row.slug] if row else []
    return sorted({one for one in known if one})


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
