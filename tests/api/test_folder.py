"""A folder is read whole or refused with file, line, field, value and remedy."""

import json
from datetime import date
from pathlib import Path

import pytest

from api import folder
from api.imports import FileRefused
from tests.api.small import small


def test_rows_become_known_when_they_would_in_life(tmp_path: Path) -> None:
    (tmp_path / "performance.csv").write_text(
        "date,artifact_id,channel,metric,value\n2026-10-07,a-1,email,clicks,5\n"
    )
    (tmp_path / "metrics.csv").write_text(
        "month,project,metric,unit,value\n2026-09,Shop,Sales,USD,10\n"
    )
    found = folder.read(tmp_path)
    [(results, _)] = found.rows["performance"]
    [(figures, _)] = found.rows["metrics"]
    assert results.date() == date(2026, 10, 12)  # the Monday after
    assert figures.date() == date(2026, 10, 1)  # when the month has ended


def test_both_trainings_lie_within_the_data(tmp_path: Path) -> None:
    found = folder.read(small(tmp_path))
    first, second = found.trainings()
    assert (first, second) == (date(2026, 8, 28), date(2026, 9, 28))
    assert second <= found.last.date()


def test_what_is_missing_is_said_and_strange_files_are_named(tmp_path: Path) -> None:
    (small(tmp_path) / "goals.jsonl").write_text("{}")
    missing = folder.read(tmp_path).missing
    assert "no revenue data: attribution skipped" in missing
    assert "goals.jsonl was not read: no kind of file has that name" in missing
    assert not any("vents" in line for line in missing)


def test_a_broken_row_names_its_place(tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text(
        "month,project,metric,unit,value\n2026-13,Shop,Sales,USD,10\n"
    )
    with pytest.raises(FileRefused, match=r"metrics.csv, line 2, month '2026-13'"):
        folder.read(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("business.json", "[]", "business.json, line 1"),
        ("business.json", '{"currency": "dollars"}', "field currency"),
        ("business.json", '{"products": 3}', "field products"),
        ("interview.json", "{}", "field turns is missing"),
        ("interview.json", '{"turns": [{"answer": "yes"}]}', r"turns\[0\].question"),
        ("interview.json", "{", "interview.json, line 1"),
        ("interview.json", '{"turns": [{"question": "Q", "answer": 3}]}', r"turns\[0\].answer"),
        ("aftermath.toml", "[results", "aftermath.toml: "),
    ],
)
def test_a_wrong_document_is_refused(tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(FileRefused, match=said):
        folder.read(tmp_path)


def test_a_wrong_pull_is_refused(tmp_path: Path) -> None:
    (small(tmp_path) / "pulls").mkdir()
    pull = {"tool": "crm", "category": "crm", "month": "2026-9", "rows": []}
    (tmp_path / "pulls" / "a.json").write_text(json.dumps(pull))
    with pytest.raises(FileRefused, match=r"a.json, field month"):
        folder.read(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="holds nothing that the loop reads"):
        folder.read(tmp_path)
