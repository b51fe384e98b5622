"""Nothing without the shape of an answer gets through, whatever a server sent."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdt import failures, replies
from cdt.calls import AnswerUnreadable, ModelFailed, ModelRefused
from cdt.replies import Listener, whole


class Vendor:
    """A reply as LiteLLM holds one."""

    def __init__(self, said: Any, usage: Any = None) -> None:
        self.said = said
        self.usage = usage

    def model_dump(self, **_how: Any) -> Any:
        """The reply as data."""
        return self.said


class Counted:
    """A usage."""

    def __init__(self, prompt_tokens: Any, completion_tokens: Any) -> None:
        self.prompt_tokens = prompt_tokens
        self.completion_tokens = completion_tokens


def reply(message: Any, ending: str = "stop") -> Vendor:
    """A reply with one message."""
    return Vendor({"choices": [{"message": message, "finish_reason": ending}]}, Counted(7, 3))


def calling(arguments: Any) -> dict[str, Any]:
    """A message that calls a tool."""
    return {"tool_calls": [{"id": "1", "function": {"name": "f", "arguments": arguments}}]}


def piece(**delta: Any) -> Vendor:
    """A piece of a stream."""
    ending = delta.pop("ending", None)
    return Vendor({"choices": [{"delta": delta, "finish_reason": ending}]})


def test_an_answer_is_built_anew_without_a_vendors_extras() -> None:
    message = {"content": "a\ud800\x00b", "thinking": "secret", "provider_specific_fields": {}}
    made = whole(reply(message))
    assert made["choices"][0]["message"] == {"role": "assistant", "content": "a\ufffdb"}
    assert made["usage"] == {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ('{"a": NaN}', "NaN"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": ', "character"),
        ("[1]", "no object"),
        ('"' + "a" * replies.MOST_CHARACTERS + '"', "more than"),
    ],
)
def test_arguments_of_a_tool_are_strict_json(arguments: str, why: str) -> None:
    with pytest.raises(AnswerUnreadable, match=why):
        whole(reply(calling(arguments)))


def test_a_call_that_was_cut_off_says_so() -> None:
    with pytest.raises(AnswerUnreadable, match="cut off"):
        whole(reply(calling('{"a": 1}'), ending="length"))


def test_a_refusal_is_one_and_no_words_are_none() -> None:
    with pytest.raises(ModelRefused):
        whole(reply({"content": None, "provider_specific_fields": {"refusal": "No."}}))
    with pytest.raises(ModelRefused):
        whole(reply({"content": ""}, ending="content_filter"))
    with pytest.raises(AnswerUnreadable, match="no words"):
        whole(reply({"content": ""}))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["choices", "message", "delta", "content", "tool_calls", "id", "function", "name",
             "arguments", "finish_reason", "index", "provider_specific_fields", "refusal"]
        ),
        inner,
    ),
    max_leaves=25,
)  # fmt: skip


@given(JUNK)
def test_junk_is_always_a_failure_with_a_name(junk: Any) -> None:
    for read in (whole, Listener().take):
        try:
            made = read(Vendor(junk, Counted(1, 1)))
        except (ModelFailed, *failures.BROKEN) as wrong:
            named = failures.named(wrong)
        else:
            named = None
            assert set(made["choices"][0] if made["choices"] else {}) <= {
                "index", "finish_reason", "message", "delta",
            }  # fmt: skip
        assert named is None or isinstance(named, ModelFailed)


@pytest.mark.parametrize("counts", [(None, None), (-1, 3), (float("nan"), 2), ("7", 3), (0, 0)])
def test_a_count_that_is_none_leaves_the_estimate(counts: tuple[Any, Any]) -> None:
    assert replies.usage(Vendor({}, Counted(*counts))) is None


def test_a_count_fits_its_column() -> None:
    found = replies.usage(Vendor({}, Counted(10**12, 5)))
    assert found is not None
    assert found.tokens_in == replies.MOST_TOKENS


def test_a_stream_is_taken_piece_by_piece() -> None:
    heard = Listener()
    for word in ("one ", "two"):
        assert heard.take(piece(content=word))["choices"][0]["delta"]["content"] == word
    heard.take(piece(ending="stop"))
    last = heard.take(Vendor({"choices": []}, Counted(7, 3)))
    heard.end()
    assert last["usage"]["total_tokens"] == 10


def test_a_stream_ends_before_its_broken_arguments_are_believed() -> None:
    heard = Listener()
    for words in ('{"a": ', "NaN}"):
        part = {"index": 0, "function": {"name": "f", "arguments": words}}
        heard.take(piece(tool_calls=[part]))
    with pytest.raises(AnswerUnreadable, match="NaN"):
        heard.take(piece(ending="tool_calls"))


def test_a_stream_without_words_or_without_an_end_is_no_answer() -> None:
    with pytest.raises(AnswerUnreadable, match="no words"):
        Listener().end()
    heard = Listener()
    heard.take(piece(content="one"))
    with pytest.raises(AnswerUnreadable, match="no end"):
        heard.end()
    refusing = Listener()
    with pytest.raises(ModelRefused):
        refusing.take(piece(refusal="I will not.", ending="stop"))


def test_a_stream_without_measure_is_broken_off() -> None:
    heard = Listener()
    heard.take(piece(content="a" * replies.MOST_CHARACTERS))
    with pytest.raises(AnswerUnreadable, match="more than"):
        heard.take(piece(content="a"))
