"""Plain requests become proposals; questions do not."""

from datetime import date

import pytest

from domain.imperatives import asks_only, proposals_of
from domain.imports import CalendarRow

TODAY = date(2026, 11, 21)


def test_a_note_is_proposed_in_its_own_words() -> None:
    [act] = proposals_of("Note that Halvern wants an open day.", TODAY)
    assert (act.tool, act.arguments) == ("submit_vent", {"text": "Halvern wants an open day."})


def test_an_entry_is_proposed_with_its_day_and_channel() -> None:
    [act] = proposals_of("Put a webinar about risk in the calendar on 3 December", TODAY)
    row = CalendarRow.model_validate(act.arguments["entries"][0])
    assert (row.title, row.artifact_type, row.publish_on) == (
        "Webinar about risk", "webinar", date(2026, 12, 3),
    )  # fmt: skip
    assert row.channel == "webinars"
    assert "3 December 2026" in act.summary


@pytest.mark.parametrize(
    "text", ["What is in the calendar?", "Why did we note that?", "How do I schedule my week?"]
)
def test_a_question_proposes_nothing(text: str) -> None:
    assert proposals_of(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        ("Add a blog post about X for 8 December", "Blog post about X", "blog_post"),
        ("Plan a newsletter on 8 December about leads", "Newsletter about leads", "email"),
        ("Schedule a webinar on 8 December about gauges", "Webinar about gauges", "webinar"),
        ("Can you schedule a webinar on 8 December?", "Webinar", "webinar"),
    ],
)
def test_a_piece_with_a_day_is_a_request(text: str, title: str, kind: str) -> None:
    [act] = proposals_of(text, TODAY)
    row = CalendarRow.model_validate(act.arguments["entries"][0])
    assert (row.title, row.artifact_type, row.publish_on) == (title, kind, date(2026, 12, 8))
    assert not asks_only(text, TODAY)


@pytest.mark.parametrize("text", ["Add up the ad spend in March", "Plan our ad budget for May"])
def test_sums_and_budgets_are_no_pieces(text: str) -> None:
    assert proposals_of(text, TODAY) == ()
