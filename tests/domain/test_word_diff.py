"""A diff of words gives both texts back, whatever they hold."""

from hypothesis import given
from hypothesis import strategies as st

from domain.word_diff import MOST_WORDS, word_diff

WORDS = st.text(alphabet="ab <>&\"'\n.7é", max_size=60)


def joined(first: str, second: str, left_out: str) -> str:
    """The pieces of a diff but those of one kind."""
    return "".join(p.text for p in word_diff(first, second) if p.kind != left_out)


@given(WORDS, WORDS)
def test_what_is_not_new_is_the_first_and_what_is_not_gone_the_second(a: str, b: str) -> None:
    assert (joined(a, b, "new"), joined(a, b, "gone")) == (a, b)


def test_a_changed_word_stands_between_what_stayed() -> None:
    pieces = word_diff("Lead with waste: 3x better.", "Lead with innovation: 3x better.")
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "Lead with "), ("gone", "waste"), ("new", "innovation"),
        ("same", ": 3x better."),
    ]  # fmt: skip


def test_a_figure_is_one_word() -> None:
    changed = [p.text for p in word_diff("ROI is 0.7x", "ROI is 0.9x") if p.kind != "same"]
    assert changed == ["0.7x", "0.9x"]


def test_a_very_long_text_is_given_back_whole() -> None:
    long = "word " * MOST_WORDS
    assert joined(long + "one", long + "two", "gone") == long + "two"
