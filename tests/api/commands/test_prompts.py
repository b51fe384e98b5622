"""`refleqt prompts`: the list, what changed between versions, and the words a model would get."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cdt.model_server import shown
from memory.audit import PromptText, keep_prompt
from memory.ctx import Ctx
from prompts import library
from tests.api.commands.running import refleqt

ID = "onboarding/ask_next"
INPUTS = {"turns": [], "field": "size", "meaning": {"field": "size"}, "draft": {"text": "\x1b[2J"}}


def test_the_list_holds_every_prompt_with_its_lineage() -> None:
    rows = refleqt("prompts", "list", "--json").document
    assert [row["id"] for row in rows if row["champion"]] == library.names()
    by_id = {row["id"]: row for row in rows}
    assert by_id[ID]["hash"] == library.load(ID).hash
    assert by_id[ID]["inputs"] == [*INPUTS]
    plain = refleqt("prompts", "list").out
    assert all(name in plain for name in library.names())


def test_the_exact_words_are_rendered(tmp_path: Path) -> None:
    file = tmp_path / "inputs.json"
    file.write_text(json.dumps(INPUTS))
    told = refleqt("prompts", "render", ID, "--inputs", file, "--json").document
    assert told["hash"] == library.load(ID).hash
    assert shown({"messages": [{"role": "user", "content": told["material"]}]}, "field") == "size"
    plain = refleqt("prompts", "render", ID, "--inputs", file)
    assert told["instructions"] in plain.out
    assert "\x1b" not in plain.out


@pytest.mark.parametrize(
    ("given", "says"),
    [('{"turns": []}', "Give ['draft'"), ("[]", "one field for each"), ("{", "Mend the JSON")],
)
def test_inputs_that_do_not_fit_are_refused(tmp_path: Path, given: str, says: str) -> None:
    file = tmp_path / "inputs.json"
    file.write_text(given)
    done = refleqt("prompts", "render", ID, "--inputs", file)
    assert (done.code, says in done.err) == (2, True)


def test_an_unknown_prompt_names_those_that_exist() -> None:
    done = refleqt("prompts", "diff", "area/none", "--challenger")
    assert done.code == 2
    assert ID in done.err


@pytest.mark.parametrize("command", ["list", "diff", "render"])
def test_help_shows_examples_and_json(command: str) -> None:
    said = refleqt("prompts", command, "--help").out
    assert "Examples" in said
    assert "--json" in said


async def test_the_present_words_are_held_against_those_used_before(ctx: Ctx) -> None:
    now = library.load("matching/explain_match")
    words = f"Words of old.\n{now.instructions}"
    fields = (now.id, 1, now.answer, now.inputs, words, now.material)
    old = PromptText("fe" * 32, *fields)
    await keep_prompt(old)
    told = refleqt("prompts", "diff", now.id, "--json").document
    assert (told["before"]["hash"], told["after"]["hash"]) == (old.hash, now.hash)
    assert [line for line in told["diff"][2:] if line[0] in "+-"] == ["-Words of old."]
    await keep_prompt(replace(old, hash="fd" * 32, version=9, instructions="Say nothing."))
    both = refleqt("prompts", "diff", now.id, "--version", "fefefe", "--version", 9)
    assert "+Say nothing." in both.out
    assert refleqt("prompts", "diff", now.id, "--version", 8).code == 2
