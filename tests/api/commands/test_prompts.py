"""`refleqt prompts`: the list, what changed between versions, and the words a model would get."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer, shown
from domain.access import Actor
from memory.audit import PromptText, keep_prompt
from memory.ctx import Ctx
from prompts import library
from tests.api.commands.running import refleqt

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
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


@pytest.mark.parametrize("command", ["list", "diff", "render", "compare"])
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


MARK = "Write for the one reader who stands at the counter."


def wording(folder: Path, name: str) -> Path:
    """A file with the next wording of a prompt."""
    now = library.load(name)
    text = (library.FOLDER / f"{name}.md").read_text("utf-8")
    text = text.replace(f"version = {now.version}", f"version = {now.version + 1}", 1)
    file = folder / "new.md"
    file.write_text(text.replace("\n+++\n", f"\n+++\n{MARK}\n", 1), "utf-8")
    return file


def test_a_comparison_without_a_model_says_how_to_get_one(lasting: Actor, tmp_path: Path) -> None:
    file = wording(tmp_path, "briefing/write_brief")
    where = ("--business", lasting.business_id)
    done = refleqt("prompts", "compare", "briefing/write_brief", "--challenger", file, *where)
    assert (done.code, "refleqt models add" in done.err) == (1, True), done
    none = refleqt("prompts", "compare", "briefing/write_brief", *where)
    assert (none.code, "challenger of" in none.err) == (2, True)
    same = library.FOLDER / "briefing" / "write_brief.md"
    done = refleqt("prompts", "compare", "briefing/write_brief", "--challenger", same, *where)
    assert "says the same as its champion" in done.err


@pytest.mark.slow
def test_a_comparison_tells_the_figures_and_changes_no_prompt(
    lasting: Actor, served: Served, tmp_path: Path
) -> None:
    name = "suggestions/suggest_entries"
    before = (library.FOLDER / library.LOCK).read_text("utf-8")

    def brain(body: dict[str, Any]) -> Reply:
        cards = json.loads(shown(body, "draft"))
        if MARK not in json.dumps(body):
            cards["cards"][0]["title"] = "What 812 shops say"
        return Give(cards)

    where = ("--business", lasting.business_id)
    url = served(brain).url
    assert refleqt("models", "add", "openai/scripted", "--api-base", url, *where).code == 0
    file = wording(tmp_path, name)
    done = refleqt("prompts", "compare", name, "--challenger", file, "--json", *where)
    told = done.document
    assert (told["ruling"]["decision"], told["ruling"]["n"]) == ("release", 36)
    assert told["reached"]["kept"] == [0.0, 1.0]
    assert "S36: champion 0.00, challenger 1.00" in done.err
    assert (library.FOLDER / library.LOCK).read_text("utf-8") == before
