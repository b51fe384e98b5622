"""The simulated worlds of the learning trial: an industry, a business in it, and its drifts."""

from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict, Field


class Parameters(BaseModel):
    """The world: all may be changed. `own_sd` / `industry_sd` are in outcome units."""

    model_config = ConfigDict(frozen=True)

    months: int = Field(default=24, ge=2)
    businesses: int = Field(default=200, ge=2)
    seed: int = 0
    segments: int = Field(default=4, ge=1)
    channels: int = Field(default=5, ge=1)
    angles: int = Field(default=6, ge=1)
    decisions: int = Field(default=20, ge=1)
    drifts: tuple[int, ...] = (8, 16)
    noise: float = 0.25
    industry_sd: float = 0.08
    own_sd: float = 0.1
    misfit_sd: float = 0.03
    with_prior: bool = True


@dataclass(frozen=True)
class World:
    """Effects of one market: segment (s), channel (c), cell (s, a) and action (s, c, a)."""

    segment: np.ndarray
    channel: np.ndarray
    cell: np.ndarray
    action: np.ndarray

    def means(self) -> np.ndarray:
        """(segments, channels, angles) expected outcomes before they are cut."""
        return (
            self.segment[:, None, None]
            + self.channel[None, :, None]
            + self.cell[:, None, :]
            + self.action
        )


def market(p: Parameters, rng: np.random.Generator, sd: float, misfit: float) -> World:
    """Effects drawn anew: `sd` of channels and cells (segments half), `misfit` of actions."""
    return World(
        segment=rng.normal(0, sd / 2, p.segments),
        channel=rng.normal(0, sd, p.channels),
        cell=rng.normal(0, sd, (p.segments, p.angles)),
        action=rng.normal(0, misfit, (p.segments, p.channels, p.angles)),
    )


def joined(one: World, other: World) -> World:
    """An industry's effects and a business's own, around an outcome of .4."""
    return World(
        segment=0.4 + one.segment + other.segment,
        channel=one.channel + other.channel,
        cell=one.cell + other.cell,
        action=one.action + other.action,
    )


def drifted(p: Parameters, own: World, rng: np.random.Generator) -> World:
    """Half of the business's own effects, drawn anew."""
    new = market(p, rng, p.own_sd, p.misfit_sd)

    def half(old: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        return np.where(rng.random(old.shape) < 0.5, drawn, old)

    return World(
        segment=own.segment,
        channel=half(own.channel, new.channel),
        cell=half(own.cell, new.cell),
        action=half(own.action, new.action),
    )
