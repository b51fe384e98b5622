"""`refleqt ask`: a question about the business, answered from what it told and measured."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any
from uuid import UUID

import typer

from api.commands.reading import id_of
from api.opening import AsJson, DataDir, choose, run
from core.text import printable
from domain.asking import Mode

app = typer.Typer()


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know, in any language")],
    business: Annotated[
        str | None, typer.Option(help="Id, slug or name; default: the newest")
    ] = None,
    mode: Annotated[
        Mode,
        typer.Option(help="strict: each sentence cites; creative: ideas are welcome, marked"),
    ] = "adaptive",
    thread: Annotated[str | None, typer.Option(metavar="ID", help="Go on in this chat")] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Ask anything about the business. The answer cites what it rests on, or says what is missing.

    Examples: refleqt ask "Why do customers cancel?"; refleqt ask --mode strict "What did the
    newsletter bring in March?"; refleqt ask --thread ID "And in April?"; refleqt ask "Put a webinar
    on pricing in the calendar on 3 December" (then: refleqt approve ID)
    """
    choose(data_dir)
    wanted = id_of(thread, "thread", "Give the id of a chat.") if thread else None
    found = run(lambda: _asked(question, business, mode, wanted, as_json))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        typer.echo(printable("\n".join(["", *lines(found)])))
    if found["status"] == "failed":
        raise typer.Exit(1)


async def _asked(
    question: str, business: str | None, mode: Mode, thread_id: UUID | None, quiet: bool
) -> dict[str, Any]:
    from api import asking
    from core import clock
    from tools import businesses

    place, guessed = await asking.place(business)
    if guessed:
        typer.echo(f"Asked of {place}, the newest; --business chooses another.", err=True)
    actor = await businesses.founder_of(place)
    started = clock.elapsed()
    begun = await asking.begin(actor, question, mode, thread_id)
    async for event in asking.heard(actor, begun):
        if not quiet:
            tell(event)
    found = await asking.document(actor, begun.run_id)
    return {**found, "seconds": round(clock.elapsed() - started, 3)}


def tell(event: dict[str, Any]) -> None:
    """Print what is heard of an answer: its words as they come, and words taken back."""
    if event["type"] == "TEXT_MESSAGE_CONTENT":
        sys.stdout.write(printable(event["delta"]))
        sys.stdout.flush()
    elif event["type"] == "CUSTOM" and event["name"] == "words_withdrawn":
        typer.echo(printable(f"\n[What stands above is taken back: {event['value']['why']}]\n"))
    elif event["type"] == "RUN_ERROR":
        typer.echo(printable(event["message"]))


def lines(found: dict[str, Any]) -> list[str]:
    """What an answer rests on, used, misses and proposes, for a reader."""
    told = []
    if found["citations"]:
        told += ["", "Sources:", *(_source(one) for one in _once(found["citations"]))]
    if found["tools"]:
        told += ["", "Tools used: " + ", ".join(dict.fromkeys(t["tool"] for t in found["tools"]))]
    if found["missing"]:
        told += ["", "What is missing:", *(f"  {each}" for each in found["missing"])]
    waiting = [one for one in found["proposals"] if one["status"] == "pending"]
    if waiting:
        told += ["", "Proposed, and not done until you say so:"]
        for one in waiting:
            told += [f"  {one['summary']}", f"    refleqt approve {one['id']}   (or --ignore)"]
    told += ["", f"Chat {found['thread_id']}; answered by the {found['by']}."]
    return told


def _once(citations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each label and quote once, in the order of the labels."""
    seen = {(one["label"], one["quote"]): one for one in citations}
    return [seen[key] for key in sorted(seen)]


def _source(one: dict[str, Any]) -> str:
    day = f", {one['at']}" if one["at"] else ""
    quote = f": “{one['quote']}”" if one["quote"] else ""
    return f"  [{one['label']}] {one['kind']}{day}{quote} ({one['id']})"
