"""`refleqt predictions`: how what was predicted before launch came out."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.models import as_founder
from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import BadInput
from core.text import printable
from domain.predictions import Score
from memory.ctx import Ctx
from tools.predictions import OUTPUTS, Narrowed, Scorecard, score_card

app = typer.Typer()


class NoSuchOutput(BadInput):
    """Nothing of this kind predicts."""


@app.command()
def predictions(
    output: Annotated[str, typer.Option(metavar="KIND", help="map, suggestion or brief")] = "",
    version: Annotated[
        int | None, typer.Option(help="Of one version; 0 is before the first")
    ] = None,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """The scorecard: Brier score, coverage and calibration, shown when they are bad too.

    Examples: refleqt predictions; refleqt predictions --output brief --json
    """
    if output and output not in OUTPUTS.values():
        raise NoSuchOutput(
            f"--output {output}.", field="output", value=output,
            remedy="Name map, suggestion or brief.",
        )  # fmt: skip
    choose(data_dir)
    ask = Narrowed.model_validate({"output": output or None, "version": version})

    async def work(ctx: Ctx) -> Scorecard:
        return await score_card(ctx, ask)

    card = run(as_founder(work, business, read_only=True))
    told = card.model_dump_json() if as_json else printable("\n".join(lines(card)))
    typer.echo(told)


def lines(card: Scorecard) -> list[str]:
    """The card for a reader."""
    told = [
        f"{card.worked} worked, {card.underperformed} underperformed, "
        f"{sum(card.unclear.values())} unclear, {card.waiting} due without figures, "
        f"{card.open} not due.",
        _line(card.all, card.least),
    ]
    told += [f"  said {one.said:.0%}, came true {one.came:.0%} (n={one.n})" for one in card.curve]
    for title, groups in (
        ("output", card.outputs), ("version", card.versions), ("piece", card.formats),
    ):  # fmt: skip
        told += [f"{title} {_line(one, card.least)}" for one in groups]
    return told


def _line(one: Score, least: int) -> str:
    if one.brier is None or one.coverage is None or one.promised is None:
        return f"{one.group}: n={one.n}, not enough yet (from {least})."
    return (
        f"{one.group}: n={one.n}, Brier {one.brier:.3f}, {one.coverage:.0%} in range "
        f"({one.promised:.0%} promised)."
    )
