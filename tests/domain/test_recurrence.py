"""The same concern in other words finds its theme; the rest stays apart."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cdt.embed import READER
from domain.language.gist import common, gist
from domain.recurrence import Gist, Placing, place, read_marks

WIDTH = 8
COMMON = np.zeros(WIDTH, np.float32)
FAMILIES = ("leaving", "inspection", "ads", "stock", "hiring")
GOLDEN = Path("evals/golden/recurrence.jsonl")
WORDS = ("cancel", "auditor", "google", "backorder", "applicant", "tuxedo", "exam")


def unit(numbers) -> np.ndarray:
    row = np.asarray(numbers, np.float32)
    return row / max(float(np.linalg.norm(row)), 1e-6)


@st.composite
def gists(draw) -> Gist:
    numbers = draw(st.lists(st.integers(-5, 5), min_size=WIDTH, max_size=WIDTH).filter(any))
    families = draw(st.lists(st.sampled_from(FAMILIES), max_size=4))
    return Gist(unit(numbers), tuple(families), draw(st.frozensets(st.sampled_from(WORDS))))


def said(mentions, background=()) -> list[int]:
    """The theme of each mention, said one after the other; a theme is its first mention."""
    themes: list[int] = []
    usual = common(READER.embed) if background else COMMON
    for number, one in enumerate(mentions):
        placing = place(one, mentions[:number], themes, usual, background)
        home = number if placing.theme is None else placing.theme
        themes = [home if it in placing.absorbed else it for it in themes]
        for place_of_one in placing.moved:
            themes[place_of_one] = home
        themes.append(home)
    return themes


@given(st.lists(gists(), max_size=14))
def test_what_is_said_again_in_the_same_words_joins_its_first_mention(mentions):
    themes = said(mentions)
    for number, one in enumerate(mentions):
        again = place(one, mentions, themes, COMMON)
        assert again.theme is not None
        if not any(earlier.vector @ one.vector >= 0.97 for earlier in mentions[:number]):
            assert again == Placing(themes[number])


@given(st.lists(gists(), max_size=14))
def test_the_same_mentions_in_the_same_order_make_the_same_themes(mentions):
    assert said(mentions) == said(mentions)


@given(st.lists(gists(), min_size=1, max_size=14))
def test_every_mention_stands_in_one_theme_that_one_of_them_opened(mentions):
    themes = said(mentions)
    assert len(themes) == len(mentions)
    assert all(0 <= theme < len(mentions) for theme in themes)


@given(gists(), st.lists(gists(), max_size=10), st.permutations(range(3)))
def test_the_order_of_equal_mentions_changes_nothing(one, others, order):
    copies = [Gist(one.vector, one.families, one.words) for _ in range(3)]
    assert said([*others, *(copies[i] for i in order)]) == said([*others, *copies])


@given(gists())
def test_a_gist_is_read_again_from_its_marks(one):
    again = read_marks(one.vector, one.marks)
    assert (again.families, again.words) == (one.families, one.words)


def test_a_first_mention_opens_a_theme():
    first = Gist(unit([1, 0, 0, 0, 0, 0, 0, 0]), ("ads",), frozenset({"google"}))
    assert place(first, [], [], COMMON) == Placing(None)


def test_an_empty_gist_joins_nothing_by_chance():
    silent = Gist(unit([1, 0, 0, 0, 0, 0, 0, 0]), (), frozenset())
    other = Gist(unit([0, 1, 0, 0, 0, 0, 0, 0]), (), frozenset())
    assert place(silent, [other], ["a"], COMMON) == Placing(None)


def test_a_mention_between_two_themes_makes_them_one_under_the_older_name():
    left = Gist(unit([1, 0.2, 0, 0, 0, 0, 0, 0]), ("leaving",), frozenset({"cancel"}))
    right = Gist(unit([0.2, 1, 0, 0, 0, 0, 0, 0]), ("inspection",), frozenset({"auditor"}))
    both = Gist(
        unit([1, 1, 0, 0, 0, 0, 0, 0]), ("leaving", "inspection"), frozenset({"cancel", "auditor"})
    )
    placing = place(both, [left, right], ["older", "younger"], COMMON)
    assert placing == Placing("older", ("younger",))


def test_a_mention_moves_to_a_later_theme_that_fits_it_better():
    audit = Gist(unit([1, 0, 0, 0, 0, 0, 0, 0]), ("inspection",), frozenset({"auditor"}))
    hiring = Gist(unit([0, 1, 0, 0, 0, 0, 0, 0]), ("hiring",), frozenset({"applicant"}))
    again = Gist(unit([0.3, 1, 0.3, 0, 0, 0, 0, 0]), ("hiring",), frozenset({"applicant"}))
    audits = [
        Gist(unit([1, 0, 0, 0, 0.02 * n, 0, 0, 0]), audit.families, audit.words) for n in range(30)
    ]
    placing = place(again, [*audits, hiring], ["audits"] * 31, COMMON)
    assert placing == Placing(None, (), (30,))


@given(st.lists(gists(), min_size=1, max_size=10), gists(), st.data())
def test_what_a_person_put_in_order_is_not_undone(mentions, new, data):
    themes = said(mentions)
    shaped = set(data.draw(st.lists(st.sampled_from(themes))))
    placing = place(new, mentions, themes, COMMON, (), shaped)
    assert not shaped & {*placing.absorbed}
    assert not any(themes[moved] in shaped for moved in placing.moved)


def test_themes_of_few_notes_are_concerns_and_not_what_the_business_is_about():
    counts: Counter[str] = Counter()
    for row in map(json.loads, GOLDEN.read_text("utf-8").splitlines()):
        about = [gist(answer, READER)[1] for answer in row["answers"]]
        concerns = [note["concern"] for note in row["notes"]]
        themes = said([gist(note["text"], READER)[1] for note in row["notes"]], about)
        for one, other in combinations(range(len(themes)), 2):
            alike = bool(concerns[one]) and concerns[one] == concerns[other]
            joined = themes[one] == themes[other]
            counts["right"] += alike and joined
            counts["wrong"] += joined and not alike
            counts["missed"] += alike and not joined
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.8
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.5
