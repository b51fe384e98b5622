"""A belief says itself in one sentence, in the direction of its evidence."""

import pytest

from domain.beliefs import CATEGORIES, Scope
from domain.claims import claim_of, plural, words


@pytest.mark.parametrize(
    ("scope", "direction", "claim"),
    [
        (("messaging", "price", "office_manager"), 1,
         "Office managers answer to messages about price."),
        (("messaging", "price", "office_manager"), -1,
         "Office managers pass over messages about price."),
        (("channel", "google_ads", ""), 1, "Google ads bring more than our other channels."),
        (("channel", "google_ads", ""), -1, "Google ads bring less than our other channels."),
        (("timing", "tuesday", ""), -1,
         "What goes out on a Tuesday does worse than on other days."),
        (("competitive", "Lattice", ""), 1, "Lattice is a rival that we keep meeting."),
        (("audience", "concern:pricing", ""), 1, "Pricing is a standing concern."),
        (("audience", "concern:pricing", ""), -1, "Pricing is no longer a standing concern."),
        (("audience", "bakers", ""), 1, "Bakers answer more than our other segments."),
    ],
)  # fmt: skip
def test_a_scope_is_said(scope: tuple[str, str, str], direction: int, claim: str) -> None:
    category, subject, segment = scope
    assert claim_of(Scope(category=category, subject=subject, segment=segment), direction) == claim


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_its_sentence(category: str) -> None:
    for direction in (1, -1):
        claim = claim_of(Scope(category=category, subject="Xero", segment="buyer"), direction)
        assert claim[0].isupper()
        assert claim.endswith(".")


def test_slugs_are_written_as_people_write() -> None:
    assert (words("quality_manager"), plural("quality_manager")) == (
        "quality manager", "quality managers"
    )  # fmt: skip
    assert plural("bakers") == "bakers"
