"""Ghost entries as the founder sees them: few cards, each with its reason."""

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from domain.asking import Mode
from domain.briefs import MadeBy
from domain.map_text import DISCLOSURE, MODES
from domain.modes import IDEA
from domain.prose import paragraph

TRIES_ANOTHER = "tries another way than this"
"""Why an entry names a belief that it does not rest on but puts to the test."""


IGNORED_AFTER = timedelta(days=7)
"""So long a suggestion waits for an answer; then it counts as ignored (product CA9)."""
QUIET = timedelta(days=45)
"""So long what was refused or ignored is not suggested again (product X27)."""
Because = Literal["not_relevant", "wrong_time", "done_already", "too_much_work"]
"""Why a suggestion was dismissed; a choice, since a founder's own words would have to be sealed."""


class Card(BaseModel):
    """One proposed entry: what it claims, why, when, where, and the beliefs that speak for it.

    `idea` marks one that nothing speaks for: it is there to be tested (creative mode alone).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=600)
    day: date
    channel: str
    segment: str
    angle: str
    beliefs: tuple[UUID, ...] = Field(min_length=1)
    idea: bool = False


class Made(BaseModel):
    """How a suggestion came about, kept with it: who worded it, in which mode, whether it is an
    idea to test."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    made_by: MadeBy = "rules"
    mode: Mode = "adaptive"
    idea: bool = False

    @property
    def disclosure(self) -> str:
        """The same in a sentence, said wherever the suggestion is shown (product X22)."""
        return paragraph(DISCLOSURE[self.made_by], MODES[self.mode])


class Suggestions(BaseModel):
    """Cards, best first; none is a right answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cards: tuple[Card, ...] = ()


def faults(drafted: Suggestions, answer: Suggestions, mode: Mode = "adaptive") -> list[str]:
    """What `answer` did that it may not: bring a card, change its facts or the order.

    In the strict mode titles and reasons are facts too: each sentence of them was computed from
    what carries it. An idea goes on saying that it is one.
    """
    known = {card.id: place for place, card in enumerate(drafted.cards)}
    places = [known[card.id] for card in answer.cards if card.id in known]
    found = [f"card {card.id} is new" for card in answer.cards if card.id not in known]
    if places != sorted(set(places)):
        found.append("the order of the cards was changed")
    facts = {card.id: _facts(card, mode) for card in drafted.cards}
    wrong = [card for card in answer.cards if facts.get(card.id) not in (None, _facts(card, mode))]
    found += [f"the facts of card {card.id} were changed" for card in wrong]
    unmarked = [card for card in answer.cards if card.idea and not card.why.startswith(IDEA)]
    return found + [f"card {card.id} hides that it is an idea" for card in unmarked]


def mode_faults(cards: Suggestions, mode: Mode, carried: frozenset[UUID]) -> list[str]:
    """What cards may not hold in a mode: ideas outside the creative one, and in the strict one
    whatever rests on a belief that no evidence carries."""
    found = [
        f"card {card.id} is an idea, and the mode is {mode}"
        for card in cards.cards
        if card.idea and mode != "creative"
    ]
    if mode == "strict":
        found += [
            f"card {card.id} rests on what nothing carries"
            for card in cards.cards
            if not carried.issuperset(card.beliefs)
        ]
    return found


def _facts(card: Card, mode: Mode) -> dict[str, object]:
    return card.model_dump(exclude=set() if mode == "strict" else {"title", "why"})
