"""A refinement may change words; numbers, facts and quotes stay."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from domain.fidelity import changed, new_numbers, not_in, other_language, strings


class Part(BaseModel):
    """A part with words and facts."""

    text: str
    price: int = 100
    on: date = date(2026, 11, 20)


class Whole(BaseModel):
    """Parts under a title."""

    title: str
    parts: list[Part]
    id: UUID = UUID(int=7)


@dataclass(frozen=True)
class Held:
    """Evidence as agents hold it."""

    claim: str
    n: int


DRAFT = Whole(title="Three pieces", parts=[Part(text="Worth 1,200 to them"), Part(text="b")])


def reworded(**changes: object) -> Whole:
    """The draft with the first part changed."""
    first = DRAFT.parts[0].model_copy(update=changes)
    return DRAFT.model_copy(update={"parts": [first, DRAFT.parts[1]]})


def test_texts_are_found_wherever_they_stand() -> None:
    held = {"a": [Held("claim", 3)], "b": ("x", None)}
    assert strings([DRAFT.parts[1], held]) == ["b", "claim", "x"]


def test_a_number_that_nobody_gave_is_new() -> None:
    assert new_numbers(reworded(text="Worth 1200 by 20 November"), DRAFT) == []
    assert new_numbers(reworded(text="Worth 4,000"), DRAFT) == ["the number 4000 is new"]
    assert new_numbers(reworded(text="After 9 months"), DRAFT, [Held("c", 9)]) == []


def test_digits_of_an_id_give_no_leave() -> None:
    assert new_numbers(reworded(text="All 7 of them"), DRAFT) == ["the number 7 is new"]


def test_words_are_free_and_facts_are_not() -> None:
    assert changed(DRAFT, reworded(text="other"), {"text"}) == []
    assert changed(DRAFT, reworded(text="other"), {"title"}) == ["parts.0.text was changed"]
    assert changed(DRAFT, reworded(price=1), {"text"}) == ["parts.0.price was changed"]


def test_a_part_more_or_less_is_a_change() -> None:
    less = DRAFT.model_copy(update={"parts": DRAFT.parts[:1]})
    assert changed(DRAFT, less, {"text"}) == ["parts was changed"]
    assert changed(DRAFT, less, {"parts"}) == []


def test_a_quote_stands_in_its_text_letter_by_letter() -> None:
    quotes = [("a", "We hate it"), ("b", "we hate it"), ("c", "")]
    assert not_in("We hate it.", quotes) == [
        "the quote of b is not in the text",
        "the quote of c is not in the text",
    ]


@given(st.text(max_size=60), st.integers(0, 10**6))
def test_a_copy_of_the_draft_is_always_faithful(text: str, price: int) -> None:
    draft = Whole(title=text, parts=[Part(text=text, price=price)])
    assert new_numbers(draft, draft) == []
    assert changed(draft, draft.model_copy(deep=True), set()) == []


ENGLISH = "How many people work on this with you, and what do they do all day?"
GERMAN = "Wie viele Menschen arbeiten mit dir daran, und was machen sie den ganzen Tag über?"
FINNISH = "Kuinka monta ihmistä työskentelee kanssasi, ja mitä he tekevät koko pitkän päivän?"


def test_words_in_a_language_that_nobody_here_speaks_are_a_fault() -> None:
    [fault] = other_language({"text": FINNISH}, {"text": ENGLISH}, {"turns": [GERMAN]})
    assert "'fi'" in fault
    assert "de or en" in fault


def test_the_language_of_the_draft_and_that_of_the_founder_are_both_right() -> None:
    given = {"turns": [GERMAN], "field": "size"}
    assert other_language({"text": GERMAN + " Ungefähr?"}, {"text": ENGLISH}, given) == []
    assert other_language({"text": ENGLISH + " Roughly?"}, {"text": ENGLISH}, given) == []


def test_short_words_and_quotes_abstain() -> None:
    assert other_language({"text": "Kuinka monta?"}, {"text": ENGLISH}, {}) == []
    assert other_language({"quote": FINNISH}, {"text": ENGLISH}, {"vent": f"Anna: {FINNISH}"}) == []
