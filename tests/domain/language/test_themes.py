"""Themes are phrases of the text, with their place."""

from cdt.embed import embed
from domain.language.sentences import sentences
from domain.language.themes import MOST, candidates, themes


def test_themes_are_phrases_of_the_text_with_their_place():
    text = "Shipping delays ruin our reviews. The courier blames customs for shipping delays."
    parts = sentences(text)
    given = candidates(text, parts)
    found = themes(
        given, embed([part.quote for part in parts]), embed([label for label, _, _ in given])
    )
    assert 0 < len(found) <= MOST
    assert all(text[one.start : one.end] == one.quote for one in found)
    assert any("shipping delays" in one.label for one in found)


def test_a_text_without_phrases_has_no_themes():
    assert themes([], embed(["…"]), embed([])) == []
