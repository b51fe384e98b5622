"""`refleqt simulate`: does a part do what it promises, in worlds whose truth is known."""

import json
import os
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api.opening import AsJson

app = typer.Typer(no_args_is_help=True)
Processes = Annotated[int, typer.Option(min=0, max=64, help="0: one for each core")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same figures")]


@app.callback()
def simulate() -> None:
    """Try a part of Refleqt in simulated worlds, with 95 % intervals around every figure."""


@app.command()
def learning(
    months: Annotated[int, typer.Option(min=2, max=240)] = 24,
    businesses: Annotated[int, typer.Option(min=2, max=10_000)] = 200,
    seed: Seed = 0,
    segments: Annotated[int, typer.Option(min=1, max=50)] = 4,
    channels: Annotated[int, typer.Option(min=1, max=50)] = 5,
    angles: Annotated[int, typer.Option(min=1, max=50, help="Actions: channels x angles")] = 6,
    decisions: Annotated[int, typer.Option(min=1, max=1_000, help="A month")] = 20,
    drift: Annotated[list[int] | None, typer.Option(help="Months that drift; 8 and 16")] = None,
    noise: Annotated[float, typer.Option(min=0.0, max=5.0, help="Of one outcome")] = 0.25,
    prior: Annotated[bool, typer.Option(help="Begin with what twelve others learned")] = True,
    processes: Processes = 0,
    as_json: AsJson = False,
) -> None:
    """Does the model of a customer learn, and does it notice when its world changes?

    It is held against choosing at random, against a static best practice that knows the true means
    of the industry, and against the best recent average.

    Examples: refleqt simulate learning; refleqt simulate learning --businesses 50 --seed 7 --json
    """
    from cdt.learning_trial import Parameters, run_trial

    told = {
        "months": months, "businesses": businesses, "seed": seed, "segments": segments,
        "channels": channels, "angles": angles, "decisions": decisions, "noise": noise,
        "with_prior": prior,
    }  # fmt: skip
    if drift is not None:
        told["drifts"] = tuple(drift)
    report = run_trial(Parameters.model_validate(told), processes or cores())
    tell(report.model_dump(mode="json"), as_json=as_json)


@app.command()
def gate(
    years: Annotated[int, typer.Option(min=20, max=100_000, help="For each figure")] = 400,
    seed: Seed = 0,
    items: Annotated[int, typer.Option(min=2, max=1_000, help="Held out, a month")] = 20,
    live: Annotated[int, typer.Option(min=2, max=5_000, help="Measured, a month")] = 100,
    skill: Annotated[float, typer.Option(min=0.0, max=0.95, help="Of the version in use")] = 0.4,
    effect: Annotated[list[float] | None, typer.Option(help="In sd; .25, .5 and .8")] = None,
    processes: Processes = 0,
    as_json: AsJson = False,
) -> None:
    """Does the gate release what is better, and almost never what is not?

    It runs the product's own decision over simulated years: without an effect, with effects of
    several sizes, and with candidates that do harm.

    Examples: refleqt simulate gate; refleqt simulate gate --years 2000 --effect 0.5 --json
    """
    from evals.gate_trial import GateParameters, run_gate_trial

    told = {"years": years, "seed": seed, "items": items, "live": live, "skill": skill}
    effects = {"effects": tuple(effect)} if effect else {}
    report = run_gate_trial(GateParameters.model_validate(told | effects), processes or cores())
    tell(report.model_dump(mode="json"), as_json=as_json)


@app.command()
def matching(
    creators: Annotated[int, typer.Option(min=20, max=10_000, help="At any time")] = 500,
    briefs: Annotated[int, typer.Option(min=200, max=1_000_000)] = 20_000,
    days: Annotated[int, typer.Option(min=240, max=3_650)] = 540,
    seed: Seed = 0,
    processes: Processes = 0,
    as_json: AsJson = False,
) -> None:
    """Does matching find skill, and do newcomers get their share?

    It runs the product's own ranking among creators of a planted skill who come and go, beside an
    oracle that knows everybody's skill and a greedy ranking; some minutes for 20,000 briefs.

    Examples: refleqt simulate matching; refleqt simulate matching --creators 60 --briefs 1200
    """
    from evals.matching_trial import MatchingParameters, run_matching_trial

    told = {"creators": creators, "briefs": briefs, "days": days, "seed": seed}
    report = run_matching_trial(MatchingParameters.model_validate(told), processes or cores())
    tell(report.model_dump(mode="json"), as_json=as_json)


@app.command()
def anonymity(
    niches: Annotated[int, typer.Option(min=1, max=10)] = 10,
    each: Annotated[int, typer.Option(min=5, max=100, help="Businesses in a niche")] = 20,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Does a brief tell whose it is to somebody who knows everybody in the niche?

    Every invented business's brief is drafted, guarded and attacked as the product does it.

    Examples: refleqt simulate anonymity; refleqt simulate anonymity --niches 2 --json
    """
    from evals.anonymity_trial import AnonymityParameters, run_anonymity_trial

    report = run_anonymity_trial(AnonymityParameters(niches=niches, each=each, seed=seed))
    tell(report.model_dump(mode="json"), as_json=as_json)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def tell(found: Mapping[str, Any], *, as_json: bool) -> None:
    """The document, or a line for each figure with its interval."""
    typer.echo(json.dumps(found) if as_json else "\n".join(lines(found)))


def lines(found: Mapping[str, Any]) -> list[str]:
    """Each figure with its 95 % interval, in the order of the document."""
    intervals = found["intervals"]
    told = []
    for name, value in found.items():
        if name in {"intervals", "parameters"}:
            continue
        for label, figure in _flat(name, value):
            low, high = intervals.get(label, (None, None))
            around = "" if low is None else f" ({low:.3f} to {high:.3f})"
            shown = "not measured" if figure is None else f"{figure:.3f}"
            told.append(f"{label.replace('_', ' '):44} {shown}{around}")
    return told


def _flat(name: str, value: Any) -> list[tuple[str, Any]]:
    if not isinstance(value, Mapping):
        return [(name, value)]
    return [pair for key, one in value.items() for pair in _flat(f"{name} {key}", one)]
