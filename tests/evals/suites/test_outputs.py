"""The metrics tell golden outputs apart: each bad one is caught, and no good one is."""

from collections.abc import Callable, Sequence

import pytest

from cdt.calls import NoModelConfigured
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer, shown
from domain.access import Actor
from evals.suites.outputs import Output, lines, outputs, preferred, run, table

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
GOLDEN = outputs()
METRICS = {
    "map": {"validity", "groundedness", "rubric", "diversity"},
    "brief": {"validity", "groundedness", "rubric", "anonymity"},
    "answer": {"validity", "groundedness"},
    "suggestion": {"validity", "groundedness", "diversity"},
    "words": {"groundedness", "anonymity", "voice"},
}


@pytest.mark.parametrize("output", GOLDEN, ids=[one.id for one in GOLDEN])
def test_an_output_fails_what_its_line_names_and_nothing_else(output: Output) -> None:
    [found] = run([output])
    assert found.failed == frozenset(output.fails), found.scores
    assert {one.metric for one in found.scores} == METRICS[output.kind]


def test_every_metric_meets_good_and_bad_of_every_kind() -> None:
    assert len({one.id for one in GOLDEN}) == len(GOLDEN)
    rows = table(run(GOLDEN))
    assert {kind: {row.metric for row in rows if row.kind == kind} for kind in METRICS} == METRICS
    assert all(row.good and row.bad for row in rows)
    assert all((row.passed, row.caught) == (row.good, row.bad) for row in rows)


def test_an_output_that_is_judged_wrongly_is_named() -> None:
    wrong = GOLDEN[0].model_copy(update={"fails": ("groundedness",)})
    told = lines(run([wrong]))
    assert f"{wrong.id}: fails none; its line says ('groundedness',)" in told
    assert told[-1].startswith("0 of 1 ")


async def test_a_judge_says_of_bad_outputs_what_it_prefers(lasting: Actor, served: Served) -> None:
    def honest(body: dict[str, object]) -> Reply:
        place = "first" if "300" not in shown(body, "first") else "second"
        return Give({"why": "It invents nothing.", "prefers": place})

    with pytest.raises(NoModelConfigured):
        await preferred(lasting, GOLDEN)
    served(honest)
    bad = [one for one in GOLDEN if one.id == "map-invented-figure"]
    [found] = await preferred(lasting, [*bad, GOLDEN[0]])
    assert (found.winner, found.agrees) == ("other", True)
    assert "prefers the good one 1 times" in "\n".join(lines(run(bad), [found]))
