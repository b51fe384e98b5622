"""`refleqt evals`: the evaluators' dashboard on the command line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import BaseModel, ValidationError

from api.commands.models import as_founder
from api.commands.reading import id_of
from api.commands.suites import run_suite
from api.opening import AsJson, Business, DataDir, choose, run
from api.tables import Format, rows_of, written
from core.errors import BadInput
from core.text import printable
from domain.labelling import REASONS
from memory.ctx import Ctx, open_ctx
from tools import annotations, businesses, evaluations, golden, grants, releases, traces
from tools.base import Answer, Nothing

app = typer.Typer(no_args_is_help=True)
Who = Annotated[str, typer.Option("--as", help="E-mail address of an evaluator: see what they see")]
As = Annotated[Literal["csv", "jsonl"] | None, typer.Option("--format", help="Write a file's rows")]
Version = Annotated[int, typer.Argument(min=1, help="Number of a version")]
One = Annotated[str, typer.Argument(metavar="ID", help="An id as printed")]


class WrongOption(BadInput):
    """An option does not fit."""


@app.callback()
def evals() -> None:
    """What the gate saw: verdicts, cases, traces, labels, golden cases, overrides, trends."""


app.command("run")(run_suite)


@app.command()
def show(
    version: Annotated[int | None, typer.Argument(min=1, help="A version; none: all")] = None,
    against: Annotated[int | None, typer.Option(min=1, help="Hold it against another")] = None,
    business: Business = None,
    who: Who = "",
    data_dir: DataDir = None,
    form: As = None,
    as_json: AsJson = False,
) -> None:
    """Show every verdict; of one version its metrics; or two versions side by side.

    Examples: refleqt evals show; refleqt evals show 8 --json; refleqt evals show 8 --against 7
    """

    async def work(ctx: Ctx) -> BaseModel:
        if version is None:
            return await evaluations.list_evaluations(ctx, Nothing())
        if against is not None:
            pair = evaluations.TwoVersions(first=against, second=version)
            return await evaluations.compare_versions(ctx, pair)
        return await evaluations.read_evaluation(ctx, evaluations.OneVersion(version=version))

    _tell(work, (business, who), data_dir, form, as_json)


@app.command()
def cases(
    version: Version,
    leaning: Annotated[str, typer.Option(help="worse, better or same")] = "",
    business: Business = None,
    who: Who = "",
    data_dir: DataDir = None,
    form: As = None,
    as_json: AsJson = False,
) -> None:
    """List the cases of a version, the greatest loss first.

    Examples: refleqt evals cases 8; refleqt evals cases 8 --leaning worse --format jsonl
    """
    ask = _ask(evaluations.WhichCases, version=version, leaning=leaning)
    _tell(lambda ctx: evaluations.list_cases(ctx, ask), (business, who), data_dir, form, as_json)


@app.command()
def trace(
    one: One,
    business: Business = None,
    who: Who = "",
    data_dir: DataDir = None,
    form: As = None,
    as_json: AsJson = False,
) -> None:
    """Show how a case, or an action by the id of its audit card, came about.

    Example: refleqt evals trace 816a0f37-9717-5cce-a3c6-2ec8057c26db --json
    """
    wanted = id_of(one)

    async def work(ctx: Ctx) -> BaseModel:
        try:
            return await traces.trace_case(ctx, evaluations.OneCase(case_id=wanted))
        except evaluations.NoSuchCase:
            return await traces.trace_action(ctx, traces.OneAction(id=wanted))

    _tell(work, (business, who), data_dir, form, as_json)


@app.command()
def annotate(
    one: Annotated[
        str | None, typer.Argument(metavar="ID", help="An item; none: the queue")
    ] = None,
    label: Annotated[str, typer.Option(help="good, acceptable, bad; a pair: one, other, tie")] = "",
    reason: Annotated[list[str] | None, typer.Option(help=", ".join(REASONS))] = None,
    note: Annotated[str, typer.Option(help="Why")] = "",
    queue: Annotated[bool, typer.Option("--queue", help="ID is a case, reply or draft")] = False,
    pair: Annotated[bool, typer.Option("--pair", help="With --queue: judge both answers")] = False,
    business: Business = None,
    who: Who = "",
    data_dir: DataDir = None,
    form: As = None,
    as_json: AsJson = False,
) -> None:
    """List what is to be judged; put something into the queue; or say what an item is worth.

    Examples: refleqt evals annotate; refleqt evals annotate CASE --queue;
    refleqt evals annotate ITEM --label bad --reason wrong_fact --note "It costs 349."
    """
    wanted = id_of(one) if one else None

    async def work(ctx: Ctx) -> BaseModel:
        if wanted is None:
            return await annotations.list_items(ctx, annotations.WhichItems())
        if queue:
            return await annotations.queue_item(ctx, annotations.QueueAsk(id=wanted, pair=pair))
        given = {"item_id": wanted, "label": label, "reasons": reason or [], "note": note}
        return await annotations.judge_item(ctx, _ask(annotations.Judgement, **given))

    _tell(work, (business, who), data_dir, form, as_json)


@app.command()
def agreement(
    business: Business = None,
    who: Who = "",
    data_dir: DataDir = None,
    form: As = None,
    as_json: AsJson = False,
) -> None:
    """Show how far the people who judged agree, and whether the order of pairs moved them.

    Example: refleqt evals agreement --json
    """
    _tell(
        lambda ctx: annotations.read_agreement(ctx, Nothing()),
        (business, who),
        data_dir,
        form,
        as_json,
    )


@app.command()
def promote(
    one: One,
    must: Annotated[
        list[str] | None, typer.Option(help="Of an answer: KIND:WORDS that a right one rests on")
    ] = None,
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Of an answer: right is to say that it is not known")
    ] = False,
    business: Business = None,
    who: Who = "",
    data_dir: DataDir = None,
    form: As = None,
    as_json: AsJson = False,
) -> None:
    """Make a case, or an answer of the queue, golden: every later candidate is asked it again.

    Examples: refleqt evals promote 816a0f37-9717-5cce-a3c6-2ec8057c26db;
    refleqt evals promote ITEM --must "vent:nobody finds the import"
    """
    wanted = id_of(one)
    rests = [
        dict(zip(("kind", "snippet"), each.split(":", 1), strict=False)) for each in must or ()
    ]
    asked = _ask(golden.AnswerCase, item_id=wanted, must=rests, answerable=not unknown)

    async def work(ctx: Ctx) -> BaseModel:
        try:
            return await golden.promote_case(ctx, evaluations.OneCase(case_id=wanted))
        except evaluations.NoSuchCase:
            return await golden.promote_answer(ctx, asked)

    _tell(work, (business, who), data_dir, form, as_json)


@app.command("golden")
def golden_set(
    retire: Annotated[str, typer.Option(help="Take the case with this id out")] = "",
    business: Business = None,
    who: Who = "",
    data_dir: DataDir = None,
    form: As = None,
    as_json: AsJson = False,
) -> None:
    """List the golden cases, or take one out; promoting it again brings it back.

    Examples: refleqt evals golden; refleqt evals golden --retire ID --json
    """

    async def work(ctx: Ctx) -> BaseModel:
        if retire:
            return await golden.retire_golden(ctx, golden.OneGolden(golden_id=id_of(retire)))
        return await golden.list_golden(ctx, Nothing())

    _tell(work, (business, who), data_dir, form, as_json)


@app.command()
def override(
    version: Annotated[
        int | None, typer.Argument(min=1, help="A version; none: verify all")
    ] = None,
    ruling: Annotated[str, typer.Option(help="release or keep")] = "release",
    reason: Annotated[str, typer.Option(help="Why; it is signed")] = "",
    business: Business = None,
    who: Who = "",
    data_dir: DataDir = None,
    form: As = None,
    as_json: AsJson = False,
) -> None:
    """Decide over a version against the gate; without one, verify every signature (exit 1: broken).

    Examples: refleqt evals override 8 --reason "We left that channel."; refleqt evals override
    """
    if version is not None:
        ask = _ask(releases.Override, version=version, ruling=ruling, reason=reason)
        _tell(
            lambda ctx: releases.override_verdict(ctx, ask),
            (business, who),
            data_dir,
            form,
            as_json,
        )
        return
    found: releases.DecisionList = _tell(
        lambda ctx: releases.list_decisions(ctx, Nothing()),
        (business, who),
        data_dir,
        form,
        as_json,
    )
    if any(one.check != "valid" for one in found.items):
        raise typer.Exit(1)


@app.command()
def trends(
    business: Business = None,
    who: Who = "",
    data_dir: DataDir = None,
    form: As = None,
    as_json: AsJson = False,
) -> None:
    """Show every metric over all versions, with releases, ways back and overrides marked.

    Examples: refleqt evals trends; refleqt evals trends --format csv
    """
    _tell(
        lambda ctx: evaluations.metric_trends(ctx, Nothing()),
        (business, who),
        data_dir,
        form,
        as_json,
    )


def lines(found: Answer) -> list[str]:
    """What was found for a reader."""
    match found:
        case evaluations.Evaluation():
            head = [found.sentence, *(f"  {reason}" for reason in found.reasons)]
            return [*head, *(metric_line(one) for one in found.metrics)]
        case evaluations.RunList():
            return [_run(one) for one in found.items] or ["Nothing was judged yet."]
        case evaluations.CaseList():
            return [line for one in found.items for line in _case(one)] or ["No case."]
        case annotations.Agreement():
            two = [f"{' and '.join(one.people)}: {one.said}" for one in found.each_two]
            return [found.together.said, *two]
        case releases.DecisionList():
            return [_decision(one) for one in found.items] or ["Nobody decided anything."]
        case golden.GoldenList():
            return [f"{one.key} {one.kind} {one.input}  {one.id}" for one in found.items] or [
                "No case is golden."
            ]
        case releases.DecisionLine():
            return [_decision(found)]
        case _:
            return [found.model_dump_json(indent=2)]


def metric_line(one: evaluations.Metric) -> str:
    """A metric in one line: each arm, the difference with its interval, the number of cases."""
    if one.verdict == "not_measured":
        return f"{one.name:24} {one.role:8} not measured: {one.why}"
    arms = ", ".join(f"{arm} {value:.3f}" for arm, value in one.arms.items())
    reach = "" if one.low is None or one.high is None else f" ({one.low:+.3f} to {one.high:+.3f})"
    gap = "" if one.difference is None else f"; {one.difference:+.3f}{reach}"
    return f"{one.name:24} {one.role:8} {one.verdict:12} {arms}{gap}, n {one.n}"


def _run(one: evaluations.Run) -> str:
    live = " (live)" if one.live else ""
    return f"version {one.version}{live}, {one.month}: {one.decision}. {one.sentence}"


def _case(one: evaluations.Case) -> list[str]:
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    told = "".join(marks[piece.kind].format(piece.text) for piece in one.changed)
    words = [f"  {one.words.input}", f"  {told}"] if one.words else ["  (words are withheld)"]
    return [f"{one.key} {one.difference:+.2f} {one.metric}  {one.id}", *words]


def _decision(one: releases.DecisionLine) -> str:
    return (
        f"{one.number}. {one.at:%F %R} {one.who or one.role}: {one.act} of version {one.version} "
        f"to {one.ruling}; the gate said {one.gate_said}. Signature {one.check}. {one.reason}"
    )


def _tell(
    work: Callable[[Ctx], Awaitable[Any]],
    seat: tuple[str | None, str],
    data_dir: Path | None,
    form: Format | None,
    as_json: bool,
) -> Any:
    choose(data_dir)
    business, who = seat
    found = run(_as_evaluator(work, business, who) if who else as_founder(work, business))
    if form:
        typer.echo(written(rows_of(found), form), nl=False)
    else:
        typer.echo(found.model_dump_json() if as_json else printable("\n".join(lines(found))))
    return found


def _as_evaluator(
    work: Callable[[Ctx], Awaitable[Any]], business: str | None, who: str
) -> Callable[[], Awaitable[Any]]:
    """`work` in a transaction of an evaluator, who sees what was opened to them."""

    async def main() -> Any:
        house = await businesses.known(business)
        async with open_ctx(await grants.evaluator_of(who, house.id)) as ctx:
            return await work(ctx)

    return main


def _ask(model: type[Any], **given: Any) -> Any:
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise WrongOption(
            f"{field}: {first['msg']}.", field=field, value=str(first["input"]),
            remedy="See refleqt evals --help.",
        ) from None  # fmt: skip
