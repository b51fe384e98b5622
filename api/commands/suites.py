"""`refleqt evals run`: the metrics over golden outputs, as a table."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from api.opening import AsJson, Business, DataDir, choose, run
from core.text import printable
from domain.pairwise import Comparison
from tools import businesses


def run_suite(
    judge: Annotated[
        bool, typer.Option("--judge", help="Also ask the configured model; costs money")
    ] = False,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Run the metrics over golden outputs, good and bad; exit 1 where one is judged wrongly.

    Needs no model, no store and no login. With --judge the configured model says of each bad output
    whether it prefers the good one, in both orders.

    Examples: refleqt evals run; refleqt evals run --json; refleqt evals run --judge
    """
    from evals.suites import outputs

    golden = outputs.outputs()
    found, verdicts = outputs.run(golden), []
    if judge:
        choose(data_dir)

        async def work() -> list[Comparison]:
            actor = await businesses.founder_of(await businesses.known(business))
            return await outputs.preferred(actor, golden)

        verdicts = run(work)
    told = {
        "metrics": [asdict(row) for row in outputs.table(found)],
        "outputs": [
            {"id": one.output.id, "right": one.right, "failed": sorted(one.failed),
             "scores": [asdict(each) for each in one.scores]}
            for one in found
        ],
        "verdicts": [one.model_dump(mode="json") for one in verdicts],
    }  # fmt: skip
    shown = json.dumps(told) if as_json else printable("\n".join(outputs.lines(found, verdicts)))
    typer.echo(shown)
    if not all(one.right for one in found):
        raise typer.Exit(1)
