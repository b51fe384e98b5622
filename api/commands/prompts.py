"""`refleqt prompts`: our words to models: which there are, how they changed, what a model gets."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic_core import to_jsonable_python

from api.commands.reading import WrongField, parse, read_text
from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import BadInput
from core.text import printable
from prompts import library
from prompts.library import Prompt
from tools import businesses
from tools.prompts import PromptText, kept, kept_as

app = typer.Typer(add_completion=False, no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="<area>/<verb>, as `list` shows it")]
Challenger = Annotated[
    bool, typer.Option("--challenger", help="The wording that stands beside the present one")
]


ADOPT = (
    "Nothing was changed. To adopt the challenger, put its words into the prompt's file and run "
    "refleqt dev lock-prompts."
)


class TooManyVersions(BadInput):
    """Two versions can be compared."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what it is called, and its lines."""

    version: int
    hash: str
    lines: list[str]


@app.callback()
def prompts() -> None:
    """Our words to models: list them, compare their versions, render one."""


@app.command("list")
def list_prompts(as_json: AsJson = False) -> None:
    """List the prompts with version, hash, inputs, type of answer and why this version.

    Examples: refleqt prompts list; refleqt prompts list --json
    """
    rows = [_row(library.load(name), name, champion=True) for name in library.names()]
    rows += [
        _row(library.load(name, challenger=True), name, champion=False)
        for name in library.challengers()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        role = "" if row["champion"] else " (challenger)"
        typer.echo(f"{row['id']}{role}  v{row['version']}  {row['hash'][:12]}")
        typer.echo(f"  takes {', '.join(row['inputs'])}; answers {row['answer']}")
        typer.echo(f"  {row['since']}")


@app.command()
def diff(
    prompt_id: Id,
    version: Annotated[
        list[str] | None,
        typer.Option(help="Number or hash of a version that was used; twice compares two"),
    ] = None,
    challenger: Challenger = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show how a prompt changed: an earlier version against the present one, or its challenger.

    Without --version the one before the present is taken. The text of every version that a model
    was asked with is kept; --challenger needs no store.

    Examples: refleqt prompts diff mapping/draft_map; refleqt prompts diff mapping/draft_map
    --version 1 --version 2 --json; refleqt prompts diff mapping/draft_map --challenger
    """
    if len(version or ()) > 2:
        raise TooManyVersions(f"Got {len(version or ())}.", remedy="Give --version once or twice.")
    present = _side(library.load(prompt_id))
    if challenger:
        before, after = present, _side(library.load(prompt_id, challenger=True))
    else:
        before, after = _kept(prompt_id, version or [], present, data_dir)
    old, new = (f"{prompt_id} v{side.version} {side.hash[:12]}" for side in (before, after))
    lines = [*unified_diff(before.lines, after.lines, old, new, lineterm="")]
    if as_json:
        sides = [{"version": side.version, "hash": side.hash} for side in (before, after)]
        told = {"id": prompt_id, "before": sides[0], "after": sides[1], "diff": lines}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show(lines or [f"{prompt_id}: nothing changed since v{before.version}."])


@app.command()
def render(
    prompt_id: Id,
    inputs: Annotated[str, typer.Option(help="JSON object with every input; - for stdin")],
    challenger: Challenger = False,
    as_json: AsJson = False,
) -> None:
    """Print the exact words that a model would get.

    Examples: refleqt prompts render onboarding/ask_next --inputs inputs.json;
    refleqt prompts render onboarding/ask_next --inputs - --json
    """
    given = parse(read_text(inputs), inputs)
    if not isinstance(given, dict):
        raise WrongField(
            f"file={inputs} line=1 field=- value={str(given)[:40]!r}.",
            remedy="Give a JSON object with one field for each input.",
        )
    words = library.render(prompt_id, given, challenger=challenger)
    if as_json:
        typer.echo(json.dumps(asdict(words), ensure_ascii=False))
    else:
        typer.echo(printable(f"{words.instructions}\n\n{words.material}"))


@app.command()
def compare(
    prompt_id: Id,
    challenger: Annotated[
        Path | None,
        typer.Option(help="A file; none: <verb>.challenger.md beside the prompt"),
    ] = None,
    judge: Annotated[
        bool, typer.Option("--judge", help="Also ask the model which it prefers, in both orders")
    ] = False,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Let both wordings answer the golden inputs, and say which is to be used. Costs money.

    The configured model is asked with each wording on every golden input; the answers go through
    the product's checks and the metrics of `refleqt evals run`. Nothing is changed: to adopt a
    challenger, put its words into the prompt's file and run `refleqt dev lock-prompts`.

    Examples: refleqt prompts compare briefing/write_brief --challenger new.md;
    refleqt prompts compare mapping/draft_map --judge --json
    """
    from evals import wordings

    if challenger is None:
        wording = library.load(prompt_id, challenger=True)
    else:
        wording = library.contender(prompt_id, read_text(str(challenger)))
    choose(data_dir)

    async def work() -> wordings.Compared:
        actor = await businesses.founder_of(await businesses.known(business))
        return await wordings.compare(actor, prompt_id, wording, judge=judge, say=_progress)

    found = run(work)
    if as_json:
        told = {"id": prompt_id, **asdict(found), "reached": found.reached()}
        typer.echo(json.dumps(told, ensure_ascii=False, default=to_jsonable_python))
    else:
        _show([*wordings.lines(found), ADOPT])


def _progress(line: str) -> None:
    typer.echo(printable(line), err=True)


def _row(prompt: Prompt, name: str, *, champion: bool) -> dict[str, Any]:
    return {
        "id": name, "version": prompt.version, "hash": prompt.hash, "inputs": prompt.inputs,
        "answer": prompt.answer, "since": prompt.since, "champion": champion,
    }  # fmt: skip


def _kept(
    prompt_id: str, versions: list[str], present: Side, data_dir: Path | None
) -> tuple[Side, Side]:
    """Both sides of a comparison with what was kept; the present one stands where one is named."""
    choose(data_dir)

    async def work() -> tuple[Side, Side]:
        if versions:
            named = [_side(await kept_as(prompt_id, each)) for each in versions]
            return named[0], (named[1] if len(named) > 1 else present)
        earlier = [each for each in await kept(prompt_id) if each.hash != present.hash]
        return (_side(earlier[0]) if earlier else present), present

    return run(work)


def _side(text: Prompt | PromptText) -> Side:
    """A prompt as lines; whether it comes from the folder or from the store."""
    head = [f"inputs: {', '.join(text.inputs)}", f"answer: {text.answer}", ""]
    words = f"{text.instructions.strip()}\n\n## Material\n{text.material.strip()}"
    return Side(text.version, text.hash, head + words.splitlines())


def _show(lines: list[str]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")
        console.print(Text(printable(line), style=colour))
