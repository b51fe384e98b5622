"""Words are looked for in what is said, beside it, by whom and when; each field has its weight."""

from datetime import UTC, datetime

import numpy as np

from domain.fields import EDGE, Source, built

MAY, JUNE = datetime(2026, 5, 8, tzinfo=UTC), datetime(2026, 6, 8, tzinfo=UTC)


def test_what_a_passage_says_counts_more_than_what_stands_beside_it() -> None:
    index = built([Source(["camp"], 0), Source(["tent"], 0), Source(["rain"], 0), Source([], 1)])
    own, beside, near, elsewhere = index.scores({"camp": 1.0})
    assert own > beside > near > elsewhere == 0


def test_nothing_is_lent_from_one_source_to_another() -> None:
    index = built([Source(["camp"], 0), Source(["tent"], 1)])
    assert index.scores({"camp": 1.0})[1] == 0


def test_a_long_neighbour_lends_only_its_nearest_words() -> None:
    far = [f"w{n}" for n in range(EDGE + 5)]
    index = built([Source(far, 0), Source(["tent"], 0)])
    assert index.scores({far[0]: 1.0})[1] == 0
    assert index.scores({far[-1]: 1.0})[1] > 0


def test_speaker_and_day_are_found_by_their_words() -> None:
    index = built([Source(["a"], 0, "Nora", MAY), Source(["b"], 1, "Piet", JUNE)])
    assert index.scores({"nora": 1.0}).argmax() == 0
    assert index.scores({"june": 1.0}).argmax() == 1


def test_a_rare_word_weighs_more_and_an_unknown_one_the_most() -> None:
    index = built([Source(["ads", "gauge"], 0), Source(["ads"], 1), Source(["ads"], 2)])
    assert index.weight("unsaid") > index.weight("gauge") > index.weight("ads")


def test_words_may_count_less() -> None:
    index = built([Source(["ads"], 0)])
    assert np.allclose(index.scores({"ads": 0.5}), index.scores({"ads": 1.0}) / 2)


def test_nothing_is_found_in_nothing() -> None:
    assert built([]).scores({"ads": 1.0}).shape == (0,)
    assert built([Source([], 0)]).scores({"ads": 1.0}).tolist() == [0.0]
