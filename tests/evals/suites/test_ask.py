"""The suite over Ask, on a small business and, slowly, on the bundled one."""

import asyncio
import subprocess
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable, Sequence
from os import defpath
from pathlib import Path
from typing import Any

import pytest

from cdt.model_says import Brain, Fail, Give, Reply, Say
from cdt.model_server import ModelServer, prompt_of, shown
from domain.access import Actor
from evals.cases import Case, Cited
from evals.pairwise import PROMPT
from evals.suites.ask import Score, judged, matched, matches, score, told, totals
from memory.ctx import open_ctx
from tests.memory.test_passages import noted

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
WORDS = "A note says it: “Plumbline dropped their starter plan to $59” [1]."
KNOWN = Case(
    id="a", business="test", kind="fact", question="What does Plumbline charge?", answerable=True,
    evidence=(Cited(kind="vent", snippet="starter plan to $59"),),
)  # fmt: skip
UNKNOWN = Case(
    id="b", business="test", kind="unanswerable", question="Who is our lawyer?", answerable=False
)
ALL = (KNOWN, UNKNOWN)


async def scored(actor: Actor) -> list[Score]:
    """The scores of both cases, with one note that answers the first."""
    async with open_ctx(actor) as ctx:
        await noted(ctx, "Plumbline dropped their starter plan to $59, they charge less.")
    return [await score(actor, case) for case in ALL]


def speaking(verdict: Reply | None) -> Brain:
    """A model that rewords every answer, and judges as told or for its own words."""

    def brain(body: dict[str, Any]) -> Reply:
        if prompt_of(body) != PROMPT:
            return Say(f"KNOWN\n{WORDS}")
        place = "first" if shown(body, "first") == WORDS else "second"
        return verdict or Give({"why": "It quotes the note [1].", "prefers": place})

    return brain


async def test_a_case_is_scored_by_evidence_and_by_not_knowing(lasting: Actor) -> None:
    scores = await scored(lasting)
    sums = totals(scores)
    assert (sums.citations, sums.invented, sums.recall, sums.unknown) == (1.0, 0, 1.0, 1.0)
    assert sums.passed
    assert "cases 2" in told(scores)
    wrong = KNOWN.model_copy(update={"evidence": (Cited(kind="vent", snippet="no such words"),)})
    assert not totals([await score(lasting, wrong)]).passed


async def test_without_a_model_nothing_is_judged_and_that_is_said(lasting: Actor) -> None:
    assert await matches(await scored(lasting)) == []
    assert "nothing was judged" in judged([])[0]


async def test_the_draft_is_held_against_the_models_words(lasting: Actor, served: Served) -> None:
    server = served(speaking(None))
    found = await matches(await scored(lasting))
    assert [(one.case.id, one.words) for one in found] == [("a", WORDS)]
    lines = judged(found, show=True)
    assert "judged 1 of 1: 0 kept the draft, 0 not judged" in lines
    assert "the model's words against the draft: 1 wins, 0 losses, 0 ties" in lines
    assert "order disagreements 0.0%" in lines
    assert any(line.startswith("position bias 0.50") for line in lines)
    assert "   the draft first: second. It quotes the note [1]." in lines
    assert "   the model first: first. It quotes the note [1]." in lines
    asked = [body for body in server.requests if prompt_of(body) == PROMPT]
    assert all("starter plan to $59" in shown(body, "evidence") for body in asked)
    assert len(asked) == 2


async def test_a_judge_of_the_first_place_is_found_out(lasting: Actor, served: Served) -> None:
    served(speaking(Give({"why": "It stands first.", "prefers": "first"})))
    lines = judged(await matches(await scored(lasting)))
    assert "the model's words against the draft: 0 wins, 0 losses, 1 ties" in lines
    assert "order disagreements 100.0%" in lines
    assert any(line.startswith("position bias 1.00") for line in lines)


async def test_a_judge_that_fails_and_words_that_fail_are_counted_apart(
    lasting: Actor, served: Served
) -> None:
    known, _ = await scored(lasting)
    served(speaking(Fail("refused")))
    unjudged = await matched(known)
    served(lambda _body: Say("KNOWN\nIt costs $7,777 [1]."))
    stood = await matched(known)
    assert unjudged
    assert stood
    lines = judged([unjudged, stood], show=True)
    assert "judged 0 of 2: 1 kept the draft, 1 not judged" in lines
    assert any("first: not judged: " in line for line in lines)
    (why,) = [line for line in lines if line.startswith("a the draft stood: ")]
    assert "7777" in why.replace(",", "")
    assert {"order disagreements none judged", "position bias none to be seen"} <= {*lines}


async def test_the_command_judges_with_the_configured_model(
    lasting: Actor, served: Served, data_dir: Path, tmp_path: Path
) -> None:
    await scored(lasting)
    server = served(speaking(None))
    cases = [one.model_copy(update={"business": str(lasting.business_id)}) for one in ALL]
    golden = tmp_path / "golden.jsonl"
    golden.write_text("".join(f"{one.model_dump_json()}\n" for one in cases))
    command = [sys.executable, "-m", "evals.suites.ask", "--data-dir", str(data_dir),
               "--golden", str(golden), "--judge"]  # fmt: skip
    model = {"REFLEQT_MODEL": "openai/scripted", "REFLEQT_MODEL_API_BASE": server.url}
    done = await asyncio.create_subprocess_exec(
        *command, env={"PATH": defpath, "REFLEQT_ENVIRONMENT": "local", **model}, stdout=PIPE
    )
    printed, _ = await done.communicate()
    assert b"the model's words against the draft: 1 wins, 0 losses, 0 ties" in printed
    assert done.returncode == 0


@pytest.mark.slow
def test_the_bundled_business_reaches_the_bars(tmp_path: Path) -> None:
    here = ["--data-dir", str(tmp_path)]
    demo = "from api.cli import main; main()"
    subprocess.run([sys.executable, "-c", demo, "demo", *here], check=True, capture_output=True)
    suite = [sys.executable, "-m", "evals.suites.ask", *here, "--judge"]
    done = subprocess.run(suite, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing was judged" in done.stdout
