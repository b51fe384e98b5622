"""`refleqt extract` follows the contract, and names what it cannot read."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from api.commands.extract import app
from core.errors import BadInput, NotFound

run = CliRunner().invoke


def test_a_file_gives_one_document(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("We raised our prices and nobody left.")
    out = run(app, [str(note), "--json"])
    assert out.exit_code == 0
    assert json.loads(out.stdout)["topics"][0]["topic"] == "pricing"


def test_standing_input_is_read():
    out = run(app, ["-"], input="Our newsletter has 900 subscribers.")
    assert "email" in out.stdout


def test_lines_give_an_array_with_their_ids(tmp_path):
    notes = tmp_path / "notes.jsonl"
    notes.write_text('{"id": "a", "text": "Hi."}\n\n{"id": "b", "text": "We hire."}\n')
    out = run(app, ["--jsonl", "--json", str(notes)])
    assert [row["id"] for row in json.loads(out.stdout)] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"id": 1}', ["line=1", "field=text"]),
        ('{"text": "ok"}\n{"text": ""}', ["line=2", "field=text"]),
        ("{oops", ["line=1"]),
        ("[1]", ["line=1"]),
    ],
)
def test_a_bad_line_is_named(tmp_path, content, says):
    notes = tmp_path / "notes.jsonl"
    notes.write_text(content)
    out = run(app, ["--jsonl", str(notes)])
    assert isinstance(out.exception, BadInput)
    assert out.exception.exit_code == 2
    assert out.exception.remedy
    assert all(part in str(out.exception) for part in [*says, str(notes)])


def test_an_empty_text_is_refused_with_its_file():
    out = run(app, ["-"], input="  ")
    assert isinstance(out.exception, BadInput)
    assert "file=-" in str(out.exception)


def test_a_missing_file_is_named():
    out = run(app, ["nowhere.txt"])
    assert isinstance(out.exception, NotFound)
    assert out.exception.exit_code == 2


def test_heavy_libraries_stay_away_until_needed():
    code = (
        "import sys, api.commands.extract, api.commands.interview;"
        "print([name for name in ('onnx', 'onnxruntime', 'yake', 'lingua', 'sklearn', 'scipy',"
        " 'torch', 'litellm') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_the_command_line_exits_2_and_names_what_is_wrong(tmp_path):
    notes = tmp_path / "notes.jsonl"
    notes.write_text('{"text": 3}')
    command = [sys.executable, "-m", "api.cli", "extract", "--jsonl", str(notes)]
    out = subprocess.run(command, capture_output=True, text=True, check=False)
    assert out.returncode == 2
    assert out.stdout == ""
    assert "line=1 field=text value=3" in out.stderr
