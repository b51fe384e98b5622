"""Texts are put under the promised topics, with the sentence that says so."""

import numpy as np
import pytest

from cdt.embed import embed
from domain.language.sentences import sentences
from domain.language.topics import FEATURES, TAXONOMY, chances, read, topics, weights


def given(text):
    parts = sentences(text)
    return topics(parts, embed([part.quote for part in parts]), embed)


def test_the_taxonomy_is_the_promised_one():
    assert len(TAXONOMY) == 29
    assert list(TAXONOMY) == sorted(TAXONOMY)


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("pricing", "Everybody says that nine euros is too expensive, so I will lower the price."),
        ("hiring", "Two candidates turned down our offer and the job post has run for weeks."),
        ("retention", "Half of them cancel after the first month and never come back."),
        ("seo", "We fell to page three for our main keyword after the algorithm update."),
        ("founder_wellbeing", "I am worn out, I cannot sleep and I doubt myself every day."),
        ("email", "The newsletter went to 900 subscribers and the open rate was nine percent."),
        ("support", "Angry customers write us tickets at night and want a refund."),
    ],
)
def test_a_plain_statement_is_first_about_its_topic(topic, text):
    assert given(text)[0].topic == topic


def test_topics_come_sorted_with_their_sentence():
    text = "The weather was fine. We doubled our ad spend on Google Ads. Lunch was good."
    found = given(text)
    assert [one.p for one in found] == sorted((one.p for one in found), reverse=True)
    assert found[0].quote == "We doubled our ad spend on Google Ads."
    assert all(text[one.start : one.end] == one.quote for one in found)


def test_text_about_nothing_of_ours_gets_no_sure_topic():
    assert all(one.p < 0.5 for one in given("The cat slept on the warm roof all afternoon."))


def test_the_rule_fits_the_features():
    rule = weights()
    assert len(rule["coefficients"]) == len(rule["mean"]) == len(rule["scale"]) == len(FEATURES)
    parts = sentences("We sell more.")
    seen = read(parts, embed(["We sell more."]), embed)
    p = chances(seen.features)
    assert p.shape == (len(TAXONOMY),)
    assert np.all((p >= 0) & (p <= 1))


def test_no_sentences_give_no_topics():
    assert topics([], np.zeros((0, 384)), embed) == []
