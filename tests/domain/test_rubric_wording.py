"""What rubrics read in a text: whether it says a thing, its sentences, numbers and words."""

from hypothesis import given
from hypothesis import strategies as st

from domain.rubric_wording import (
    headings,
    lacking,
    listed,
    numbered,
    numbers,
    placeholders,
    repeats,
    section,
    sentences,
    too_long,
)

TEXT = """# Title

## First

1. **One thing.** Proof: show it.
2. Another thing, said plainly.

## Second

- It costs 1,200 USD by 3 May 2026.
"""
WORDS = st.lists(st.sampled_from("abcdefghij"), min_size=8, max_size=20)


def test_marks_and_full_stops_do_not_hide_what_is_said() -> None:
    assert lacking(TEXT, ["one thing", "Another thing, said plainly."]) == []
    assert lacking(TEXT, ["a third thing"]) == ["a third thing"]


def test_sections_and_lists_are_seen() -> None:
    assert headings(TEXT) == ["First", "Second"]
    assert numbered(section(TEXT, "First")) == 2
    assert section(TEXT, "Third") == ""
    assert numbers(TEXT) == {"1200", "3", "2026"}
    assert sentences(TEXT)[1] == "show it."


def test_long_sentences_are_told() -> None:
    assert too_long("Short and plain.") == ""
    assert "39 words" in too_long(" ".join(["word"] * 39) + ".")
    assert "on average" in too_long(" ".join(["word"] * 20) + ".")
    assert too_long("# Only a heading") == "there is no sentence"


def test_words_are_matched_whole_and_the_token_of_the_brand_is_no_gap() -> None:
    assert listed("jargon", "We leverage a robust thing; robustness is fine.") == [
        "leverage", "robust",
    ]  # fmt: skip
    assert placeholders("Write {{BRAND}} and {{CITY}}, TBD.") == ["{{CITY}}", "tbd"]


@given(WORDS, WORDS)
def test_a_run_is_repeated_where_six_words_in_a_row_are(mine: list[str], theirs: list[str]) -> None:
    found = repeats(" ".join(mine), [" ".join(theirs)])
    runs = {tuple(theirs[at : at + 6]) for at in range(len(theirs) - 5)}
    assert bool(found) == any(tuple(mine[at : at + 6]) in runs for at in range(len(mine) - 5))
