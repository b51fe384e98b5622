"""Worlds of the trial: their effects add up, and a drift changes half of a business's own."""

import numpy as np
import pytest

from cdt.trial_world import Parameters, drifted, joined, market

SETTING = Parameters(segments=10, channels=10, angles=10)


def test_the_mean_of_an_action_is_the_sum_of_its_effects():
    rng = np.random.default_rng(1)
    industry = market(SETTING, rng, 0.1, 0.0)
    own = market(SETTING, rng, 0.1, 0.02)
    means = joined(industry, own).means()
    expected = 0.4 + sum(
        one.segment[2] + one.channel[3] + one.cell[2, 4] + one.action[2, 3, 4]
        for one in (industry, own)
    )
    assert means[2, 3, 4] == pytest.approx(expected)


def test_a_drift_draws_half_of_a_businesss_own_effects_anew():
    rng = np.random.default_rng(2)
    before = market(SETTING, rng, 0.1, 0.02)
    after = drifted(SETTING, before, rng)
    assert np.mean(after.cell == before.cell) == pytest.approx(0.5, abs=0.15)
    assert (after.segment == before.segment).all()


def test_scatter_is_as_asked():
    rng = np.random.default_rng(3)
    drawn = market(SETTING.model_copy(update={"angles": 200}), rng, 0.1, 0.0)
    assert drawn.cell.std() == pytest.approx(0.1, rel=0.1)
    assert not drawn.action.any()
