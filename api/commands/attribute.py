"""`refleqt attribute`: share out the money of journeys by attribution models."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from core.errors import BadInput
from core.text import printable
from domain.attribution import HALF_LIFE_HOURS, MODELS, Terms, credit, disagreement, shares, totals
from domain.credit_channels import markov, shapley
from domain.journey_file import Reading, Refusal, read_cases, read_journeys

app = typer.Typer(add_completion=False)
CHANNEL_MODELS = {"markov": markov, "shapley": shapley}
SHOWN = 5
Model = Literal[
    "first",
    "last",
    "linear",
    "time_decay",
    "position",
    "last_non_direct",
    "markov",
    "shapley",
    "all",
]


class FileNotUsable(BadInput):
    """This file cannot be used."""


@app.command()
def attribute(
    file: Annotated[str, typer.Argument(help="CSV or JSON of journeys; - reads standard input")],
    model: Annotated[Model, typer.Option(help="Attribution model")] = "all",
    half_life_hours: Annotated[float, typer.Option(help="Of time decay")] = HALF_LIFE_HOURS,
    lookback_days: Annotated[float | None, typer.Option(help="Older touches earn nothing")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout")] = False,
) -> None:
    """Share out the money of journeys by attribution models.

    Example: refleqt attribute journeys.csv --model all --json
    """
    terms = Terms(half_life_hours, None if lookback_days is None else lookback_days * 24)
    reading = read_file(file)
    if reading.refused:
        raise refusal(file, reading.refused)
    chosen = [*MODELS, *CHANNEL_MODELS] if model == "all" else [model]
    account = attributed(reading, chosen, terms)
    if as_json:
        typer.echo(json.dumps(account, ensure_ascii=False))
    else:
        _show(account, len(reading.journeys))


def attributed(reading: Reading, models: list[str], terms: Terms) -> dict[str, Any]:
    """The contract's document: shares by journey, cents by channel, disagreement, unmatched."""
    by_touch = [model for model in models if model in MODELS]
    cents = {}
    for model in models:
        if model in MODELS:
            cents[model] = totals(c for one in reading.journeys for c in credit(one, model, terms))
        else:
            cents[model] = CHANNEL_MODELS[model](reading.journeys, terms)
    return {
        "journeys": {
            one.id: {model: shares(one, model, terms) for model in by_touch}
            for one in reading.journeys
        },
        "totals_cents": cents,
        "disagreement": disagreement(reading.journeys, by_touch, terms),
        "unmatched": reading.unmatched,
    }


def read_file(file: str) -> Reading:
    """Journeys of a CSV or JSON file, told apart by their first character."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as wrong:
        raise FileNotUsable(f"{file}: {wrong.strerror}.", remedy="Check the path.") from wrong
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise FileNotUsable(
            f"{file}, line {line}: not UTF-8.", remedy="Save it as UTF-8."
        ) from wrong
    if text.lstrip().startswith(("{", "[")):
        return read_cases(text)
    return read_journeys(text.splitlines(keepends=True))


def refusal(file: str, refused: list[Refusal]) -> FileNotUsable:
    """The error that names file, line, field, value and remedy of the first refusals."""
    lines = [
        f"{file}, line {one.line}, field {one.field}, value {one.value!r}: {one.remedy}"
        for one in refused[:SHOWN]
    ]
    more = [f"and {len(refused) - SHOWN} more."] if len(refused) > SHOWN else []
    return FileNotUsable("\n  ".join(["", *lines, *more]))


def _show(account: dict[str, Any], journeys: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    channels = list(dict.fromkeys(c for of in account["totals_cents"].values() for c in of))
    headers = (model.replace("_", " ") for model in account["totals_cents"])
    table = Table("channel", *headers, title="Credit in cents", box=None)
    for channel in channels:
        of = (f"{cents.get(channel, 0):,}" for cents in account["totals_cents"].values())
        table.add_row(Text(printable(channel)), *of)
    console = Console()
    console.print(table)
    noun = "journey" if journeys == 1 else "journeys"
    console.print(f"{journeys} {noun}, {account['unmatched']} touches without an artifact.")
    if len(account["totals_cents"]) > 1:
        console.print(f"The models differ by {account['disagreement']:.2f} (0 agree, 1 opposite).")
