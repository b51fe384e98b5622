"""The simulation of the gate uses the gate itself, and its figures are as good as promised."""

import numpy as np
import pytest

from evals.gate_trial import GateParameters, Year, better, run_gate_trial, wilson, worse, year

FEW = GateParameters(years=20, effects=(0.8,), sizes=(20,), seed=2)


def test_its_bars_hold_in_a_few_years() -> None:
    found = run_gate_trial(FEW)
    assert found.false_release_per_year <= 0.1
    assert found.power["0.8"]["20"] >= 0.8
    assert found.harm_blocked == 1.0
    assert found.harm_rolled_back >= 0.9
    assert found.months_to_roll_back < 6
    low, high = found.intervals["power 0.8 20"]
    assert low <= found.power["0.8"]["20"] <= high


def test_the_same_parameters_say_the_same_in_one_process_or_two() -> None:
    assert run_gate_trial(FEW, 2) == run_gate_trial(FEW)


def test_a_year_ends_with_its_release() -> None:
    skills = {"candidate": 0.9, "incumbent": 0.1, "nothing": 0.0, "lookup": 0.0}
    months = [*year(Year(skills, 40), np.random.default_rng(1))]
    assert months[-1][1] == "release"
    assert [said for _, said in months[:-1]] == ["not_enough_evidence"] * (len(months) - 1)


def test_skills_stand_for_effects() -> None:
    skill, gain = better(0.4, 0.5, 20)
    assert skill > 0.4
    assert gain == pytest.approx(0.16, abs=0.03)
    lost = worse(0.4, 0.1)
    assert np.arcsin(0.4) / np.pi - np.arcsin(lost) / np.pi == pytest.approx(0.1)


def test_intervals_of_shares() -> None:
    low, high = wilson(0, 100)
    assert low == 0.0
    assert 0.02 < high < 0.05
