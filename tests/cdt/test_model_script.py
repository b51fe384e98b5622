"""A script answers by its first rule that fits, as often as it says."""

from pathlib import Path
from typing import Any

import pytest

from cdt.model_says import Fail, Give, Say, Use
from cdt.model_script import Script, ScriptUnreadable, brain, read
from prompts import library


def body(words: str = "", prompt: str = "") -> dict[str, Any]:
    """A request with words and a prompt."""
    said = library.load(prompt).instructions if prompt else "Help."
    draft = '<draft>{"title": "Old", "parts": [{"text": "a"}, {"text": "b"}]}</draft>'
    return {
        "messages": [
            {"role": "system", "content": said},
            {"role": "user", "content": words + draft},
        ]
    }


def written(folder: Path, text: str) -> Script:
    """The script of a file with this text."""
    path = folder / "script.toml"
    path.write_text(text)
    return read(path)


def test_rules_are_tried_in_order_by_prompt_and_words(tmp_path: Path) -> None:
    script = written(
        tmp_path,
        """
[[rules]]
prompt = "mapping/draft_map"
say = "a map"
[[rules]]
says = "churn"
say = "about churn"
""",
    )
    model = brain(script)
    assert model(body("churn", "mapping/draft_map")) == Say("a map")
    assert model(body("churn")) == Say("about churn")
    assert isinstance(model(body("else")), Give)


def test_a_rule_wears_out_after_its_times(tmp_path: Path) -> None:
    model = brain(written(tmp_path, '[[rules]]\nfault = "broken"\ntimes = 2\n'))
    assert [model(body()), model(body())] == [Fail("broken"), Fail("broken")]
    assert isinstance(model(body()), Give)


def test_changes_reach_into_the_draft(tmp_path: Path) -> None:
    text = '[[rules]]\nchange = { title = "New", "parts.1.text" = "c" }\n'
    answer = brain(written(tmp_path, text))(body())
    assert answer == Give({"title": "New", "parts": [{"text": "a"}, {"text": "c"}]})


def test_a_rule_may_give_data_use_a_tool_or_refuse_the_rest(tmp_path: Path) -> None:
    text = """
otherwise = "refuse"
[[rules]]
says = "data"
give = { a = 1 }
[[rules]]
says = "tool"
use = "look"
with = { at = 2 }
"""
    model = brain(written(tmp_path, text))
    assert model(body("data")) == Give({"a": 1})
    assert model(body("tool")) == Use("look", {"at": 2})
    assert model(body()) == Fail("refused")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[rules]]\n", "one of change, give, say, use, fault is needed"),
        ('[[rules]]\nsay = "a"\nfault = "broken"\n', "is given"),
        ('[[rules]]\nfault = "sulks"\n', "rate_limited"),
        ('[[rules]]\nsay = "a"\nmore = 1\n', "more"),
        ("[[rules", "script.toml"),
    ],
)
def test_a_broken_script_says_where_and_what(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ScriptUnreadable, match=r"script\.toml") as raised:
        written(tmp_path, text)
    assert says in str(raised.value)


def test_a_missing_script_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScriptUnreadable, match=r"gone\.toml"):
        read(tmp_path / "gone.toml")
