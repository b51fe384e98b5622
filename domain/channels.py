"""The input channels: first job, training weight, recency window (seed 001 §2, §4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.work import ExtractContext, Work


@dataclass(frozen=True)
class InputChannel:
    """How one kind of input is treated.

    `weight` is its share in training before the ratio control; `window_days` how far back training
    looks (None = all time, decayed); `reliability` how much one piece of it moves a belief.
    """

    kind: str
    read: bool
    weight: float
    window_days: int | None
    reliability: float


CHANNELS = {
    channel.kind: channel
    for channel in (
        InputChannel("answer", read=True, weight=1.0, window_days=None, reliability=0.5),
        InputChannel("activity", read=True, weight=2.0, window_days=92, reliability=1.0),
        InputChannel("vent", read=True, weight=1.5, window_days=None, reliability=0.3),
        InputChannel("file", read=True, weight=0.0, window_days=None, reliability=0.0),
        InputChannel("market_signal", read=True, weight=0.0, window_days=None, reliability=0.0),
        InputChannel("entry", read=False, weight=1.0, window_days=None, reliability=1.0),
        InputChannel("performance", read=False, weight=2.0, window_days=183, reliability=4.0),
        InputChannel("reading", read=False, weight=1.0, window_days=62, reliability=1.0),
        InputChannel("belief", read=False, weight=2.0, window_days=None, reliability=1.0),
    )
}


def first_job(kind: str, source_id: UUID) -> Sequence[Work]:
    """What happens first to a kept input: words are read, figures are not."""
    if CHANNELS[kind].read:
        return [ExtractContext(source_kind=kind, source_ids=(source_id,))]
    return ()
