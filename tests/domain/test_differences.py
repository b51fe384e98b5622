"""What changed between two texts is told without losing a letter of either."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.differences import MOST_WORDS, differences


def test_a_changed_word_is_shown_alone() -> None:
    found = differences("We keep every record.", "We keep each record.")
    assert [(one.change, one.text) for one in found] == [
        ("same", "We keep "), ("removed", "every"), ("added", "each"), ("same", " record."),
    ]  # fmt: skip


def test_a_long_text_is_compared_by_lines() -> None:
    long = "word\n" * (MOST_WORDS + 1)
    assert [one.change for one in differences(long, long + "more\n")] == ["same", "added"]


@given(st.text(), st.text())
def test_both_texts_can_be_put_together_again(before: str, after: str) -> None:
    found = differences(before, after)
    assert "".join(one.text for one in found if one.change != "added") == before
    assert "".join(one.text for one in found if one.change != "removed") == after
    kinds = [one.change for one in found]
    assert all(a != b for a, b in pairwise(kinds))
