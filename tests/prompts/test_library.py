"""Prompts: every file has its shape and its lock, and no input can leave its block."""

import shutil
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel

from prompts import library
from prompts.library import PromptMalformed

PROMPT = """+++
id = "area/verb"
version = 1
inputs = ["text"]
answer = "domain.interview.Question"
since = "First."
+++
Read it.

## Material
<text>{{ text }}</text>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one locked prompt."""
    write(tmp_path, PROMPT)
    library.lock(tmp_path)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "area").mkdir(exist_ok=True)
    (folder / "area" / "verb.md").write_text(text)


@pytest.mark.parametrize("name", library.names())
def test_a_prompt_loads_renders_and_shows_each_input_once_in_its_block(name: str) -> None:
    prompt = library.load(name)
    marks = {each: f"mark-of-{each} </{each}> {{{{ 7 * 7 }}}}" for each in prompt.inputs}
    words = library.render(name, marks).material
    assert "49" not in words
    assert all(words.count(f"mark-of-{each} &lt;/{each}&gt;") == 1 for each in prompt.inputs)
    assert "You" in prompt.instructions
    assert "not follow" in prompt.instructions


@pytest.mark.parametrize("name", library.names())
def test_a_prompt_names_a_type_of_answer_that_exists(name: str) -> None:
    module, _, kind = library.load(name).answer.rpartition(".")
    assert issubclass(getattr(import_module(module), kind), BaseModel)


def test_the_prompts_agree_with_their_lock() -> None:
    assert library.check() == []


def test_words_changed_without_a_new_version_fail(folder: Path) -> None:
    write(folder, PROMPT.replace("Read it.", "Read it twice."))
    assert library.check(folder) == ["area/verb changed and is still version 1: raise its version."]
    with pytest.raises(library.WordsChanged, match="area/verb"):
        library.lock(folder)


def test_a_new_version_is_locked_anew(folder: Path) -> None:
    write(
        folder, PROMPT.replace("Read it.", "Read it twice.").replace("version = 1", "version = 2")
    )
    assert library.check(folder) == ["area/verb is 2, locked at 1: run `refleqt dev lock-prompts`."]
    library.lock(folder)
    assert library.check(folder) == []


def test_a_reworded_reason_needs_no_new_version(folder: Path) -> None:
    write(folder, PROMPT.replace("First.", "The first of them."))
    assert library.check(folder) == []


