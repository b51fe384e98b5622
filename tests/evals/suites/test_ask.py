"""The suite over Ask, on a small business and, slowly, on the bundled one."""

import subprocess
import sys
from pathlib import Path

import pytest

from domain.access import Actor
from evals.cases import Case, Cited
from evals.suites.ask import score, told, totals
from memory.ctx import open_ctx
from tests.memory.test_passages import noted

KNOWN = Case(
    id="a", business="test", kind="fact", question="What does Plumbline charge?", answerable=True,
    evidence=(Cited(kind="vent", snippet="starter plan to $59"),),
)  # fmt: skip
UNKNOWN = Case(
    id="b", business="test", kind="unanswerable", question="Who is our lawyer?", answerable=False
)


async def test_a_case_is_scored_by_evidence_and_by_not_knowing(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await noted(ctx, "Plumbline dropped their starter plan to $59, they charge less.")
    scores = [await score(lasting, case) for case in (KNOWN, UNKNOWN)]
    sums = totals(scores)
    assert (sums.citations, sums.invented, sums.recall, sums.unknown) == (1.0, 0, 1.0, 1.0)
    assert sums.passed
    assert "cases 2" in told(scores)
    wrong = KNOWN.model_copy(update={"evidence": (Cited(kind="vent", snippet="no such words"),)})
    assert not totals([await score(lasting, wrong)]).passed


@pytest.mark.slow
def test_the_bundled_business_reaches_the_bars(tmp_path: Path) -> None:
    here = ["--data-dir", str(tmp_path)]
    demo = "from api.cli import app; app()"
    subprocess.run([sys.executable, "-c", demo, "demo", *here], check=True, capture_output=True)
    suite = [sys.executable, "-m", "evals.suites.ask", *here]
    done = subprocess.run(suite, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
