"""A text speaks of something when all content words stand in it, in whatever form."""

from domain.mentions import content, names_said, spoken_of, topic_of, topic_within

TOPICS = ("agencies", "pricing", "retention", "website_conversion", "founder_wellbeing")


def test_forms_of_a_word_are_one() -> None:
    text = "We talked to two agencies. Nothing came of it."
    assert spoken_of(content("the agency"), text) == "We talked to two agencies."
    assert spoken_of(content("agency price"), text) == ""


def test_words_that_only_ask_are_left_out() -> None:
    assert content("how often did I mention the pricing") == content("pricing")
    assert content("who") == content("who")


def test_a_topic_is_found_by_its_name_and_by_others_for_it() -> None:
    assert topic_of("pricing", TOPICS) == "pricing"
    assert topic_of("our churn", TOPICS) == "retention"
    assert topic_of("website conversion", TOPICS) == "website_conversion"
    assert topic_of("clipboards", TOPICS) == ""
    assert topic_within("marketing agency", TOPICS) == "agencies"


def test_a_name_is_found_as_a_whole_word_only() -> None:
    assert names_said(["Brasswick", "Pi"], "brasswick won; the pipe leaks") == ["Brasswick"]
    assert names_said(["Brasswick QMS"], "Brasswick is cheaper") == ["Brasswick QMS"]
