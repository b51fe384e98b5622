"""Every phrase of maps and briefs is whole: each angle and type says all that they need."""

import pytest

from agents.phrases import a_piece, book, of_angle, of_type, people, said
from domain.rubric_wording import listed, words

ANGLES, TYPES = sorted(book()["angles"]), sorted(book()["types"])


@pytest.mark.parametrize("name", ANGLES)
def test_an_angle_says_all_and_in_plain_words(name: str) -> None:
    phrases = of_angle(name)
    assert phrases["verb"] in ("win", "keep")
    assert len(words(phrases["takeaway"])) <= 28
    assert 3 <= len(phrases["points"]) <= 5
    whole = " ".join([phrases["takeaway"], phrases["situation"], phrases["pain"],
                      *(each for point in phrases["points"] for each in point)])  # fmt: skip
    assert listed("jargon", whole) == listed("weak", whole) == []


@pytest.mark.parametrize("name", TYPES)
def test_a_type_has_a_name_an_opening_and_a_length(name: str) -> None:
    kind = of_type(name)
    assert kind["called"]
    assert kind["opening"]
    assert kind["length"][0] < kind["length"][1]


def test_what_is_not_known_has_words_all_the_same() -> None:
    assert of_angle("unheard_of") == of_angle("other")
    assert said("{angle} for {people}", "time_saved", "shop_owner") == "time saved for shop owners"
    assert people("") == "customers"
    assert (a_piece("email"), a_piece("webinar"), a_piece("ad_copy")) == (
        "an email", "a webinar", "a set of ads",
    )  # fmt: skip
