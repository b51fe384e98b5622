"""The text of a brief: whole sentences, no filler, the same for the same brief."""

import re
from datetime import date

from domain.anonymity import leaks
from domain.brief_text import listing, number, render, sentence, worded
from domain.briefs import FIRST_REVIEW, Brief, Message

BRIEF = Brief.model_validate(
    {
        "id": "b1",
        "title": "A comparison page for clinic managers",
        "takeaway": "Planning takes an hour less each week",
        "format": {
            "artifact_type": "email",
            "length_low": 600,
            "length_high": 1200,
            "consists_of": ["a question", "a table"],
        },
        "audience": {
            "role": "Managers of clinics with 20 to 80 staff",
            "situation": "They plan shifts by hand on Sunday evening",
            "pain": "one swap breaks the whole week",
            "words": "I move one person and then " + "the whole week falls over " * 4,
        },
        "messages": [
            {
                "text": "One swap no longer breaks the week",
                "proof": "A plan repairs itself in a minute",
            },
            {
                "text": "setup takes an afternoon",
                "proof": "Data is moved for the reader",
                "confidence": 0.65,
                "n": 14,
            },
            {"text": "Staff like it", "proof": "Swaps happen by phone", "confidence": 0.45},
        ],
        "voice": {
            "sounds": ["calm", "precise"],
            "never": ["loud", "vague"],
            "examples": [{"say": "here is how", "not_say": "game-changing"}],
        },
        "seo": {
            "keyword": "shift planning",
            "intent": "compare tools",
            "headings": ["What goes wrong", "What helps"],
        },
        "technical": {"file_format": "Markdown", "requirements": ["alt text for every picture"]},
        "success": {
            "metric": "sign-ups",
            "target": 60,
            "baseline": 35.5,
            "baseline_n": 3,
            "measured_on": date(2026, 5, 1),
        },
        "avoid": ["Stock photos", "talk of price"],
        "call_to_action": "Book a call",
        "due": date(2026, 4, 1),
    }
)


def test_each_section_stands_once_and_empty_ones_not_at_all():
    text = render(BRIEF)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert len(headings) == len(set(headings)) == 9
    assert "References" not in headings
    assert "N/A" not in text
    assert "None" not in text
    assert 150 <= len(text.split()) <= 700


def test_no_field_name_stands_as_prose():
    text = render(BRIEF)
    for field in ("length_low", "not_say", "call_to_action", "confidence", "_"):
        assert field not in text


def test_the_same_brief_is_the_same_text():
    assert render(BRIEF) == render(BRIEF.model_copy())


def test_certainty_is_in_the_words():
    def said(confidence, n=0):
        return worded(Message(text="it works", proof="p", confidence=confidence, n=n))

    assert said(0.9) == "It works."
    assert said(0.7, 14) == "As far as results of 14 months can show, it works."
    assert "may hold" in said(0.5)
    assert "question" in said(0.2)


def test_quotes_are_cut_and_numbers_carry_their_baseline():
    text = render(BRIEF)
    quote = re.search(r"> “(.+)”", text)
    assert quote is not None
    assert len(quote[1].split()) == 18
    assert "The aim is 60 sign-ups. Comparable pieces reached 35.5 (n=3)." in text
    assert "an email of 600 to 1,200 words" in text


def test_small_forms():
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert listing([]) == ""
    assert sentence("so it is ") == "So it is."
    assert number(4.0) == "4"


def test_the_wording_itself_names_nobody():
    assert leaks({"name": "Harbor", "people": ["Will Young"], "city": "Ghent"}, render(BRIEF)) == []


def test_the_own_team_is_told_of_no_bonus_and_of_no_later_name():
    offered = BRIEF.model_copy(update={"offer": "goods that are sold online"})
    for aim in (BRIEF.success, BRIEF.success.model_copy(update={"metric": FIRST_REVIEW})):
        brief = offered.model_copy(update={"success": aim})
        assert "the bonus is paid" in render(brief)
        assert "whose it is" in render(brief)
        assert "bonus" not in render(brief, own=True)
        assert "whose it is" not in render(brief, own=True)
