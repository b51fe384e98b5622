"""An archive tells what is in it and what is not; its calendar is one that programs read."""

import json
from datetime import UTC, date, datetime, time

from domain.archive import Dated, Part, calendar_file, manifest, readme

AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
PART = Part("data/vent_entries.jsonl", "somewhere", 3, 120, "abc")


def test_the_manifest_lists_each_file_and_not_where_it_lay() -> None:
    told = json.loads(manifest([PART], {"name": "House"}, AT))
    assert told["files"] == [
        {"name": "data/vent_entries.jsonl", "rows": 3, "bytes": 120, "sha256": "abc"}
    ]
    assert told["business"] == {"name": "House"}


def test_the_readme_says_what_is_not_in_it() -> None:
    said = readme("House", [PART], {"run_events": "the answers are in messages"})
    assert "data/vent_entries.jsonl (3 rows)" in said
    assert "run_events: the answers are in messages" in said
    assert "never handed out" in said


def test_a_calendar_keeps_signs_and_folds_long_lines() -> None:
    title = "Records; lost, found " + "ü" * 60
    told = calendar_file("House", [Dated("1", title, date(2026, 11, 2), time(9, 30)),
                                   Dated("2", "All day", date(2026, 12, 31))], AT)  # fmt: skip
    assert "SUMMARY:Records\\; lost\\, found" in told
    assert "DTSTART:20261102T093000" in told
    assert "DTEND;VALUE=DATE:20270101" in told
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))
    unfolded = told.replace("\r\n ", "")
    assert "ü" * 60 in unfolded
