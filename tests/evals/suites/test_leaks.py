"""The suite of the leak gate counts what it says, and its golden set is whole and fair."""

import json
from collections import Counter
from pathlib import Path

import pytest
from typer import Exit, Typer
from typer.testing import CliRunner

from evals.suites.leaks import BARS, businesses, cases, judge, main, paragraphs

CLASSES = [
    "name",
    "inflected",
    "homoglyph",
    "zero_width",
    "spaced",
    "split",
    "transliterated",
    "initials",
    "domain",
    "handle",
    "number",
    "city_year",
    "person",
    "product",
    "customer",
    "quote",
    "jargon",
    "colour",
    "file_name",
    "alt_text",
    "url",
    "json_key",
    "metadata",
    "message",
]


def test_every_class_stands_in_both_halves_and_no_business_in_two() -> None:
    halves = {one.id: one.half for one in businesses().values()}
    assert len(halves) >= 24
    for found in (cases("leaks"), cases("leaks_innocent")):
        assert len(found) >= 250
        assert len({case.id for case in found}) == len(found)
        assert all(case.half == halves[case.tenant] for case in found)
    counted = Counter((case.kind, case.half) for case in cases("leaks"))
    assert {kind for kind, _ in counted} == set(CLASSES)
    assert all(counted[kind, half] >= 10 for kind in CLASSES for half in ("tuned", "held"))


def test_paragraphs_are_every_text_of_a_file(tmp_path: Path) -> None:
    nested = tmp_path / "talk.json"
    long = "This paragraph is long enough to stand by itself, and it says nothing of note."
    nested.write_text(json.dumps([{"a": {"text": "Short one."}, "b": [{"text": long}]}]))
    lines = tmp_path / "more.jsonl"
    lines.write_text(json.dumps({"id": "x", "text": long}) + "\n")
    assert paragraphs([nested, lines]) == [f"Short one. {long}", long]


def test_a_paragraph_that_names_a_business_counts_as_blocked() -> None:
    first = next(one for one in businesses().values() if one.half == "held").tenant
    figures, wrong = judge("held", ["Nothing here is said of anybody.", f"Ask {first.people[0]}."])
    assert figures.paragraphs == 2
    assert figures.false == {}
    figures, wrong = judge("held", [f"Ask {first.people[0]}."])
    assert (figures.paragraphs_blocked, figures.passed) == (1.0, False)
    assert figures.false == {"people": 1}
    assert "blocked paragraph" in {what for what, _, _ in wrong}


def test_an_unknown_half_is_refused() -> None:
    command = Typer()
    command.command()(main)
    said = CliRunner().invoke(command, ["--half", "third"])
    assert said.exit_code == 2
    assert "'third'" in said.output


def test_the_gate_meets_its_bars_on_all_cases(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exit) as ended:
        main("all")
    figures = json.loads(capsys.readouterr().out)
    assert {k: v for k, v in figures["classes"].items() if v < BARS["class"]} == {}
    assert figures["recall"] >= BARS["recall"]
    assert ended.value.exit_code == 0
