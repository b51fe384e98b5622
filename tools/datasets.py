"""The card of a data set: what a model is trained on, in which shares, what stays out and why."""

from typing import Any

from cdt.dataset import gather, summary
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool


class SourceLine(Answer):
    """A source as it enters: its weight, its window (`months` or `cycles` of pulls; none is all of
    it), its half-life in days, how many pairs and which share of the weight; what stayed out, by
    reason. Weight and pairs are none where they were not kept."""

    source: str
    weight: float | None
    months: int | None
    cycles: int | None
    half_life_days: float | None
    pairs: int | None
    share: float
    left_out: dict[str, int]


class DataCard(Answer):
    """A data set: `trained_on` and `held_out` count measured artifacts, `hidden` the pieces from
    which a name, a secret or an address was taken; no source has more than `cap` of the weight
    where there are enough of them. `unsound` says why nothing may be trained on it.

    `version` and `month` are none for what would be trained on today.
    """

    version: int | None
    month: str | None
    pairs: int
    trained_on: int
    held_out: int
    cap: float | None
    hidden: int
    unsound: list[str]
    left_out: dict[str, int]
    sources: list[SourceLine]
    data_hash: str


@tool("beliefs:read")
async def preview_data(ctx: Ctx, ask: Nothing) -> DataCard:
    """The card of what a model would be trained on today."""
    month = await gather(ctx)
    return card_of(None, None, summary(month), month.dataset.manifest)


def card_of(
    version: int | None, month: str | None, made: dict[str, Any], data_hash: str
) -> DataCard:
    """The card of a kept summary; one that was kept before sources were has its shares alone."""
    known = made.get("sources")
    if known is None:
        known = [
            {"source": name, "share": share, "weight": None, "months": None, "cycles": None,
             "half_life_days": None, "pairs": None, "left_out": {}}
            for name, share in made.get("shares", {}).items()
        ]  # fmt: skip
    return DataCard(
        version=version, month=month, pairs=made.get("pairs", 0),
        trained_on=made.get("trained_on", 0), held_out=made.get("held_out", 0),
        cap=made.get("cap"), hidden=made.get("hidden", 0), unsound=made.get("unsound", []),
        left_out=made.get("left_out", {}), sources=[SourceLine(**one) for one in known],
        data_hash=data_hash,
    )  # fmt: skip
