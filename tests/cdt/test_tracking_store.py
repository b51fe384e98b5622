"""MLflow reads what we write, and its own tables are the ones that we lay out."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cdt import tracking_store
from cdt.tracking import ROOT

READ = """
import json, sys
from core import start
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
(where,) = [one for one in client.search_experiments() if one.name == "refleqt"]
runs = client.search_runs([where.experiment_id])
told = [{**run.data.to_dictionary(), "name": run.info.run_name, "status": run.info.status,
         "began": run.info.start_time} for run in runs]
print(json.dumps(told))
"""


def run(key: str = "version-1", **changes: Any) -> dict[str, Any]:
    told = {
        "key": key, "name": "cdt-x-v1", "began": 1_000, "ended": 2_000,
        "params": {"month": "2026-09"}, "metrics": {"seconds": 2.5}, "tags": {"version": 1},
    }  # fmt: skip
    return told | changes


def read(path: Path) -> list[dict[str, Any]]:
    """The runs of a store as MLflow reads them, in a process of its own."""
    command = [sys.executable, "-c", READ, tracking_store.address(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Updating database tables" not in done.stderr
    return json.loads(done.stdout)


def test_a_run_is_read_back_by_mlflow_and_written_once(tmp_path: Path) -> None:
    path = tmp_path / "tracking" / "store.db"
    assert tracking_store.write(path, [run(), run("adapter-2026-09", name="cdt-x")]) == 2
    assert tracking_store.write(path, [run()]) == 0
    found = {one["name"]: one for one in read(path)}
    assert sorted(found) == ["cdt-x", "cdt-x-v1"]
    one = found["cdt-x-v1"]
    assert (one["params"], one["metrics"]) == ({"month": "2026-09"}, {"seconds": 2.5})
    assert (one["tags"]["version"], one["status"], one["began"]) == ("1", "FINISHED", 1_000)
    assert path.stat().st_mode & 0o077 == 0
