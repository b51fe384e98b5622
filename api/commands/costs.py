"""`refleqt costs`: what models cost, by day, prompt and model, and what is left of today."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.models import as_founder, today_line
from api.opening import AsJson, Business, DataDir, choose, run
from tools.models import CostLine, Costs, Days, read_costs

app = typer.Typer()


@app.command()
def costs(
    business: Business = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="How many days back")] = 30,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show what models cost: calls, tokens, money, the error of the estimates, and the limits.

    Examples: refleqt costs; refleqt costs --business gaugewren --days 7 --json
    """
    choose(data_dir)
    work = as_founder(lambda ctx: read_costs(ctx, Days(days=days)), business, read_only=True)
    found: Costs = run(work)
    typer.echo(found.model_dump_json() if as_json else "\n".join(lines(found)))


def lines(found: Costs) -> list[str]:
    """The costs for a reader."""
    told = [line for one in found.items for line in _told(one)] or ["No model was asked."]
    if found.items:
        told.append(f"Together: {found.tokens:,} tokens, ${found.usd_micros / 1e6:.4f}.")
    if found.paused:
        told.append("Paused: no model is asked. refleqt models resume asks them again.")
    return [*told, today_line(found.today)]


def _told(one: CostLine) -> list[str]:
    adapter = "" if one.adapter == "none" else f" with {one.adapter}"
    head = f"{one.day} {one.prompt_id} by {one.model}{adapter}"
    money = f"${one.usd_micros / 1e6:.4f}"
    if one.unpriced:
        money += f" ({one.unpriced} calls without a known price)"
    counts = (
        f"  {one.calls} calls, {one.answered} answered: {one.tokens_in:,} tokens in, "
        f"{one.tokens_out:,} out, {money}"
    )
    notes = []
    if one.estimate_error_percent is not None:
        notes.append(f"estimates {one.estimate_error_percent:+.0f} % of what was counted")
    if one.unsettled:
        notes.append(f"{one.unsettled} calls never settled, their estimates stand")
    if one.refused:
        notes.append(f"{one.refused} refused for want of budget")
    return [head, counts, *(["  " + "; ".join(notes)] if notes else [])]
