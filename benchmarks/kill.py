"""Kills the demo at random moments, runs it again and compares: `python -m benchmarks.kill`.

Each moment gets a data directory of its own: kill -9 there, then a second run to the end. Every
other time the database is killed with it. What must be the same as after an uninterrupted run: the
account's counts and the number of rows of every table. The moments come from the seed. A finished
demo that is run again must not change either.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from benchmarks.watched import begin, seconds_since
from core.settings import use
from memory import db, server

PASSING = ("job_starts", "pgqueuer_log", "pgqueuer_statistics", "checkpoint")
"""Tables that tell how often something was tried, not what came of it."""


def run(folder: Path) -> dict[str, Any]:
    """Run the demo to its end; what it counted and what the database holds."""
    account = begin(folder / "data", folder / "work").result()
    return {**counts(account), "rows": rows(folder / "data")}


def counts(account: dict[str, Any]) -> dict[str, Any]:
    """What of an account may not depend on how often it was interrupted."""
    same = ("inputs", "waste_share", "evidence", "payments", "attribution", "do_nothing", "missing")
    found: dict[str, Any] = {name: account[name] for name in same}
    found["maps"] = sorted(each["title"] for each in account["maps"])
    found["briefs"] = len(account["briefs"])
    found["matches"] = len(account["matches"])
    found["recurring"] = [[each["theme"], each["count"]] for each in account["recurring"]]
    found["cdt"] = [[each["version"], each["verdict"]] for each in account["cdt"]]
    return found


def rows(data_dir: Path) -> dict[str, int]:
    """Rows of each table, as the owner sees them."""
    use(data_dir=data_dir)
    with server.held(), psycopg.connect(db.dsn(server.OWNER)) as owner:
        names = owner.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'public' and table_type = 'BASE TABLE' order by 1"
        ).fetchall()
        kept = [name for (name,) in names if not name.startswith(PASSING)]
        return {name: _count(owner, name) for name in kept}


def _count(owner: psycopg.Connection[Any], name: str) -> int:
    query = psycopg.sql.SQL("select count(*) from {}").format(psycopg.sql.Identifier(name))
    found = owner.execute(query).fetchone()
    return int(found[0]) if found else 0


def kill(folder: Path, after: float, stores: bool) -> bool:
    """Start the demo and kill it `after` seconds; False when it had ended by then."""
    watched = begin(folder / "data", folder / "work")
    time.sleep(after)
    alive = watched.process.poll() is None
    watched.process.kill()
    watched.process.wait()
    pid = folder / "data" / "postgres" / "postmaster.pid"
    if stores and pid.exists():
        os.kill(int(pid.read_text().split()[0]), signal.SIGKILL)
    return alive


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two results differ, by path."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [
            found
            for name in sorted({*one, *other})
            for found in differences(one.get(name), other.get(name), f"{path}/{name}")
        ]
    return [] if one == other else [f"{path}: {one!r} became {other!r}"]


def main() -> None:
    """Kill and compare; JSON on stdout, exit 1 when anything differs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--moments", type=int, default=10)
    options.add_argument("--seed", type=int, default=28)
    given = options.parse_args()
    random = np.random.default_rng(given.seed)
    with tempfile.TemporaryDirectory(prefix="refleqt-kill-") as folder:
        began = time.perf_counter()
        whole = run(Path(folder) / "whole")
        seconds = seconds_since(began)
        again = differences(whole, run(Path(folder) / "whole"))
        print(f"run twice, differs: {again}", file=sys.stderr)
        tries = []
        for number, share in enumerate(sorted(random.uniform(0.02, 0.98, given.moments))):
            place = Path(folder) / f"{number}"
            after, stores = round(share * seconds, 2), number % 2 == 1
            alive = kill(place, after, stores)
            found = differences(whole, run(place))
            tries.append(
                {"after_seconds": after, "database_too": stores, "killed": alive, "differs": found}
            )
            print(f"{number + 1}: killed after {after} s, differs: {found}", file=sys.stderr)
    print(
        json.dumps(
            {
                "uninterrupted_seconds": seconds,
                "seed": given.seed,
                "moments": tries,
                "run_twice_differs": again,
            }
        )
    )
    sys.exit(bool(again) or any(each["differs"] for each in tries))


if __name__ == "__main__":
    main()
