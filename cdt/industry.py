"""What an industry's businesses have in common: a prior for the next one, by empirical Bayes.

Each business's posterior, less the prior that it began with, is what its own rows said. Businesses
are taken as draws around common effects; how far they scatter is estimated for each kind of effect
(channel, cell ...) from all of them. So a rare effect leans on what its kind does, and a newcomer
starts with the common effects and as much doubt as businesses really differ.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from core.errors import BadInput

FEWEST = 10
ROUNDS = 40
COMMON_SD = 0.08
OWN_SD = 0.08
PRIOR_EFFECTS = 4.0
"""Standard deviations before anything is known, each worth so many effects."""
SHARED = frozenset({"intercept", "segment", "channel", "cell"})
JITTER = 1e-9


class IndustryPrior(BaseModel):
    """Common effects of other businesses: feature name to (mean, standard deviation).

    Only ever built from at least ten businesses that opted in (`pooled`).
    """

    model_config = ConfigDict(frozen=True)

    effects: Mapping[str, tuple[float, float]]
    businesses: int


class Posterior(BaseModel):
    """One business's effects: names, mean, covariance, and the prior (mean, sd) of each."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    names: tuple[str, ...]
    mean: np.ndarray
    covariance: np.ndarray
    prior: np.ndarray


class TooFewBusinesses(BadInput):
    """An industry prior needs at least ten businesses that opted in."""


def pooled(posteriors: Sequence[Posterior]) -> IndustryPrior:
    """The prior that these businesses give the next one; raises `TooFewBusinesses` below ten.

    A feature is shared only if ten businesses know it. Text and timing stay at home.
    """
    if len(posteriors) < FEWEST:
        raise TooFewBusinesses(
            f"{len(posteriors)} were given.", remedy="Use no prior.", value=len(posteriors)
        )
    count: dict[str, int] = {}
    for one in posteriors:
        for name in one.names:
            count[name] = count.get(name, 0) + (_kind(name) in SHARED)
    names = sorted(name for name, known in count.items() if known >= FEWEST)
    if not names:
        return IndustryPrior(effects={}, businesses=len(posteriors))
    mean, sd = _common(names, [_said(one, names) for one in posteriors])
    pairs = zip(names, mean.tolist(), sd.tolist(), strict=True)
    return IndustryPrior(
        effects={name: (middle, spread) for name, middle, spread in pairs},
        businesses=len(posteriors),
    )


def _kind(name: str) -> str:
    return name.partition("=")[0]


def _said(one: Posterior, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """What a business's own rows say of `names`: information matrix and vector."""
    place = {name: index for index, name in enumerate(one.names)}
    inside = [index for index, name in enumerate(names) if name in place]
    own = [place[names[index]] for index in inside]
    before = 1 / one.prior[own, 1] ** 2
    precision = np.linalg.inv(one.covariance[np.ix_(own, own)] + JITTER * np.eye(len(own)))
    information = np.zeros((len(names), len(names)))
    information[np.ix_(inside, inside)] = precision - np.diag(before)
    vector = np.zeros(len(names))
    vector[inside] = precision @ one.mean[own] - before * one.prior[own, 0]
    return information, vector


def _common(
    names: Sequence[str], said: Sequence[tuple[np.ndarray, np.ndarray]]
) -> tuple[np.ndarray, np.ndarray]:
    """(mean, sd) of each effect of a new business, by expectation-maximisation."""
    kinds, place = np.unique([_kind(name) for name in names], return_inverse=True)
    information = np.array([matrix for matrix, _ in said])
    vectors = np.array([vector for _, vector in said])
    centre = np.array([0.5 * (name == "intercept") for name in names])
    wide = np.array([name == "intercept" for name in names])
    own, common = np.full(len(kinds), OWN_SD), np.full(len(kinds), COMMON_SD)
    mean, doubt = centre.copy(), np.zeros(len(names))
    for _ in range(ROUNDS):
        variance, above = own[place] ** 2, np.where(wide, 0.25, common[place] ** 2)
        covariances = np.linalg.inv(information + np.diag(1 / variance))
        means = np.einsum("bij,bj->bi", covariances, vectors + mean / variance)
        precision = len(said) / variance + 1 / above
        mean = (means.sum(axis=0) / variance + centre / above) / precision
        doubt = 1 / precision
        apart = ((means - mean) ** 2 + np.einsum("bii->bi", covariances)).sum(axis=0)
        off = (mean - centre) ** 2 + doubt
        for kind in range(len(kinds)):
            members = place == kind
            size = members.sum()
            worth = PRIOR_EFFECTS * OWN_SD**2
            own[kind] = ((apart[members].sum() + worth) / (size * len(said) + PRIOR_EFFECTS)) ** 0.5
            worth = PRIOR_EFFECTS * COMMON_SD**2
            common[kind] = ((off[members].sum() + worth) / (size + PRIOR_EFFECTS)) ** 0.5
    return mean, np.sqrt(own[place] ** 2 + doubt)
