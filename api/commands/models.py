"""`refleqt models`: which models a business asks, with whose key, up to what a day; the switch."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import BadInput
from memory.ctx import Ctx, open_ctx
from tools import businesses
from tools.base import Nothing
from tools.models import (
    DayLimits,
    ModelLine,
    ModelList,
    OneModel,
    Rank,
    Today,
    list_models,
    pause_models,
    remove_model,
    resume_models,
    set_limits,
    set_model,
)

app = typer.Typer(no_args_is_help=True)
Place = Annotated[int, typer.Argument(min=1, max=9, help="1 is asked first")]


class KeyUnread(BadInput):
    """The key cannot be read."""


@app.callback()
def models() -> None:
    """The models that a business asks: list, add, remove, limit, pause, resume."""


@app.command("list")
def shown(business: Business = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show which models are asked, in which order, and what is left of today.

    Examples: refleqt models list; refleqt models list --business gaugewren --json
    """
    _do(lambda ctx: list_models(ctx, Nothing()), business, data_dir, as_json)


@app.command()
def add(
    model: Annotated[str, typer.Argument(help="vendor/model; openai/NAME for a server of yours")],
    rank: Annotated[int, typer.Option(min=1, max=9, help="1 is asked first")] = 1,
    api_base: Annotated[str, typer.Option(help="Address of an OpenAI-compatible server")] = "",
    key_file: Annotated[str, typer.Option(help="File with the key; - reads standard input")] = "",
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Add a model of the business's own; its key is sealed and never shown again.

    Examples: refleqt models add openai/gpt-5-mini --key-file key.txt;
    refleqt models add openai/qwen3 --api-base http://127.0.0.1:11434/v1 --json
    """
    try:
        given = {"model": model, "rank": rank, "api_base": api_base, "api_key": _key(key_file)}
        ask = OneModel.model_validate(given)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        field = str(first["loc"][0])
        raise BadInput(f"field={field}: {first['msg']}.", field=field) from None
    _do(lambda ctx: set_model(ctx, ask), business, data_dir, as_json)


@app.command()
def remove(
    rank: Place, business: Business = None, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Forget the model of a rank, with its key.

    Example: refleqt models remove 1
    """
    _do(lambda ctx: remove_model(ctx, Rank(rank=rank)), business, data_dir, as_json)


@app.command()
def limit(
    usd: Annotated[float | None, typer.Option(min=0, max=100_000, help="Dollars a day")] = None,
    tokens: Annotated[int | None, typer.Option(min=0, help="Tokens a day")] = None,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Set what models may take a day (UTC), within what the deployment allows.

    Examples: refleqt models limit --usd 2.50; refleqt models limit --tokens 200000 --json
    """
    changes: dict[str, int] = {}
    if usd is not None:
        changes["usd_cents_per_day"] = round(usd * 100)
    if tokens is not None:
        changes["tokens_per_day"] = tokens
    ask = DayLimits.model_validate(changes)
    _do(lambda ctx: set_limits(ctx, ask), business, data_dir, as_json)


@app.command()
def pause(business: Business = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Ask no model any more; all goes on with drafts by code.

    Example: refleqt models pause
    """
    _do(lambda ctx: pause_models(ctx, Nothing()), business, data_dir, as_json)


@app.command()
def resume(business: Business = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Ask models again.

    Example: refleqt models resume
    """
    _do(lambda ctx: resume_models(ctx, Nothing()), business, data_dir, as_json)


def as_founder(
    work: Callable[[Ctx], Awaitable[Any]], business: str | None, *, read_only: bool = False
) -> Callable[[], Awaitable[Any]]:
    """`work` in a transaction of the founder of the business that is meant."""

    async def main() -> Any:
        known = await businesses.known(business)
        founder = await businesses.founder_of(known)
        async with open_ctx(founder, read_only=read_only) as ctx:
            return await work(ctx)

    return main


def lines(found: ModelList) -> list[str]:
    """The list for a reader."""
    told = [_line(place, one) for place, one in enumerate(found.items, 1)]
    told = told or ["No model is configured: everything is drafted by code."]
    if found.paused:
        told.append("Paused: none of them is asked. refleqt models resume asks them again.")
    return [*told, today_line(found.today)]


def today_line(today: Today) -> str:
    """What is left of today, in one sentence."""
    return (
        f"Today ({today.day}, UTC): {today.tokens:,} of {today.tokens_per_day:,} tokens and "
        f"${today.usd_micros / 1e6:.2f} of ${today.usd_micros_per_day / 1e6:.2f} used."
    )


def _line(place: int, one: ModelLine) -> str:
    about = [f"rank {one.rank}" if one.rank else one.source]
    about += [f"at {one.api_base}"] * bool(one.api_base)
    about += ["no key"] * (not one.keyed)
    about += ["not asked: its address is not listed any more"] * (not one.allowed)
    about += ["left alone after failures"] * one.resting
    about += [f"last call: {one.last}"] * bool(one.last)
    return f"{place}. {one.model} ({', '.join(about)})"


def _do(
    work: Callable[[Ctx], Awaitable[ModelList]],
    business: str | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    choose(data_dir)
    found = run(as_founder(work, business))
    typer.echo(found.model_dump_json() if as_json else "\n".join(lines(found)))


def _key(name: str) -> str:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8") if name else ""
    except (OSError, UnicodeDecodeError) as wrong:
        raise KeyUnread(
            f"file={name}: {type(wrong).__name__}.", remedy="Give a text file with the key alone."
        ) from None
    return text.strip()
