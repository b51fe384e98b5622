"""Agreement against values reckoned by hand and against the textbook's example."""

import pytest
from sklearn.metrics import cohen_kappa_score

from domain.agreement import cohen, disagreements, krippendorff

SCALE = ("1", "2", "3", "4", "5")
OBSERVERS = {
    "A": "123321412...",
    "B": "1233224125.3",
    "C": ".3332342251.",
    "D": "12332441251.",
}


def textbook() -> dict[str, dict[str, str]]:
    """Krippendorff 2011, section C: four observers, twelve units, gaps."""
    return {
        f"{unit}": {who: row[unit] for who, row in OBSERVERS.items() if row[unit] != "."}
        for unit in range(12)
    }


def two(first: str, second: str) -> dict[str, dict[str, str]]:
    """Labels of two people; g, a, b stand for good, acceptable, bad."""
    names = {"g": "good", "a": "acceptable", "b": "bad"}
    pairs = enumerate(zip(first, second, strict=True))
    return {f"{place}": {"Ada": names[x], "Bo": names[y]} for place, (x, y) in pairs}


def test_the_example_of_the_textbook_is_met() -> None:
    found = krippendorff(textbook(), SCALE)
    assert found.value == pytest.approx(0.815, abs=0.001)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.815 < found.high
    assert found.items == 11


def test_alpha_by_hand() -> None:
    # Four items, labels (g g), (g g), (b b), (g b). Ordinal distance of g and b: all n = 8 labels
    # lie between, minus half of both ends (5 + 3) / 2 = 4, squared 16. Coincidences apart: 2.
    # Expected apart: 2 * 5 * 3 = 30. alpha = 1 - 7 * 2 / 30.
    found = krippendorff(two("ggbg", "ggbb"))
    assert found.value == pytest.approx(1 - 7 * 2 / 30)
    assert (found.same, found.low) == (0.75, None)


def test_kappa_by_hand_and_by_scikit_learn() -> None:
    ratings = two("ggabbg", "gaabbb")
    # Agree on 4 of 6. Ada g3 a1 b2, Bo g1 a2 b3: chance (3*1 + 1*2 + 2*3) / 36 = 11/36.
    found = cohen(ratings, "Ada", "Bo")
    assert found.value == pytest.approx((4 / 6 - 11 / 36) / (1 - 11 / 36))
    labels = [[each[who] for each in ratings.values()] for who in ("Ada", "Bo")]
    assert found.value == pytest.approx(cohen_kappa_score(*labels))


def test_full_agreement_is_one_and_opposite_labels_are_below_chance() -> None:
    assert krippendorff(two("gabgab", "gabgab")).value == pytest.approx(1)
    opposite = krippendorff(two("gbgbgb", "bgbgbg")).value
    assert opposite is not None
    assert opposite < 0


def test_nothing_is_said_of_labels_that_are_all_the_same_or_stand_alone() -> None:
    assert krippendorff(two("ggg", "ggg")).value is None
    alone = krippendorff({"1": {"Ada": "good"}})
    assert (alone.value, alone.items, alone.people) == (None, 0, ("Ada",))


def test_those_who_differ_most_come_first() -> None:
    ratings = two("gag", "gbb")
    assert disagreements(ratings) == ["2", "1"]
