"""The monthly data set is balanced, traceable and never sees the holdout."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.training import (
    CAP_SHARE,
    RECIPE,
    SOURCES,
    HoldoutLeaked,
    Material,
    Measured,
    assemble,
    capped_shares,
    holdout_of,
    may_train,
    refuse_leaks,
    without_held_out,
)

NOW = datetime(2026, 6, 24, tzinfo=UTC)


def material(number: int, source="performance", days=10, **over) -> Material:
    base = {
        "id": f"m{number:03}",
        "source": source,
        "at": NOW - timedelta(days=days),
        "context": "A maker of devices.",
        "segment": "ops",
        "channel": "linkedin",
        "response": "Lead with hours saved.",
        "source_ids": (f"s{number}",),
        "cycle": 9 if source == "tooling" else None,
    }
    return Material(**{**base, **over})


def measured(count: int, month=6) -> list[Measured]:
    return [
        Measured(artifact_id=f"a{month}-{i}", measured_on=date(2026, month, i + 1))
        for i in range(count)
    ]


def test_all_seven_sources_have_a_weight():
    assert len(SOURCES) == 7
    assert set(RECIPE) == set(SOURCES)


def test_weeks_one_to_three_observe_and_week_four_trains():
    assert [may_train(date(2026, 6, day)) for day in (1, 21, 22, 30)] == [False, False, True, True]


def test_the_newest_fifth_of_each_of_three_months_is_held_out():
    held = holdout_of(measured(10) + measured(5, 5) + measured(1, 4) + measured(9, 3), NOW.date())
    assert held == ("a4-0", "a5-4", "a6-8", "a6-9")


def test_what_is_held_out_is_in_no_pair():
    results = measured(10)
    items = [material(i, artifact_id=f"a6-{i}", source_ids=(f"a6-{i}",)) for i in range(10)]
    told = material(50, "vent", source_ids=("v1", "a6-9"))
    found = assemble([*items, told], results, NOW)
    assert found.holdout == ("a6-8", "a6-9")
    assert found.left_out == {"held_out": 3}
    assert not {s for pair in found.pairs for s in pair.source_ids} & set(found.holdout)


def test_a_leak_is_refused_with_its_name():
    with pytest.raises(HoldoutLeaked, match="chunk-1"):
        refuse_leaks({"chunk-1": ["a1"], "chunk-2": ["a2"]}, {"a1"})
    assert without_held_out({"c1": ["a1"], "c2": ["a2"], "a1": []}, {"a1"}) == ("c2",)


@given(
    st.dictionaries(st.sampled_from(SOURCES), st.floats(0.01, 100), min_size=1),
    st.floats(0.15, 1),
)
def test_shares_sum_to_one_and_none_passes_the_cap_where_that_is_possible(masses, cap):
    shares = capped_shares(masses, cap)
    assert sum(shares.values()) == pytest.approx(1)
    assert max(shares.values()) <= max(cap, 1 / len(masses)) + 1e-9


@given(st.lists(st.tuples(st.sampled_from(SOURCES), st.integers(0, 80)), min_size=1, max_size=40))
def test_weights_sum_to_one_and_every_pair_has_its_source(drawn):
    found = assemble([material(i, s, d) for i, (s, d) in enumerate(drawn)], [], NOW)
    assert sum(pair.weight for pair in found.pairs) == pytest.approx(1)
    assert all(pair.source_ids for pair in found.pairs)


def test_a_thousand_vents_do_not_drown_the_rest():
    items = [material(i, "vent") for i in range(500)]
    items += [material(900 + i, s) for i, s in enumerate(("performance", "activity", "calendar"))]
    assert assemble(items, [], NOW).shares["vent"] <= CAP_SHARE


def test_windows_cut_what_is_too_old():
    items = [
        material(1, "activity", 100),
        material(2, "performance", 100),
        material(3, "vent", 900),
        material(4, "tooling", 10, cycle=3),
        material(5, "tooling", 10, cycle=5),
    ]
    found = assemble(items, [], NOW)
    assert [pair.id for pair in found.pairs] == ["m002", "m003", "m005"]
    assert found.left_out == {"too_old": 2}


def test_without_consent_or_provenance_nothing_is_trained_on():
    items = [material(1, consent=False), material(2, source_ids=()), material(3)]
    found = assemble(items, [], NOW)
    assert found.left_out == {"no_consent": 1, "no_provenance": 1}


def test_a_weak_belief_brings_its_alternative():
    items = [
        material(1, "belief", confidence=0.9, alternative="x"),
        material(2, "belief", confidence=0.3, alternative="Lead with ease."),
    ]
    weights = {pair.id: pair.weight for pair in assemble(items, [], NOW).pairs}
    assert weights["m001"] > weights["m002:alternative"] > weights["m002"]


@given(st.permutations(range(8)))
def test_the_same_material_in_any_order_has_the_same_manifest(order):
    items = [material(i, SOURCES[i % 7], i) for i in range(8)]
    whole = assemble(items, [], NOW)
    assert assemble([items[i] for i in order], [], NOW).manifest == whole.manifest
    assert assemble(items[1:], [], NOW).manifest != whole.manifest


def test_what_was_said_again_and_what_is_kept_back_stays_out_and_is_counted_by_source():
    items = [
        material(1, "vent"), material(2, "vent"), material(3, "vent", kept_back="flooded"),
        material(4, "tooling"), material(5, "tooling"), material(6, "vent", consent=False),
    ]  # fmt: skip
    made = assemble(items, [], NOW)
    assert [one.id for one in made.pairs] == ["m001", "m004", "m005"]
    assert made.without == {"vent": {"repeated": 1, "flooded": 1, "no_consent": 1}}
    assert made.left_out == made.without["vent"]
