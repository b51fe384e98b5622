"""Names are found with their kind and place, and jargon is none."""

from itertools import pairwise

import pytest

from domain.language.entities import entities, is_word
from domain.language.sentences import sentences


def read(text):
    return {one.text: one.kind for one in entities(text, sentences(text))}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("We moved to Klaviyo last week.", "Klaviyo", "tool"),
        ("I posted it on Hacker News.", "Hacker News", "channel"),
        ("Then Sarah Connor called.", "Sarah Connor", "person"),
        ("It cost $1,200 in all.", "$1,200", "money"),
        ("We ship to New Zealand.", "New Zealand", "place"),
        ("See https://example.com/a?b=1.", "https://example.com/a?b=1", "url"),
        ("We open on 3 March 2026 at last.", "3 March 2026", "date"),
        ("A reseller, Nordwind GmbH, called.", "Nordwind GmbH", "company"),
        ("Our app Mossly is live.", "Mossly", "product"),
        ("We sold forty of the Beacon 3 PoE today.", "Beacon 3 PoE", "product"),
    ],
)
def test_a_name_is_found_with_its_kind(text, name, kind):
    assert read(text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    ["Sales fell. Nobody knows why.", "I'm tired. So I'm off.", "Our SEO and CRM are fine.", "OK."],
)
def test_common_words_and_jargon_are_no_names(text):
    assert read(text) == {}


def test_a_title_of_common_words_keeps_its_first_word():
    assert "Who Wants Tea" in read("Who Wants Tea is my second app.")


def test_names_do_not_overlap_and_stand_where_they_say():
    text = "Google Docs, Google and Google Ads cost $5 in May 2024 at Google."
    found = entities(text, sentences(text))
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_inflected_words_are_words():
    assert is_word("customers")
    assert not is_word("klaviyo")
