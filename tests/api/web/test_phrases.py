"""Doubt is put in words, and whatever kind of row there is has a name."""

import pytest

from api.web import phrases
from core.ids import new_id
from memory.receipts import KINDS


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(1.0, "Almost certain"), (0.75, "Likely"), (0.5, "Undecided"), (0.0, "Probably wrong")],
)
def test_confidence_is_told_in_words(confidence: float, words: str) -> None:
    assert phrases.sure(confidence) == words


def test_every_kind_of_row_has_a_name() -> None:
    assert set(KINDS) <= set(phrases.KINDS)
    assert phrases.kind("something new") == "something new"


def test_a_channel_is_written_as_people_do() -> None:
    assert [phrases.channel(name) for name in ("google_ads", "seo", "town_hall")] == [
        "Google Ads", "Search (SEO)", "Town hall",
    ]  # fmt: skip


def test_the_further_the_models_differ_the_stronger_the_words() -> None:
    said = [phrases.disagreement(index) for index in (0.0, 0.2, 0.4, 0.9)]
    assert len(set(said)) == 4
    assert "contradict" in said[-1]


def test_only_some_kinds_have_a_page_of_their_own() -> None:
    one = new_id()
    assert phrases.own_page("belief", one) == f"/beliefs/{one}"
    assert phrases.own_page("credit", one) == ""


def test_much_evidence_is_told_from_little() -> None:
    assert len({phrases.amount(pieces) for pieces in (1, 5, 20)}) == 3
