"""`refleqt costs` says what models cost, what is a guess, and what is left."""

from datetime import date
from pathlib import Path

import pytest

from api.commands.costs import lines
from domain.access import Actor
from tests.api.commands.running import refleqt
from tests.api.commands.test_models import TODAY
from tools.models import CostLine, Costs

LINE = CostLine(
    day=date(2026, 11, 1), prompt_id="mapping/draft_map", model="openai/a", adapter="none", calls=4,
    answered=2, refused=1, tokens_in=1200, tokens_out=300, tokens=1600, usd_micros=2100,
    unpriced=1, unsettled=1, estimate_error_percent=25.0,
)  # fmt: skip


def test_a_line_names_calls_money_and_what_is_not_known() -> None:
    costs = Costs(items=[LINE], usd_micros=2100, tokens=1600, paused=False, today=TODAY)
    told = "\n".join(lines(costs))
    assert "2026-11-01 mapping/draft_map by openai/a" in told
    assert "4 calls, 2 answered: 1,200 tokens in, 300 out, $0.0021" in told
    for note in ("1 calls without a known price", "+25 %", "estimates stand", "want of budget"):
        assert note in told


def test_nothing_asked_is_said_so() -> None:
    costs = Costs(items=[], usd_micros=0, tokens=0, paused=True, today=TODAY)
    assert lines(costs)[0] == "No model was asked."
    assert "Paused" in lines(costs)[1]


@pytest.mark.slow
async def test_it_prints_one_document(data_dir: Path, lasting: Actor) -> None:
    where = ("--business", str(lasting.business_id), "--data-dir", str(data_dir))
    found = refleqt("costs", "--days", "7", "--json", *where).document
    assert (found["items"], found["today"]["tokens"]) == ([], 0)
