"""Needs and lessons are signals, small talk is none."""

from domain.language.sentences import sentences
from domain.language.signals import MOST, signals


def test_needs_and_lessons_are_signals_and_small_talk_is_none():
    text = "Nice day. I learned that we should have asked ten buyers first. Tea is at four."
    found = signals(sentences(text))
    assert [one.quote for one in found] == ["I learned that we should have asked ten buyers first."]
    assert text[found[0].start : found[0].end] == found[0].quote


def test_there_are_at_most_three():
    text = "We need to stop this because it failed in 2024. " * 9
    assert len(signals(sentences(text))) == MOST
