"""Matching: three filters that say why, two ranks, shrinkage, and a share for newcomers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.matching import (
    EXPLORATION_SHARE,
    Ask,
    Bid,
    Creator,
    Result,
    award,
    outcome,
    performance_score,
    rank,
)

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ASK = Ask("b", "b2b_saas", "case_study")
INVITED = "Was invited by another business; no reviewer vetted them for the market yet."
ASK_FIELD = frozenset({"b2b_saas"})


def creator(name, **changes):
    usual = {
        "specializations": frozenset({"b2b_saas"}),
        "artifact_types": frozenset({"case_study"}),
        "capacity": 2,
    }
    return Creator(name, **{**usual, **changes})


def results(name, quality, count=4, age=10, kind="case_study", field="b2b_saas"):
    at = NOW - timedelta(days=age)
    return [Result(f"{name}{n}", name, at, field, kind, quality) for n in range(count)]


def order(creators, given_results, draw=1.0):
    return [one.creator for one in rank(ASK, creators, given_results, NOW, draw).candidates]


def test_each_one_left_out_has_a_reason():
    some = [
        creator("field", specializations=frozenset({"fintech"})),
        creator("kind", artifact_types=frozenset({"email"})),
        creator("busy", load=2),
        creator("free"),
        creator("theirs", vetted=False, invited_by="another house"),
        creator("erased", vetted=False),
    ]
    ranking = rank(ASK, some, [], NOW)
    assert [one.creator for one in ranking.candidates] == ["free"]
    assert {one.creator: one.reason for one in ranking.excluded} == {
        "field": "Does not work in b2b saas.",
        "kind": "Does not make this kind of piece: case study.",
        "busy": "Has 2 briefs in work and takes 2 at most.",
        **dict.fromkeys(("theirs", "erased"), INVITED),
    }


def test_better_work_on_similar_briefs_goes_first():
    some = [creator("low"), creator("high")]
    assert order(some, results("low", 0.5) + results("high", 0.9)) == ["high", "low"]


def test_one_lucky_brief_does_not_beat_steady_work():
    some = [creator("lucky"), creator("steady")]
    assert order(some, results("lucky", 1.0, count=1) + results("steady", 0.9, count=10)) == [
        "steady",
        "lucky",
    ]


def test_work_of_another_kind_or_long_ago_counts_less():
    some = [creator("far"), creator("near")]
    far = results("far", 0.95, kind="email", field="fintech") + results("far", 0.95, age=91)
    assert order(some, far + results("near", 0.9, count=8)) == ["near", "far"]
    assert performance_score("far", results("far", 0.9, age=91), NOW).results == 0


def test_a_newcomer_goes_first_for_a_share_of_draws_and_says_so():
    some = [creator("old"), creator("new1"), creator("new2")]
    known = results("old", 0.95, count=9)
    assert order(some, known, EXPLORATION_SHARE) == ["old", "new1", "new2"]
    assert order(some, known, 0.0)[0] == "new1"
    assert order(some, known, EXPLORATION_SHARE - 1e-9)[0] == "new2"
    first = rank(ASK, some, known, NOW, 0.0).candidates[0]
    assert first.explored
    assert "newcomers" in first.for_creator
    assert "New here" in first.for_founder


def test_reasons_carry_the_counts():
    best = rank(ASK, [creator("a")], results("a", 0.9), NOW).candidates[0]
    assert best.for_founder.startswith("Finished 4 similar briefs in 90 days, scored 0.9")
    assert "4 case studies" in best.for_creator


def test_premium_asks_three_and_the_rest_one():
    ranking = rank(ASK, [creator(name) for name in "abcd"], [], NOW)
    assert len(ranking.chosen(ASK)) == 1
    assert len(ranking.chosen(Ask("b", "b2b_saas", "case_study", premium=True))) == 3


def scores(ranking):
    return {one.creator: one.score for one in ranking.candidates}


def test_sealed_bids_weigh_score_and_price():
    ranking = scores(rank(ASK, [creator("a"), creator("b")], results("a", 0.95, count=9), NOW))
    assert award([Bid("a", 900), Bid("b", 800)], ranking, 1000) == Bid("a", 900)
    assert award([Bid("a", 1000), Bid("b", 10)], ranking, 1000) == Bid("a", 1000)
    equal = scores(rank(ASK, [creator("a"), creator("b")], [], NOW))
    assert award([Bid("a", 900), Bid("b", 800)], equal, 1000) == Bid("b", 800)
    assert award([Bid("a", 1001), Bid("x", 1)], ranking, 1000) is None


@given(
    st.floats(0, 1),
    st.floats(0, 3),
    st.integers(0, 3),
    st.none() | st.floats(0, 1),
    st.none() | st.floats(0, 1),
)
def test_outcomes_stay_within_bounds(quality, late, revisions, satisfaction, performance):
    got = outcome(
        Result("b", "c", NOW, "f", "k", quality, late, revisions, satisfaction, performance)
    )
    assert -1e-9 <= got <= 1 + 1e-9


@given(st.floats(0, 0.999), st.integers(1, 6))
def test_the_same_draw_gives_the_same_ranking(draw, count):
    some = [creator(f"c{n}") for n in range(count)]
    known = results("c0", 0.8)
    once = rank(ASK, some, known, NOW, draw)
    assert once == rank(ASK, some, known, NOW, draw)
    assert sorted(one.creator for one in once.candidates) == [one.id for one in some]


def test_whom_a_business_invited_works_for_it_alone_until_vetted():
    own = creator("own", specializations=frozenset(), vetted=False, invited_by="ours")
    for house, vetted, asked in (("ours", False, ["own"]), ("", False, []), ("else", False, []),
                                 ("else", True, ["own"])):  # fmt: skip
        one = replace(own, vetted=vetted, specializations=ASK_FIELD if vetted else frozenset())
        ranking = rank(replace(ASK, business=house), [one], [], NOW)
        assert [each.creator for each in ranking.candidates] == asked
        assert all("no reviewer vetted" in each.reason for each in ranking.excluded)
    (first,) = rank(replace(ASK, business="ours"), [own], [], NOW).candidates
    assert first.for_founder.startswith("Invited by you.")
    assert "Invited" not in first.for_creator
    (bare,) = rank(Ask("b", "", "case_study"), [creator("any")], [], NOW).candidates
    assert bare.for_founder == "Takes case study work; no results here yet."
