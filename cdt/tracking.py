"""Trainings for MLflow: parameters, metrics and hashes in a file per business; no words, no server.

Postgres stays the truth. A store that cannot be written costs a line in the log, never a training.
"""

import asyncio
import contextlib
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cdt import tracking_store
from cdt.training_cost import bill_of
from core.settings import settings
from core.telemetry import logger
from domain.adapters import public_id
from memory import adapters, releases
from memory.ctx import Ctx

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 120.0
_log = logger("tracking")


def store(business_id: UUID) -> Path:
    """The file that holds a business's trainings."""
    return settings().data_dir / "tracking" / f"{public_id(business_id)}.db"


def opened_by(business_id: UUID) -> str:
    """The command that shows them in MLflow's own pages, from an environment that has all of it."""
    return f"mlflow ui --backend-store-uri {tracking_store.address(store(business_id).absolute())}"


def forget(business_id: UUID) -> int:
    """Delete what was tracked of a business; returns how many files."""
    kept = [*store(business_id).parent.glob(f"{public_id(business_id)}.*")]
    for file in kept:
        file.unlink()
    return len(kept)


async def told(ctx: Ctx, version: int) -> list[dict[str, Any]]:
    """What MLflow is told of a version: its preference model, and its month's adapter if any."""
    row = await releases.version(ctx, version)
    run = await releases.run_of(ctx, row.manifest["month"]) if row else None
    if row is None or run is None:
        return []
    found = [_preference(row, run)]
    adapter = await adapters.of_month(ctx, run.month)
    if adapter is not None and adapter.name is not None:
        found.append(_adapter(adapter))
    return found


async def record(business_id: UUID, runs: list[dict[str, Any]]) -> bool:
    """Write runs to the business's store, from a child process; False where that failed."""
    if not runs:
        return True
    said = json.dumps(runs).encode()
    path = store(business_id).absolute()
    try:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cdt.tracking_store", str(path), cwd=ROOT,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    except OSError as wrong:
        _log.warning("a training was not tracked", reason=type(wrong).__name__)
        return False
    try:
        _, wrong = await asyncio.wait_for(child.communicate(said), PATIENCE_SECONDS)
    except TimeoutError:
        wrong = b"it took too long"
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode:
        reason = wrong.decode("utf-8", "replace").strip().rpartition("\n")[2]
        _log.warning("a training was not tracked", reason=reason[:300])
    return not child.returncode


def _preference(row: Any, run: Any) -> dict[str, Any]:
    bill = bill_of(run)
    cost = {"seconds": bill.seconds, "usd_micros": bill.usd_micros} if bill else {}
    used = {name: run.dataset.get(name, 0) for name in ("pairs", "trained_on", "held_out")}
    scores = {f"accuracy {arm}": score for arm, score in run.metrics.items()}
    expected = {"expected_seconds": bill.expected.seconds} if bill else {}
    params = {name: value for name, value in run.parameters.items() if name != "cost"}
    return {
        "key": f"version-{row.version}", "name": row.name,
        "began": _millis(run.started_at), "ended": _millis(run.finished_at),
        "params": {"month": run.month, **params, **used, **expected},
        "metrics": {**scores, **cost},
        "tags": {
            "kind": "preference model", "version": row.version, "verdict": row.verdict,
            "adapter": row.adapter or "none", "data_hash": run.data_hash,
            "code_hash": run.code_hash,
        },
    }  # fmt: skip


def _adapter(row: Any) -> dict[str, Any]:
    told = row.manifest
    arms = {
        f"{arm} {name}": value
        for arm, means in row.exam.get("arms", {}).items()
        for name, value in means.items()
    }
    numbers = {name: told[name] for name in ("loss",) if isinstance(told.get(name), int | float)}
    return {
        "key": f"adapter-{row.month}", "name": row.name,
        "began": _millis(row.created_at), "ended": _millis(row.created_at),
        "params": {"month": row.month, "rank": row.rank, "bytes": row.bytes},
        "metrics": {**arms, **numbers, "seconds": row.exam.get("seconds", 0.0)},
        "tags": {
            "kind": "adapter", "status": row.status, "sha256": told.get("sha256", ""),
            "base": told.get("base", ""), "dataset": told.get("dataset", ""),
        },
    }  # fmt: skip


def _millis(at: datetime) -> int:
    return round(at.timestamp() * 1000)
