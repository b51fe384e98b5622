"""The loop is whole: every class of work has its job file and every job file its class.

`jobless.txt` lists the work whose job is still to be written; it may only shrink.
"""

import ast
import re
from pathlib import Path

from tests.architecture.tree import ROOT, listed, parsed, plant

LIST = "tests/architecture/jobless.txt"
WORK = ("domain/work.py", "domain/deal_work.py")
NOT_JOBS = {"__init__", "worker", "schedule"}


def job_faults(root: Path) -> list[str]:
    """Work without a job, jobs without work or `run`, entries that must leave the list."""
    declared = [root / path for path in WORK if (root / path).exists()]
    works = {name for path in declared for name in _works(path)}
    jobs = {path.stem for path in (root / "jobs").glob("*.py")} - NOT_JOBS
    allowed = set(listed(root / LIST))
    faults = [f"jobs/{name}.py does not exist" for name in works - jobs - allowed]
    faults += [f"jobs/{name}.py has no class in {WORK[0]}" for name in jobs - works]
    faults += [f"{name} must leave {LIST}" for name in allowed - (works - jobs)]
    detached = {name for path in declared for name in _detached(path)}
    for name in jobs:
        first = "actor" if name in detached else "ctx"
        if not _has(root, name, "run", [first, "work"]):
            faults.append(f"jobs/{name}.py has no async run({first}, work)")
        if name in detached and not _has(root, name, "given_up", ["actor", "work", "why"]):
            faults.append(f"jobs/{name}.py has no async given_up(actor, work, why)")
    return sorted(faults)


def _works(path: Path) -> set[str]:
    classes = [node for node in parsed(path).body if isinstance(node, ast.ClassDef)]
    works = [node.name for node in classes if any(_is_work(base) for base in node.bases)]
    return {_filed(name) for name in works}


def _is_work(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id == "Work"


def _detached(path: Path) -> set[str]:
    """Work whose job opens its transactions itself."""
    classes = [node for node in parsed(path).body if isinstance(node, ast.ClassDef)]
    found = [
        node.name for node in classes
        for part in node.body
        if isinstance(part, ast.Assign) and ast.unparse(part) == "detached = True"
    ]  # fmt: skip
    return {_filed(name) for name in found}


def _has(root: Path, name: str, function: str, arguments: list[str]) -> bool:
    return any(
        isinstance(node, ast.AsyncFunctionDef)
        and node.name == function
        and [argument.arg for argument in node.args.args] == arguments
        for node in parsed(root / f"jobs/{name}.py").body
    )


def _filed(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def test_every_work_has_its_job_and_every_job_its_work() -> None:
    assert job_faults(ROOT) == []


def test_a_missing_pair_is_found_both_ways(tmp_path: Path) -> None:
    plant(tmp_path, "domain/work.py", "class Work: ...\nclass TrainCdt(Work): ...\n")
    plant(tmp_path, "jobs/pull_readings.py", "async def run(ctx, work): ...\n")
    assert job_faults(tmp_path) == [
        "jobs/pull_readings.py has no class in domain/work.py",
        "jobs/train_cdt.py does not exist",
    ]


def test_a_listed_work_that_has_its_job_must_leave_the_list(tmp_path: Path) -> None:
    plant(tmp_path, "domain/work.py", "class Work: ...\nclass TrainCdt(Work): ...\n")
    plant(tmp_path, "jobs/train_cdt.py", "async def run(ctx, work): ...\n")
    plant(tmp_path, LIST, "train_cdt\n")
    assert job_faults(tmp_path) == [f"train_cdt must leave {LIST}"]


def test_a_job_of_another_shape_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "domain/work.py", "class Work: ...\nclass TrainCdt(Work): ...\n")
    plant(tmp_path, "jobs/train_cdt.py", "def run(ctx): ...\n")
    assert job_faults(tmp_path) == ["jobs/train_cdt.py has no async run(ctx, work)"]


def test_a_detached_job_takes_an_actor_and_hears_when_it_is_put_aside(tmp_path: Path) -> None:
    work = "class Work: ...\nclass TrainCdt(Work):\n    detached = True\n"
    plant(tmp_path, "domain/work.py", work)
    plant(tmp_path, "jobs/train_cdt.py", "async def run(ctx, work): ...\n")
    assert job_faults(tmp_path) == [
        "jobs/train_cdt.py has no async given_up(actor, work, why)",
        "jobs/train_cdt.py has no async run(actor, work)",
    ]
