"""The account is short, honest about what is missing, and fits a terminal."""

from typing import Any

from api.account import WIDTH, in_money, lines

TOLD: dict[str, Any] = {
    "inputs": 1200,
    "waste_share": 0.002,
    "external_calls": 0,
    "evidence": {"total": 150, "resolved": 150},
    "seconds": {"working": 2.0},
    "recurring": [
        {"theme": "They leave", "topic": "retention", "count": 5, "quotes": ["They leave. " * 20]}
    ],
    "beliefs": [
        {"claim": "Webinars bring more.", "confidence": 0.9, "evidence": 9, "against": 1},
        {"claim": "Mondays do worse.", "confidence": 0.3, "evidence": 2, "against": 1},
    ],
    "maps": [],
    "do_nothing": "nothing is surely better than the rest",
    "briefs": [],
    "matches": [],
    "payments": {"held": 0, "currency": "USD"},
    "attribution": {"first": {"a-1": 1250, "a-2": 50}},
    "attribution_currency": "USD",
    "returns": [
        {"channel": "email", "revenue_cents": 600, "cost_cents": 200, "roas": 3.0, "roi": 2.0}
    ],
    "cdt": [{"month": "2026-10", "live": True, "reason": "It waits.", "adapter": None}],
    "receipt": [{"kind": "revenue", "text": "USD 13"}, {"kind": "sentence", "text": "I said."}],
    "missing": ["no creators"],
}


def test_every_line_fits_a_terminal() -> None:
    assert max(len(line) for line in lines(TOLD)) <= WIDTH


def test_it_says_what_is_sure_and_what_to_leave_alone() -> None:
    text = "\n".join(lines(TOLD))
    assert "Do nothing, because: nothing is surely better" in text
    assert "Webinars bring more. (held; 9 for, 1 against)" in text
    assert "Mondays" not in text
    assert "Adapter: none." in text
    assert "email: 3.0 back for each spent, return +200%" in text


def test_sections_without_content_are_left_out() -> None:
    headings = lines(TOLD)
    assert "Money" not in headings
    assert "One brief" not in headings
    assert "- no creators" in headings


def test_money_is_written_with_its_currency() -> None:
    assert in_money(123_450, "EUR") == "EUR 1,234.50"
