"""The leak gate, judged: what it finds of planted leaks, and what it blocks without cause.

    python -m evals.suites.leaks [--half tuned|held|all] [--show] [--text FILE ...]

Businesses, leaks and near misses are invented; each business is in one half. Rules are tuned on one
half only, and of the other only the figures are looked at. With `--text` (JSON or JSON lines; every
string `text` in it is read) paragraphs about something else are held against all businesses in
turn.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import BaseModel, ConfigDict

from domain.anonymity import Leak, leaks
from domain.identity import Tenant
from evals.cases import GOLDEN

Half = Literal["tuned", "held", "all"]
BARS = {"recall": 0.95, "class": 0.9, "near_misses": 0.05, "paragraphs": 0.01}
"""At least so many leaks found, over all and in each class; at most so many blocked in error."""
PARAGRAPHS = 3000
_SHORT = 40
_BEFORE = "Write 800 words in four sections. Say one thing in each, and show how it is done."
_AFTER = "Close with one question to the reader. Send a draft on Tuesday; two rounds of changes."


class Business(BaseModel):
    """An invented business and the half that it belongs to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    half: Literal["tuned", "held"]
    tenant: Tenant


class Case(BaseModel):
    """A brief, or a part of one, that leaks whose it is in the way of its `class`, or does not."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: str
    tenant: str
    half: Literal["tuned", "held"]
    kind: str
    brief: Any

    @classmethod
    def read(cls, line: str) -> "Case":
        """A line of a golden file, in which `kind` is called `class`."""
        told = json.loads(line)
        return cls(kind=told.pop("class"), **told)

    @property
    def whole(self) -> object:
        """The brief as it is checked: a single text stands among lines that say nothing."""
        if not isinstance(self.brief, str):
            return self.brief
        return f"{_BEFORE}\n\n{self.brief}\n\n{_AFTER}"


class Figures(BaseModel):
    """Shares in 0…1; `false` by the rule that blocked, of `paragraphs` that were read."""

    half: Half
    leaks: int
    recall: float
    classes: dict[str, float]
    near_misses: int
    near_misses_blocked: float
    paragraphs: int
    paragraphs_blocked: float
    false: dict[str, int]

    @property
    def passed(self) -> bool:
        """Whether every bar is met."""
        return (
            self.recall >= BARS["recall"]
            and min(self.classes.values()) >= BARS["class"]
            and self.near_misses_blocked <= BARS["near_misses"]
            and self.paragraphs_blocked <= BARS["paragraphs"]
        )


def businesses() -> dict[str, Business]:
    """The invented businesses by their id."""
    found = [Business.model_validate_json(one) for one in _lines("leak_tenants")]
    return {one.id: one for one in found}


def cases(name: Literal["leaks", "leaks_innocent"], half: Half = "all") -> list[Case]:
    """The leaks or the near misses of a half."""
    return [c for line in _lines(name) if half in ("all", (c := Case.read(line)).half)]


def _lines(name: str) -> list[str]:
    return (GOLDEN / f"{name}.jsonl").read_text("utf-8").splitlines()


def paragraphs(files: Sequence[Path]) -> list[str]:
    """Up to 3,000 paragraphs from the texts of some files, short ones joined with the next."""
    found: list[str] = []
    waiting = ""
    for file in files:
        for text in _texts(_read(file)):
            waiting = f"{waiting} {text}".strip()
            if len(waiting) >= _SHORT:
                found.append(waiting)
                waiting = ""
    return found[:: max(1, len(found) // PARAGRAPHS)][:PARAGRAPHS]


def _read(file: Path) -> object:
    raw = file.read_text("utf-8")
    if file.suffix == ".jsonl":
        return [json.loads(line) for line in raw.splitlines() if line.strip()]
    return json.loads(raw)


def _texts(told: object) -> Iterator[str]:
    if isinstance(told, dict):
        for key, value in told.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(told, list):
        for value in told:
            yield from _texts(value)


def judge(
    half: Half = "all", texts: Sequence[str] = ()
) -> tuple[Figures, list[tuple[str, object, list[Leak]]]]:
    """The figures, and what went wrong: (class, brief, the leaks that were seen)."""
    known = businesses()
    wrong: list[tuple[str, object, list[Leak]]] = []
    caught: dict[str, list[bool]] = defaultdict(list)
    for case in cases("leaks", half):
        seen = leaks(known[case.tenant].tenant, case.whole)
        caught[case.kind].append(bool(seen))
        if not seen:
            wrong.append((f"missed {case.kind}", case.brief, seen))
    innocent = cases("leaks_innocent", half)
    blocked = 0
    for case in innocent:
        if seen := leaks(known[case.tenant].tenant, case.whole):
            blocked += 1
            wrong.append((f"blocked {case.kind}", case.brief, seen))
    false: Counter[str] = Counter()
    tenants = [one.tenant for one in known.values() if half in ("all", one.half)]
    for number, text in enumerate(texts):
        if seen := leaks(tenants[number % len(tenants)], text):
            false.update({one.rule for one in seen})
            false["any"] += 1
            wrong.append(("blocked paragraph", text, seen))
    every = [one for group in caught.values() for one in group]
    return Figures(
        half=half,
        leaks=len(every),
        recall=_share(sum(every), len(every)),
        classes={kind: _share(sum(group), len(group)) for kind, group in sorted(caught.items())},
        near_misses=len(innocent),
        near_misses_blocked=_share(blocked, len(innocent)),
        paragraphs=len(texts),
        paragraphs_blocked=_share(false.pop("any", 0), len(texts)),
        false=dict(false.most_common()),
    ), wrong


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def main(
    half: Annotated[Half, typer.Option(help="Which half of the cases")] = "all",
    show: Annotated[
        bool, typer.Option("--show", help="What went wrong, but of held cases")
    ] = False,
    text: Annotated[list[Path] | None, typer.Option(help="JSON of unrelated texts")] = None,
) -> None:
    """Judge the leak gate; exit 1 below a bar."""
    figures, wrong = judge(half, paragraphs(text or []))
    for what, brief, seen in wrong if show and half == "tuned" else ():
        told = ", ".join(f"{one.rule}: {one.text!r} -> {one.points_to!r}" for one in seen[:3])
        typer.echo(f"{what} | {json.dumps(brief, ensure_ascii=False)[:160]} | {told[:160]}")
    typer.echo(figures.model_dump_json(indent=1))
    raise typer.Exit(0 if figures.passed else 1)


if __name__ == "__main__":
    typer.run(main)
