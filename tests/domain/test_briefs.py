"""Briefs: nine parts, three to five messages, and a name that comes last."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.briefs import (
    BrandNotMergedYet,
    Brief,
    TokenWithoutValue,
    acceptance,
    coverage,
    merge_brand,
)

GIVEN = {
    "id": "b1",
    "title": "A comparison page for clinic managers",
    "takeaway": "Planning takes an hour less each week.",
    "format": {"artifact_type": "landing_page", "length_low": 600, "length_high": 900},
    "audience": {
        "role": "Managers of clinics with 20 to 80 staff",
        "situation": "They plan shifts by hand on Sunday evening",
        "pain": "One swap breaks the whole week",
    },
    "messages": [
        {
            "text": "One swap no longer breaks the week",
            "proof": "A plan repairs itself in a minute",
            "evidence": ["e1"],
        },
        {
            "text": "Setup takes an afternoon",
            "proof": "Data is moved for the reader",
            "confidence": 0.65,
            "n": 14,
        },
        {"text": "Staff like it", "proof": "Swaps happen by phone", "confidence": 0.45},
    ],
    "voice": {
        "sounds": ["calm", "precise"],
        "never": ["loud"],
        "examples": [{"say": "here is how", "not_say": "game-changing"}],
    },
    "technical": {"file_format": "Markdown"},
    "success": {
        "metric": "sign-ups",
        "target": 60,
        "baseline": 35,
        "baseline_n": 3,
        "measured_on": date(2026, 5, 1),
    },
    "avoid": ["Stock photos", "Talk of price"],
    "references": ["A page that opens with a question and answers it in two lines"],
    "call_to_action": "Book a call",
    "due": date(2026, 4, 1),
}


def brief(**changes):
    return Brief.model_validate({**GIVEN, **changes})


def test_a_full_brief_covers_all_its_parts():
    assert coverage(brief()) == 1
    assert coverage(brief(references=[])) == pytest.approx(7 / 8)


@pytest.mark.parametrize(
    "changes",
    [
        {"messages": GIVEN["messages"][:2]},
        {"messages": GIVEN["messages"] * 2},
        {"messages": [GIVEN["messages"][0]] * 3},
        {"avoid": ["One"]},
        {"search_led": True},
        {"due": date(2026, 6, 1)},
        {"business_name": "x"},
        {"format": {"artifact_type": "email", "length_low": 9, "length_high": 2}},
    ],
)
def test_a_brief_that_does_not_hold_together_is_refused(changes):
    with pytest.raises(ValidationError):
        brief(**changes)


def test_the_checklist_follows_from_the_brief():
    checks = acceptance(brief(seo={"keyword": "shift planning", "intent": "compare tools"}))
    assert checks[0] == "The length is 600 to 900 words."
    assert any("shift planning" in check for check in checks)
    assert acceptance(brief(acceptance=["As agreed"])) == ("As agreed",)


def test_the_name_goes_in_after_the_review_only():
    with pytest.raises(BrandNotMergedYet):
        merge_brand("Meet {{BRAND}}.", {"BRAND": "Velmora"}, review="delivered")
    assert (
        merge_brand("Meet {{ BRAND }}.", {"BRAND": "Velmora"}, review="passed") == "Meet Velmora."
    )
    with pytest.raises(TokenWithoutValue):
        merge_brand("{{BRAND}} {{LINK}}", {"BRAND": "Velmora"}, review="passed")
