"""Spans: every span that runs together to something wanted is asked for, and few others."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.leak_spans import near, read, spans, starts

LETTERS = st.text("abn", min_size=1, max_size=3)


def keys(text, begun):
    told = read(text)
    return ["".join(w.key for w in told.words[at : at + n]) for at, n in spans(told, begun)]


def test_neighbours_are_joined_over_small_gaps_only():
    told = read("Bright-loaf and bread. Next\n\nline")
    assert list(told.joined) == [True, True, True, True, False, False]
    assert told.line(told.words[2]) == "Bright-loaf and bread. Next"


@settings(deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=8), st.integers(0, 7), st.integers(1, 4))
def test_no_span_that_is_wanted_is_left_out(told, at, size):
    wanted = "".join(told[at : at + size])
    if wanted:
        assert wanted in keys(" ".join(told), starts([wanted]))


def test_spans_of_nothing_wanted_are_not_asked_for():
    assert keys("one two three", starts(["zebra"])) == []
    assert keys("one two three", starts(["onetwo"])) == ["one", "onetwo", "onetwothree"]


def test_near_an_odd_word():
    told = read("calm qwx tone")
    assert list(near(told, [False, True, False], 2)) == [(0, 2), (1, 1), (1, 2)]
