"""Ghost entries as the founder sees them: few cards, each with its reason."""

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

TRIES_ANOTHER = "tries another way than this"
"""Why an entry names a belief that it does not rest on but puts to the test."""


IGNORED_AFTER = timedelta(days=7)
"""So long a suggestion waits for an answer; then it counts as ignored (product CA9)."""
QUIET = timedelta(days=45)
"""So long what was refused or ignored is not suggested again (product X27)."""
Because = Literal["not_relevant", "wrong_time", "done_already", "too_much_work"]
"""Why a suggestion was dismissed; a choice, since a founder's own words would have to be sealed."""


class Card(BaseModel):
    """One proposed entry: what it claims, why, when, where, and the beliefs that speak for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=600)
    day: date
    channel: str
    segment: str
    angle: str
    beliefs: tuple[UUID, ...] = Field(min_length=1)


class Suggestions(BaseModel):
    """Cards, best first; none is a right answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cards: tuple[Card, ...] = ()


def faults(drafted: Suggestions, answer: Suggestions) -> list[str]:
    """What `answer` did that it may not: bring a card, change its facts or the order."""
    known = {card.id: place for place, card in enumerate(drafted.cards)}
    places = [known[card.id] for card in answer.cards if card.id in known]
    found = [f"card {card.id} is new" for card in answer.cards if card.id not in known]
    if places != sorted(set(places)):
        found.append("the order of the cards was changed")
    facts = {card.id: _facts(card) for card in drafted.cards}
    wrong = [card for card in answer.cards if facts.get(card.id) not in (None, _facts(card))]
    return found + [f"the facts of card {card.id} were changed" for card in wrong]


def _facts(card: Card) -> dict[str, object]:
    return card.model_dump(exclude={"title", "why"})
