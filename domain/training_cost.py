"""What a training will take and cost, what it took, and how far off the estimate was."""

from collections.abc import Sequence
from statistics import median

from pydantic import BaseModel, ConfigDict, Field

MICROS = 1_000_000
LOOK_BACK = 3
"""So many of the last trainings say how long a row and a step take."""


class Rates(BaseModel):
    """Seconds for a row of the preference model and for a step of an adapter, dollars an hour.

    `measured` is on how many trainings the seconds rest; 0: they are what the settings state.
    """

    model_config = ConfigDict(frozen=True)

    seconds_per_row: float = Field(ge=0)
    seconds_per_step: float = Field(ge=0)
    usd_per_hour: float = Field(ge=0)
    measured: int = 0


class Forecast(BaseModel):
    """What a training is expected to take; `steps` is 0 where no adapter is trained."""

    model_config = ConfigDict(frozen=True)

    rows: int
    steps: int
    seconds: float
    usd_micros: int
    measured: int


class Bill(BaseModel):
    """What a training took beside what was expected; `error_percent` of the seconds, + is longer.

    `usd_micros` is by the rate of the machine, in millionths of a dollar.
    """

    model_config = ConfigDict(frozen=True)

    expected: Forecast
    row_seconds: float
    step_seconds: float
    usd_micros: int
    error_percent: float | None

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.row_seconds + self.step_seconds


def learned(done: Sequence[Bill], stated: Rates) -> Rates:
    """The stated rates with seconds as the last trainings took them, oldest of `done` first."""
    rows = [one.row_seconds / one.expected.rows for one in done if one.expected.rows][-LOOK_BACK:]
    steps = [
        one.step_seconds / one.expected.steps
        for one in done
        if one.expected.steps and one.step_seconds
    ][-LOOK_BACK:]
    return Rates(
        seconds_per_row=median(rows) if rows else stated.seconds_per_row,
        seconds_per_step=median(steps) if steps else stated.seconds_per_step,
        usd_per_hour=stated.usd_per_hour, measured=len(rows),
    )  # fmt: skip


def forecast(rows: int, steps: int, rates: Rates) -> Forecast:
    """What so many rows and steps take."""
    seconds = rows * rates.seconds_per_row + steps * rates.seconds_per_step
    return Forecast(
        rows=rows, steps=steps, seconds=round(seconds, 3),
        usd_micros=charged(seconds, rates.usd_per_hour), measured=rates.measured,
    )  # fmt: skip


def billed(
    expected: Forecast, row_seconds: float, step_seconds: float, usd_per_hour: float
) -> Bill:
    """What was taken, and the error of the estimate in per cent, if anything was expected."""
    row_seconds, step_seconds = round(row_seconds, 3), round(step_seconds, 3)
    took = row_seconds + step_seconds
    off = 100 * (took - expected.seconds) / expected.seconds if expected.seconds else None
    return Bill(
        expected=expected, row_seconds=row_seconds, step_seconds=step_seconds,
        usd_micros=charged(took, usd_per_hour),
        error_percent=None if off is None else round(off, 1),
    )  # fmt: skip


def charged(seconds: float, usd_per_hour: float) -> int:
    """Millionths of a dollar for a machine that costs so much an hour."""
    return round(seconds / 3600 * usd_per_hour * MICROS)
