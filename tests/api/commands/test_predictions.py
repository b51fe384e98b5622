"""`refleqt predictions`: the card in lines, few said as few, a wrong kind refused."""

import pytest

from api.commands.predictions import NoSuchOutput, lines, predictions
from domain.predictions import Bin, Score
from tools.predictions import Scorecard


def score(group: str, n: int, brier: float | None = None) -> Score:
    """A group; without a Brier score it is too small."""
    share = None if brier is None else 0.6
    return Score(group=group, n=n, brier=brier, coverage=share, promised=share, reached=share)


def test_the_card_is_told_in_lines() -> None:
    card = Scorecard(
        all=score("all", 12, 0.31), curve=[Bin(said=0.9, came=0.5, n=12)],
        outputs=[score("map", 3)], formats=[], versions=[], beliefs=[], worked=6,
        underperformed=6, unclear={"late": 2}, waiting=1, open=4, least=10,
    )  # fmt: skip
    assert lines(card) == [
        "6 worked, 6 underperformed, 2 unclear, 1 due without figures, 4 not due.",
        "all: n=12, Brier 0.310, 60% in range (60% promised).",
        "  said 90%, came true 50% (n=12)",
        "output map: n=3, not enough yet (from 10).",
    ]


def test_a_kind_that_predicts_nothing_is_refused() -> None:
    with pytest.raises(NoSuchOutput, match="vent"):
        predictions(output="vent")
