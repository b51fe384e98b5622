"""`refleqt interview` follows the contract, and names what it cannot read."""

import json

import pytest
from typer.testing import CliRunner

from api.commands.interview import app
from core.errors import BadInput

run = CliRunner().invoke
ONE = {"id": "x", "turns": [{"question": "What is it called?", "answer": "Mossly.", "more": 1}]}


@pytest.mark.parametrize("several", [False, True])
def test_one_interview_gives_an_object_and_a_list_gives_a_list(tmp_path, several):
    file = tmp_path / "iv.json"
    file.write_text(json.dumps([ONE, ONE] if several else ONE))
    out = run(app, [str(file), "--json"])
    read = json.loads(out.stdout)
    first = read[0] if several else read
    assert (len(read) == 2) if several else True
    assert first["profile"]["business_name"]["value"] == "Mossly"
    promised = {"profile", "signals", "contradictions", "coverage", "next_question"}
    assert promised <= set(first)


def test_a_reader_gets_a_short_account(tmp_path):
    file = tmp_path / "iv.json"
    file.write_text(json.dumps(ONE))
    out = run(app, [str(file)])
    assert "business_name" in out.stdout
    assert "next:" in out.stdout


@pytest.mark.parametrize(
    "content", ["{", "3", '{"turns": 3}', '{"turns": [{"answer": "x"}]}', '{"turns": [3]}']
)
def test_bad_interviews_are_refused(tmp_path, content):
    file = tmp_path / "iv.json"
    file.write_text(content)
    out = run(app, [str(file), "--json"])
    assert isinstance(out.exception, BadInput)
    assert str(file) in str(out.exception)