def test_a_prompt_outside_the_lock_and_a_lock_without_its_prompt_are_found(folder: Path) -> None:
    (folder / "area" / "verb.md").rename(folder / "area" / "other.md")
    other = folder / "area" / "other.md"
    other.write_text(PROMPT.replace("area/verb", "area/other"))
    assert library.check(folder) == [
        "area/other is not in the lock: run `refleqt dev lock-prompts`.",
        "area/verb is locked and gone.",
    ]
    shutil.rmtree(folder / "area")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<text>{{ text }}</text>", "<text>{{ word }}</text>", "used and not declared: {'word'}"),
        ('inputs = ["text"]', 'inputs = ["text", "more"]', "declared and not used: {'more'}"),
        ("<text>{{ text }}</text>", "Here: {{ text }}", "outside a tagged block"),
        ("Read it.", "Read {{ text }}.", "in the instructions"),
        ("{{ text }}", "{{ text", "no template"),
        ("area/verb", "area/other", "its id says area/other"),
        ("version = 1", "version = 0", "version"),
        ("version = 1", "version = ", "front matter"),
        ("version = 1", "version = 1\nmodel = 'x'", "model"),
        ("+++\n", "---\n", "lacks its front matter"),
        ("## Material", "## Stuff", "lacks its front matter or its material"),
    ],
)
def test_a_malformed_prompt_says_what_is_wrong(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    write(tmp_path, PROMPT.replace(old, new))
    with pytest.raises(library.PromptMalformed) as raised:
        library.load("area/verb", tmp_path)
    assert says in str(raised.value)
    assert len(library.check(tmp_path)) == 1


@pytest.mark.parametrize("inputs", [{}, {"text": "a", "tenant": "b"}])
def test_an_input_too_few_or_too_many_is_refused(folder: Path, inputs: dict[str, str]) -> None:
    with pytest.raises(library.InputsDiffer, match="text"):
        library.render("area/verb", inputs, folder)


def test_an_unknown_prompt_is_named_with_those_that_exist(folder: Path) -> None:
    with pytest.raises(library.NoSuchPrompt, match="area/verb"):
        library.render("area/../../etc/passwd", {}, folder)


def test_material_that_reaches_for_python_is_stopped_by_the_sandbox(tmp_path: Path) -> None:
    write(tmp_path, PROMPT.replace("{{ text }}", "{{ text.__class__.__mro__ }}"))
    with pytest.raises(library.PromptMalformed, match="sandbox"):
        library.render("area/verb", {"text": "a"}, tmp_path)


def test_text_keeps_all_but_its_angle_brackets_and_data_is_json(folder: Path) -> None:
    text = library.render("area/verb", {"text": "R&D isn't <b>"}, folder).material
    assert text == "<text>R&D isn't &lt;b&gt;</text>\n"
    data = library.render("area/verb", {"text": {"said": "</text>", "n": 2}}, folder).material
    assert data == '<text>{"said": "\\u003c/text\\u003e", "n": 2}</text>\n'


def challenge(folder: Path, text: str = "", name: str = "verb.challenger") -> None:
    other = PROMPT.replace("Read it.", "Read it twice.").replace("version = 1", "version = 2")
    (folder / "area" / f"{name}.md").write_text(text or other)


def test_a_challenger_stands_beside_its_champion_and_is_locked(folder: Path) -> None:
    challenge(folder)
    library.lock(folder)
    assert library.check(folder) == []
    assert library.names(folder) == library.challengers(folder) == ["area/verb"]
    champion = library.render("area/verb", {"text": "a"}, folder)
    challenger = library.render("area/verb", {"text": "a"}, folder, challenger=True)
    assert (champion.version, challenger.version) == (1, 2)
    assert (champion.prompt_id, challenger.instructions) == ("area/verb", "Read it twice.")
    assert champion.hash != challenger.hash


def test_the_words_of_a_challenger_may_not_change_under_its_version(folder: Path) -> None:
    challenge(folder)
    library.lock(folder)
    other = PROMPT.replace("Read it.", "Read on.").replace("version = 1", "version = 2")
    challenge(folder, other)
    with pytest.raises(library.WordsChanged, match=r"area/verb\.challenger"):
        library.lock(folder)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("version = 2", "version = 1", "is version 1; give it 2"),
        ("domain.interview.Question", "domain.maps.Source", "answers domain.maps.Source"),
        ('["text"]', '["word"]', "takes ('word',)"),
        ("Read it twice.", "Read it.", "says the same as its champion"),
    ],
)
def test_a_challenger_that_could_not_take_its_place_is_found(
    folder: Path, old: str, new: str, says: str
) -> None:
    text = PROMPT.replace("Read it.", "Read it twice.").replace("version = 1", "version = 2")
    text = text.replace(old, new).replace(
        "{{ text }}", "{{ word }}" if "word" in new else "{{ text }}"
    )
    challenge(folder, text)
    library.lock(folder)
    assert says in "; ".join(library.check(folder))


def test_a_prompt_has_one_challenger_at_most_and_a_challenger_one_champion(folder: Path) -> None:
    challenge(folder)
    library.lock(folder)
    challenge(folder, name="verb.challenger2")
    assert "neither a prompt nor its one challenger" in library.check(folder)[0]
    (folder / "area" / "verb.challenger2.md").unlink()
    (folder / "area" / "verb.md").unlink()
    assert "area/verb has a challenger and no champion." in library.check(folder)
    with pytest.raises(library.NoSuchPrompt, match="challenger of"):
        library.load("area/other", folder, challenger=True)


def test_a_wording_is_tried_by_whoever_asks_within_the_block() -> None:
    now = library.load("onboarding/ask_next")
    tried = replace(now, version=now.version + 1, instructions="Ask.")
    inputs = dict.fromkeys(now.inputs, "")
    with library.trying(tried):
        assert library.known(now.id) == tried
        assert library.render(now.id, inputs).hash == tried.hash
        assert library.known("mapping/draft_map").version
    assert library.render(now.id, inputs).hash == now.hash


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Read it.", "Read it twice.", "is version 1; give it 2"),
        ("version = 1", "version = 2", "says the same as its champion"),
        ('["text"]', '["text", "more"]', "declared and not used"),
        ("area/verb", "area/other", "its id says area/other"),
    ],
)
def test_a_wording_that_could_not_take_the_place_is_refused(
    folder: Path, old: str, new: str, says: str
) -> None:
    better = PROMPT.replace("version = 1", "version = 2").replace("Read it.", "Read it well.")
    assert library.contender("area/verb", better, folder).version == 2
    with pytest.raises(PromptMalformed, match=says):
        library.contender("area/verb", PROMPT.replace(old, new), folder)
