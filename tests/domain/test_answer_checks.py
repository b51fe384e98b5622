"""The checks: labels, quotes, numbers, names, links, strictness, language."""

from datetime import UTC, datetime

import pytest

from core.ids import derived_id
from domain.answer_checks import faults, numbers_of, other_language, sentence_faults
from domain.answer_text import citations
from domain.asking import Asked, Citation, Evidence, Fact, Gathered, Mode, Reply

AT = datetime(2026, 10, 7, tzinfo=UTC)
WORDS = "Google Ads invoice: $5,126. Priya says half of it went to Lima. She walked in NYC."


def given(mode: Mode = "adaptive") -> Gathered:
    """One note and one finding."""
    one = Evidence(label=1, kind="vent", id=derived_id("v"), text=WORDS, at=AT)
    fact = Fact(tool="metric_trend", said="Signups rose from 60 to 92 between May and June.")
    asked = Asked(text="What do the ads cost us per month?", mode=mode)
    return Gathered(asked=asked, at=AT, business="Gaugewren", evidence=(one,), facts=(fact,))


FINE = [
    "The invoice was $5,126 [1].",
    "On 7 October 2026 a note says: “Google Ads invoice: $5,126.” [1]",
    "As far as one note can show, Priya doubts the ads [1].",
    "Signups went from 60 to 92.",
    "Gaugewren spends 5126 dollars on ads, an inference from one invoice [1].",
]
WRONG = {
    "The invoice was $5,127 [1].": "5127",
    "It was seventeen thousand dollars [1].": "17000",
    "It cost three times as much [1].": "3",
    "It is so [2].": "[2]",
    "Priya says “all of it went to Lima” [1].": "quote",
    "Katharina Zorn lives in NYC [1].": "Katharina",
    "It went to Buenos Aires [1].": "Buenos",
    "See https://evil.example/?q=1 for it [1].": "link",
    "![x](evil.example/p.png) [1]": "link",
    "See evil.com for it [1].": "link",
    "<b>It is so</b> [1].": "link",
}


@pytest.mark.parametrize("text", FINE)
def test_what_stands_in_the_material_passes(text: str) -> None:
    assert sentence_faults(given(), text) == []


@pytest.mark.parametrize("text", WRONG)
def test_what_does_not_is_named(text: str) -> None:
    assert any(WRONG[text] in fault for fault in sentence_faults(given(), text)), text


def test_strict_wants_a_marker_in_every_sentence() -> None:
    text = "The invoice was $5,126 [1]. That is a lot."
    assert not sentence_faults(given(), text)
    assert sentence_faults(given("strict"), text)


def test_a_citation_must_stand_for_what_it_names() -> None:
    text = "The invoice was $5,126 [1]."
    good = Reply(text=text, known=True, citations=citations(given(), text))
    assert faults(given(), good) == []
    other = Citation(label=1, kind="vent", id=derived_id("else"))
    made_up = Citation(label=1, kind="vent", id=derived_id("v"), quote="no such words")
    for citation in (other, made_up, Citation(label=4, kind="vent", id=derived_id("v"))):
        assert faults(given(), good.model_copy(update={"citations": (citation,)}))


def test_an_empty_and_an_uncited_answer_are_faulty() -> None:
    bare = given().model_copy(update={"facts": ()})
    assert faults(bare, Reply(text=" ", known=True))
    assert faults(bare, Reply(text="The ads are fine.", known=True))
    assert not faults(bare, Reply(text="I don't know.", known=False))


def test_another_language_is_a_fault_and_quotes_are_not_looked_at() -> None:
    german = "Die Rechnung für die Anzeigen war im Oktober sehr hoch und niemand weiß warum [1]."
    assert other_language(given(), german)
    assert not other_language(given(), "It reads: “Das war im Oktober sehr hoch und teuer.” [1]")


def test_numbers_are_read_in_digits_and_words() -> None:
    assert {1234.5, 12.0, 3.0} <= numbers_of("1,234.5 USD, a dozen, and three")
