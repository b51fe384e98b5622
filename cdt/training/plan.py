"""The plan of a training: which rows in which order, from a seed; one file for both back ends.

A run has a folder: `plan.json`, `rows.jsonl`, `holdout.jsonl`, then checkpoints, then `adapter/`.
It is read by another interpreter, so nothing here needs more than Python.
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from core.errors import BadInput

PLAN, ROWS, HOLDOUT = "plan.json", "rows.jsonl", "holdout.jsonl"
CANARY = "canary:"
"""How the ids of planted rows begin (`cdt.training.canaries`)."""
FEWEST, MOST_STEPS, FEWEST_STEPS, PASSES = 20, 1_000, 40, 4
_SPAN = 16**13


class TooFewExamples(BadInput):
    """There are too few examples to learn from."""


class OneAnswer(BadInput):
    """Every example has the same answer, so there is nothing to learn."""


class PlanBroken(BadInput):
    """The plan of a training cannot be read."""


@dataclass(frozen=True)
class Example:
    """A question, its answer, and how often it is drawn (any positive number).

    `wanted` are the words that a right answer holds; for what is held out.
    """

    id: str
    instruction: str
    response: str
    weight: float = 1.0
    wanted: str = ""


@dataclass(frozen=True)
class Plan:
    """All that decides what comes out: two runs of one plan on one machine give the same bytes.

    `name` is that of the adapter, without its hash; `length` the most tokens of a row; `rate` the
    highest learning rate; `save_every` the steps between two checkpoints.
    """

    name: str
    dataset: str
    base: str
    seed: int
    rank: int = 8
    steps: int = 200
    batch: int = 16
    length: int = 1024
    rate: float = 2e-4
    warmup: int = 10
    save_every: int = 20


def steps_for(examples: int, batch: int = 16) -> int:
    """How many steps go about four times over so many examples, within bounds."""
    return max(FEWEST_STEPS, min(MOST_STEPS, -(-examples * PASSES // batch)))


def draw(plan: Plan, examples: Sequence[Example]) -> list[str]:
    """The ids of `steps * batch` rows, drawn by weight with replacement.

    Each draw hashes the seed and its own number, so neither the order of `examples` nor a restart
    changes it.
    """
    known = sorted(examples, key=lambda one: one.id)
    edges = list(accumulate(one.weight for one in known))
    drawn = (_part(plan.seed, index) * edges[-1] for index in range(plan.steps * plan.batch))
    return [known[min(bisect_right(edges, at), len(known) - 1)].id for at in drawn]


def refuse_poor(examples: Sequence[Example]) -> None:
    """Raise `TooFewExamples` or `OneAnswer` for what nothing can be learned from; what was planted
    does not count."""
    examples = [one for one in examples if not one.id.startswith(CANARY)]
    distinct = {(one.instruction, one.response) for one in examples}
    if len(distinct) < FEWEST:
        raise TooFewExamples(
            f"{len(distinct)} different ones, {FEWEST} are needed.",
            remedy="Wait for another month.", field="examples", value=len(distinct),
        )  # fmt: skip
    if len({one.response for one in examples}) == 1:
        raise OneAnswer(remedy="Wait for results that differ.", field="response")


def write(
    folder: Path, plan: Plan, examples: Sequence[Example], holdout: Sequence[Example] = ()
) -> None:
    """Lay out the folder of a run, readable by its owner alone; another plan's leftovers go.

    Raises what `refuse_poor` raises.
    """
    refuse_poor(examples)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / PLAN).exists() and read(folder) != plan:
        raise PlanBroken("Another training was planned in this folder.", value=folder.name)
    _write_rows(folder / ROWS, examples)
    _write_rows(folder / HOLDOUT, holdout)
    _replace(folder / PLAN, json.dumps(asdict(plan), indent=1))


def read(folder: Path) -> Plan:
    """The plan of a run. Raises `PlanBroken`."""
    try:
        return Plan(**json.loads((folder / PLAN).read_text()))
    except (OSError, ValueError, TypeError) as wrong:
        raise PlanBroken(f"({type(wrong).__name__})", value=folder.name) from wrong


def read_rows(path: Path) -> list[Example]:
    """The examples of a file, or none where it is missing. Raises `PlanBroken`."""
    if not path.exists():
        return []
    try:
        return [Example(**json.loads(line)) for line in path.read_text().splitlines()]
    except (ValueError, TypeError) as wrong:
        raise PlanBroken(f"({type(wrong).__name__})", value=path.name) from wrong


def _part(seed: int, index: int) -> float:
    return int(sha256(f"{seed}|{index}".encode()).hexdigest()[:13], 16) / _SPAN


def _write_rows(path: Path, rows: Sequence[Example]) -> None:
    _replace(path, "".join(f"{json.dumps(asdict(one))}\n" for one in rows))


def _replace(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)
