"""A data set's card tells its sources, their windows, and what stayed out."""

import pytest

from api.data_cards import told
from tests.api.test_cards import DATA


def test_a_card_tells_what_was_kept_back_and_that_of_today_has_no_version() -> None:
    card = DATA.model_copy(update={"version": None, "unsound": ["It contradicts."], "cap": None})
    text = told(card)
    assert text.startswith("# Data set of today")
    assert "## Kept back\n\n- It contradicts." in text
    assert "No source has more" not in text


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ({"months": None, "cycles": 2}, "the last 2 pulls"),
        ({"months": None, "half_life_days": 180}, "all, halved every 180 days"),
        ({"months": None}, "| all |"),
        ({"weight": None, "pairs": None, "left_out": {}}, "| – | 6 months | – | 35.0% | – |"),
    ],
)
def test_a_source_tells_how_far_back_it_reaches(window: dict[str, object], words: str) -> None:
    source = DATA.sources[0].model_copy(update=window)
    assert words in told(DATA.model_copy(update={"sources": [source]}))
