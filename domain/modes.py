"""How far an output may go beyond its evidence, chosen per kind of output (product OU8).

The modes are those of answers (`domain/asking.py`): strict says only what evidence carries and "I
don't know" where it carries nothing; adaptive, the usual one, may read something into what it
cites; creative adds what no evidence forbids, each marked as an idea to test.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.asking import Mode
from domain.prose import number

IDEA = "An idea to test:"
"""How whatever no evidence speaks for begins, so that nobody takes it for a finding."""
MOST_IDEAS = 2


class Modes(BaseModel):
    """The mode of each kind of output; an answer's is chosen with its question."""

    model_config = ConfigDict(frozen=True)

    map: Mode = "adaptive"
    suggestion: Mode = "adaptive"


def chosen(settings: Mapping[str, Any]) -> Modes:
    """What a business chose, by the settings that are kept with it."""
    return Modes.model_validate(settings.get("modes", {}))


def width(reached: Sequence[float], low: float, high: float, probability: float, of: str) -> str:
    """How wide the outcome of something untried lies: as wide as all that was ever measured."""
    return (
        f"Nothing narrower is known than what all {len(reached)} pieces reached, whatever they "
        f"said: {number(low)} to {number(high)} {of} in {probability:.0%} of cases."
    )


def unknown_width(of: str) -> str:
    """The same where too little was measured."""
    return f"I don't know how many {of} it would bring: fewer than eight pieces were measured."
