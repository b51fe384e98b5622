"""A question that leans on the one before it is read with what it leaves out."""

from datetime import date

import pytest

from domain.follow_ups import resolved

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("before", "text", "meant"),
    [
        ("How did signups go this year?", "And in May?", "How did signups go in May?"),
        ("What was churn in October?", "What about September?", "What was churn in September?"),
        ("What was revenue in June?", "and the month before?", "What was revenue in May 2026?"),
        ("What was MRR in June?", "And last year?", "What was MRR last year?"),
        ("What is our return on webinars?", "and LinkedIn?", "What is our return on LinkedIn?"),
        ("What did Dana say?", "And Hank?", "What did Hank say?"),
        ("How much profit in March?", "And in April?", "How much profit in April?"),
        ("Did visitors fall?", "Why?", "Why: Did visitors fall?"),
        ("What was MRR in June?", "Who are our rivals?", "Who are our rivals?"),
        ("What was MRR in June?", "How often did Hank complain?", "How often did Hank complain?"),
    ],
)
def test_what_is_left_out_is_what_was_asked_before(before: str, text: str, meant: str) -> None:
    history = (("user", before), ("assistant", "It was 3."))
    assert resolved(text, history, TODAY) == meant


def test_follow_ups_chain() -> None:
    history = [("user", "What was MRR in June?"), ("user", "And in July?")]
    assert resolved("and the month before?", history, TODAY) == "What was MRR in June 2026?"


def test_without_a_history_a_question_stands_alone() -> None:
    assert resolved("And in May?", (), TODAY) == "And in May?"
