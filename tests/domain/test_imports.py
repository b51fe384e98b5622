"""A file is read whole or refused by line, field, value and remedy."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.imports import ROWS, Refusal, parse

VENTS = (
    '{"text": "Churn again.", "at": "2026-10-01T09:00:00Z", "tags": "a; b"}\n\n{"text": "No."}\n'
)


def refusal(kind: str, name: str, text: str) -> Refusal:
    """The one refusal of a file."""
    _, refusals = parse(kind, name, text)
    (only,) = refusals
    assert only.remedy
    return only


def test_lines_of_json_are_read_with_their_tags_and_times() -> None:
    rows, refusals = parse("vents", "v.jsonl", VENTS)
    assert refusals == []
    assert [row.text for row in rows] == ["Churn again.", "No."]
    assert (rows[0].tags, rows[0].at) == (["a", "b"], datetime(2026, 10, 1, 9, tzinfo=UTC))


def test_plain_text_is_one_vent_a_paragraph() -> None:
    rows, _ = parse("vents", "v.txt", "\ufeffFirst line\nsame thought.\n\n\nSecond.\n")
    assert [row.text for row in rows] == ["First line\nsame thought.", "Second."]


def test_a_table_is_read_by_its_heads() -> None:
    text = (
        "id,title,artifact_type,publish_on,funnel_stage,campaign\na,T,email,2026-10-01,Decision,\n"
    )
    (row,), refusals = parse("calendar", "c.csv", text)
    assert refusals == []
    assert (row.publish_on, row.funnel_stage, row.campaign) == (date(2026, 10, 1), "bofu", None)


@pytest.mark.parametrize(
    ("kind", "name", "text", "line", "field"),
    [
        ("vents", "v.jsonl", '{"text": "ok"}\n{"text": ""}\n', 2, "text"),
        ("vents", "v.jsonl", '{"text": "a", "at": "2026-10-01T09:00:00"}\n', 1, "at"),
        ("vents", "v.jsonl", '{"text": "a", "visibility": "public"}\n', 1, "visibility"),
        ("vents", "v.jsonl", '{"text": "a", "mood": 1}\n', 1, "mood"),
        ("calendar", "c.csv", "id,title,artifact_type,publish_on\na,T,email,31/12/2026\n", 2,
         "publish_on"),
        ("calendar", "c.csv", "id,title,artifact_type,cost_cents\na,T,email,-5\n", 2, "cost_cents"),
        ("performance", "p.csv", "date,artifact_id,metric,value\n2026-10-01,a,clicks,NaN\n", 2,
         "value"),
        ("performance", "p.csv", "date,artifact_id,metric,value\n2026-10-01,a,clicks,-1\n", 2,
         "value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(kind: str, name: str, text: str, line: int, field: str) -> None:
    found = refusal(kind, name, text)
    assert (found.line, found.field) == (line, field)


def test_a_figure_without_a_day_is_refused() -> None:
    found = refusal("metrics", "m.csv", "month,metric,value\nOctober,signups,1\n")
    assert (found.line, "YYYY-MM" in found.remedy) == (2, True)


def test_a_line_that_is_no_json_is_refused_and_the_others_are_read() -> None:
    rows, refusals = parse("vents", "v.jsonl", '{"text": "a"}\n{text}\n{"text": "b"}\n')
    assert [row.text for row in rows] == ["a", "b"]
    assert [one.line for one in refusals] == [2]


def test_a_line_separator_inside_a_vent_is_part_of_it() -> None:
    (row,), refusals = parse("vents", "v.jsonl", '{"text": "one\u2028two"}\r\n')
    assert (row.text, refusals) == ("one\u2028two", [])


def test_the_same_id_twice_is_refused_with_the_line_before() -> None:
    text = "\n".join(json.dumps({"text": word, "id": "v1"}) for word in ("a", "b"))
    assert "line 1" in refusal("vents", "v.jsonl", text).remedy


@given(st.sampled_from(sorted(ROWS)), st.sampled_from(["x.csv", "x.jsonl"]), st.text(max_size=300))
def test_no_text_breaks_the_reader(kind: str, name: str, text: str) -> None:
    rows, refusals = parse(kind, name, text)
    assert all(one.remedy and one.line >= 0 for one in refusals)
    assert all(isinstance(row, ROWS[kind]) for row in rows)
