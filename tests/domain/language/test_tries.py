"""What works, what failed and what was never tried is heard."""

import pytest

from domain.interview import Turn
from domain.language.replies import replies
from domain.language.tries import subjects, tries, verdict


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Referrals bring most customers", "working"),
        ("Radio was a waste", "not_working"),
        ("Never did webinars", "never_tried"),
        ("They came once and never came back, useless", "not_working"),
        ("We post on LinkedIn, can't tell", "tried"),
    ],
)
def test_a_clause_is_judged(text, said):
    assert verdict(text) == said


def test_finer_kinds_win_over_broader_ones():
    assert subjects("cold emails and flyers") == ["cold_email", "flyers"]


def test_what_is_both_praised_and_blamed_was_tried():
    answer = "LinkedIn ads are our best channel. LinkedIn ads were paused."
    found = tries(replies([Turn(question="What marketing have you tried?", answer=answer)])[0])
    assert set(found) == {"state_tried"}
    assert found["state_tried"].value == ["linkedin_ads"]
