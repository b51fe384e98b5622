"""A card may go and be worded anew; none may come, move or change its facts."""

from datetime import date
from uuid import UUID

from domain.suggestions import Card, Suggestions, faults

CARDS = Suggestions(
    cards=tuple(
        Card(
            id=name, title=name, why="because", day=date(2026, 11, 9), channel="email",
            segment="owner", angle="craft", beliefs=(UUID(int=1),),
        )
        for name in ("a", "b", "c")
    )
)  # fmt: skip


def with_cards(*cards: Card) -> Suggestions:
    """Suggestions of these cards."""
    return Suggestions(cards=cards)


def test_a_card_may_go_and_a_title_may_change() -> None:
    a, _, c = CARDS.cards
    assert faults(CARDS, with_cards(a.model_copy(update={"title": "A"}), c)) == []
    assert faults(CARDS, with_cards()) == []


def test_a_new_card_a_new_order_and_new_facts_are_faults() -> None:
    a, b, _ = CARDS.cards
    assert faults(CARDS, with_cards(a.model_copy(update={"id": "z"}))) == ["card z is new"]
    assert faults(CARDS, with_cards(b, a)) == ["the order of the cards was changed"]
    assert faults(CARDS, with_cards(a, a)) == ["the order of the cards was changed"]
    moved = a.model_copy(update={"day": date(2026, 11, 10)})
    assert faults(CARDS, with_cards(moved)) == ["the facts of card a were changed"]
