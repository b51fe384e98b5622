"""A complaint hurts more than good news."""

import numpy as np

from cdt.embed import embed
from domain.language.pain import FEATURES, features, leaning, pain, weights
from domain.language.sentences import sentences


def read(text):
    parts = sentences(text)
    return pain(parts, leaning(embed([part.quote for part in parts]), embed))


def test_a_complaint_hurts_more_than_good_news_and_plain_words():
    hurt = read("I am exhausted. We lost our best client and nobody answers.")
    fine = read("October was our best month and customers love the new page.")
    plain = read("The shop opens at nine and closes at five.")
    assert hurt.p > 0.7 > 0.5 > max(fine.p, plain.p)
    assert hurt.voiced
    assert not plain.voiced


def test_nothing_does_not_hurt():
    assert pain([], np.zeros(0)).p == 0


def test_the_rule_fits_the_features():
    parts = sentences("It failed.")
    assert len(features(parts, np.zeros(1))) == len(FEATURES) == len(weights()["coefficients"])
