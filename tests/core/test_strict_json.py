"""What the standard does not have is refused by name; what is left is clean."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.strict_json import MOST_DEPTH, NotStrictJson, loads

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text('abc "\\é', max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_json_writes_comes_back(value: Any) -> None:
    assert loads(json.dumps(value)) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": -Infinity}', "-Infinity is no number"),
        ('{"a": 1e999}', "too large"),
        ('{"a": 1, "a": 2}', "stands twice"),
        ('{"a": 1} {', "Extra data"),
        ('{"a": ', "character 6"),
        ("[" * (MOST_DEPTH + 1) + "]" * (MOST_DEPTH + 1), "too deeply"),
        ("[" * 100_000, "RecursionError"),
        ("1" * 5000, "ValueError"),
        ("", "Expecting value"),
    ],
)
def test_what_the_standard_does_not_have_is_refused(text: str, why: str) -> None:
    with pytest.raises(NotStrictJson, match=why):
        loads(text)


def test_words_are_cleaned() -> None:
    assert loads('{"a": ["x\\ud800", "y\\u0000"]}') == {"a": ["x\ufffd", "y"]}


def test_the_refusal_does_not_repeat_the_text() -> None:
    with pytest.raises(NotStrictJson) as raised:
        loads('{"secret words": ')
    assert "secret" not in str(raised.value)
