"""Golden cases are read from their files, and evidence is met by a row or by a tool."""

import pytest

from evals.cases import GOLDEN, Cited, load


@pytest.mark.parametrize("name", ["ask.jsonl", "ask_held.jsonl"])
def test_every_answerable_case_names_evidence(name: str) -> None:
    cases = load(GOLDEN / name)
    assert len({case.id for case in cases}) == len(cases)
    assert all(bool(case.evidence) == case.answerable for case in cases)


def test_forty_questions_ten_of_them_unanswerable() -> None:
    cases = load(GOLDEN / "ask.jsonl")
    assert (len(cases), sum(not case.answerable for case in cases)) == (40, 10)
    assert len(load(GOLDEN / "ask.jsonl", "gaugewren")) == 20


def test_evidence_is_met_by_words_by_a_tool_or_by_one_of_several() -> None:
    rows, tools = [("vent", "Ads again. 5.2k.")], ["metric_trend"]
    words, tool = Cited(kind="vent", snippet="Ads again"), Cited(tools=("metric_trend",))
    other = Cited(kind="answer", snippet="Ads again")
    assert words.met(rows, tools)
    assert tool.met(rows, tools)
    assert not other.met(rows, tools)
    assert Cited(any_of=(other, tool)).met(rows, tools)
