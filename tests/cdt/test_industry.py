"""The prior of an industry finds what businesses share and how far they scatter around it."""

import numpy as np
import pytest

from cdt.industry import Posterior, TooFewBusinesses, pooled

NAMES = ("channel=a", "channel=b", "channel=c", "intercept")
COMMON = np.array([0.2, -0.1, 0.0, 0.4])


def business(rng, own=0.1, noise=0.02, names=NAMES) -> Posterior:
    """What one learned of its own effects, from observations that are `noise` off."""
    prior = np.array([(0.5 * (name == "intercept"), 0.3) for name in names])
    truth = COMMON[: len(names)] + rng.normal(0, own, len(names))
    seen = truth + rng.normal(0, noise, len(names))
    variance = 1 / (1 / prior[:, 1] ** 2 + 1 / noise**2)
    mean = variance * (prior[:, 0] / prior[:, 1] ** 2 + seen / noise**2)
    return Posterior(names=names, mean=mean, covariance=np.diag(variance), prior=prior)


def test_common_effects_and_their_scatter_are_found():
    rng = np.random.default_rng(3)
    found = pooled([business(rng) for _ in range(200)]).effects
    assert [found[name][0] for name in NAMES] == pytest.approx(COMMON, abs=0.03)
    assert [found[name][1] for name in NAMES] == pytest.approx([0.1] * 4, abs=0.02)


def test_businesses_that_know_little_are_not_taken_for_alike():
    rng = np.random.default_rng(4)
    found = pooled([business(rng, noise=0.5) for _ in range(12)]).effects
    assert found["channel=a"][1] > 0.05


def test_what_fewer_than_ten_know_stays_at_home():
    rng = np.random.default_rng(5)
    some = [business(rng, names=NAMES[:1]) for _ in range(9)]
    assert pooled([*some, *(business(rng, names=NAMES[:2]) for _ in range(9))]).effects.keys() == {
        "channel=a"
    }


def test_below_ten_there_is_no_prior():
    rng = np.random.default_rng(6)
    with pytest.raises(TooFewBusinesses):
        pooled([business(rng) for _ in range(9)])


def test_what_nobody_shares_gives_an_empty_prior():
    rng = np.random.default_rng(7)
    lonely = [business(rng).model_copy(update={"names": ("text=0",) * 1}) for _ in range(10)]
    assert pooled(lonely).effects == {}
