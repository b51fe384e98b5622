"""The trial tells learning from luck."""

import pytest

from cdt.learning_trial import Parameters, expected_calibration_error, run_trial

SMALL = Parameters(months=8, businesses=3, drifts=(5,), with_prior=False, seed=3)


def test_the_model_beats_chance_and_the_same_seed_gives_the_same_report():
    report = run_trial(SMALL)
    assert report.regret_ratio_random < 0.8
    assert report.calibration_error < 0.2
    assert run_trial(SMALL) == report


def test_every_figure_has_an_interval_around_it():
    report = run_trial(SMALL.model_copy(update={"months": 4, "drifts": ()}))
    low, high = report.intervals["regret_ratio_static_best_practice"]
    assert low <= report.regret_ratio_static_best_practice <= high
    assert report.drift_noticed_within_2_cycles is None


def test_calibration_error_of_honest_and_of_boasting_statements():
    assert expected_calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert expected_calibration_error([1.0] * 4, [False] * 4) == 1
    assert expected_calibration_error([], []) == 0
