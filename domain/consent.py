"""What may be used to train the model of a business, by source and by person (product X5).

What people said is used when they said yes: nobody's words are taken for granted. Figures and
plans are the business's own and are used unless the founder says no. A no of the business counts
for everybody; a yes of the business never stands in for a person's.
"""

from collections.abc import Mapping
from typing import Literal, get_args
from uuid import UUID

Source = Literal["vent", "answer", "activity", "chat", "calendar", "performance", "tooling",
                 "belief"]  # fmt: skip
SOURCES: tuple[Source, ...] = get_args(Source)
WORDS: frozenset[Source] = frozenset({"vent", "answer", "activity", "chat"})
"""Sources that are somebody's words."""

TITLES: dict[Source, str] = {
    "vent": "vents", "answer": "answers of the interview", "activity": "notes of team activities",
    "chat": "chats", "calendar": "the calendar", "performance": "results of published pieces",
    "tooling": "figures of connected tools", "belief": "what the model believes",
}  # fmt: skip

Decisions = Mapping[tuple[Source, UUID | None], bool]
"""(source, person) → yes or no; person None is the business's own decision."""


def may_train(decisions: Decisions, source: Source, author: UUID | None) -> bool:
    """Whether an item of `source` by `author` (None: of nobody known) may be trained on."""
    business = decisions.get((source, None))
    if business is False:
        return False
    if source not in WORDS:
        return True
    if author is None:
        return business is True
    return decisions.get((source, author)) is True
