"""A business's trainings in MLflow's own store; run as a child process, which alone imports MLflow.

python -m cdt.tracking_store FILE < runs.json
"""

import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_suffix(".sql")
EXPERIMENT = "refleqt"


def address(path: Path) -> str:
    """How MLflow names the store of a file."""
    return f"sqlite:///{path}"


def write(path: Path, runs: Sequence[Mapping[str, Any]]) -> int:
    """Add runs that the store does not hold yet; returns how many were added.

    A run has `key`, `name`, `began` and `ended` (milliseconds), `params`, `metrics` and `tags`.
    """
    from mlflow import MlflowClient
    from mlflow.entities import Metric, Param, RunTag

    _lay_out(path)
    client = MlflowClient(tracking_uri=address(path))
    known = client.get_experiment_by_name(EXPERIMENT)
    files = str(path.with_suffix(".files"))
    where = known.experiment_id if known else client.create_experiment(EXPERIMENT, files)
    added = 0
    for run in runs:
        if client.search_runs([where], f"tags.key = '{run['key']}'"):
            continue
        made = client.create_run(where, start_time=run["began"], run_name=run["name"])
        client.log_batch(
            made.info.run_id,
            [Metric(name, value, run["ended"], 0) for name, value in run["metrics"].items()],
            [Param(name, str(value)) for name, value in run["params"].items()],
            [RunTag(name, str(value)) for name, value in run["tags"].items()]
            + [RunTag("key", run["key"])],
        )
        client.set_terminated(made.info.run_id, "FINISHED", run["ended"])
        added += 1
    return added


def _lay_out(path: Path) -> None:
    """Make the tables of a new store, which its owner alone may read."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    store = sqlite3.connect(part)
    store.executescript(TEMPLATE.read_text("utf-8"))
    store.close()
    part.replace(path)


if __name__ == "__main__":
    write(Path(sys.argv[1]), json.load(sys.stdin))
