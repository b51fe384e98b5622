"""The interviewer's draft holds a profile and what to ask next."""

from agents.interviewer import draft
from domain.interview import Turn


def test_a_draft_has_profile_and_next_question():
    result = draft([Turn(question="What is it called?", answer="Mossly.")], "iv")
    assert result.id == "iv"
    assert result.profile["business_name"].value == "Mossly"
    assert result.next_question is not None
