"""Each message is what its sample says; `python -m tests.domain.slack_samples` writes them anew."""

import pytest

from domain.slack_cards import Recurring, again, kept
from tests.domain.slack_samples import FOLDER, as_kept, samples


@pytest.mark.parametrize("name", sorted(samples()))
def test_a_message_is_as_its_sample(name: str) -> None:
    assert as_kept(samples()[name]) == (FOLDER / f"{name}.json").read_text()


def test_no_sample_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(samples())


@pytest.mark.parametrize("name", sorted(samples()))
def test_a_message_fits_what_slack_takes(name: str) -> None:
    blocks = samples()[name]["blocks"]
    assert 0 < len(blocks) <= (100 if name == "home" else 50)
    for block in blocks:
        assert len(block.get("elements", [])) <= 25


def test_the_fifth_card_shows_five_quotes_and_counts_what_is_hidden() -> None:
    card = again(Recurring("x", 7, ("a", "b", "c", "d", "e", "f"), 1))
    assert card.text == "This is the 7th time you say this."
    assert len(card.blocks[1]["elements"]) == 5
    assert "1 private note" in card.blocks[2]["elements"][0]["text"]


def test_an_acknowledgement_says_whether_it_is_off_the_record() -> None:
    assert "off the record" in kept("1", off_record=True).text
    assert "off the record" not in kept("1", off_record=False).text
