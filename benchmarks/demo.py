"""Measures `refleqt demo` on a fresh data directory: `python -m benchmarks.demo [--from DIR]`.

Prints JSON: seconds (whole, and per step), peak resident memory of the application (Postgres
apart), evidence links, waste share, external calls, connections beyond loopback. Exits 1 when a bar
is missed.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.watched import begin, seconds_since

MEGABYTE = 1_000_000
BARS = {
    "seconds": 60,
    "peak_resident_mb": 1500,
    "waste_share": 0.02,
    "external_calls": 0,
    "connections_beyond_loopback": 0,
    "evidence_links": 100,
}


def measure(source: Path | None) -> dict[str, Any]:
    """One run from nothing to its account."""
    with tempfile.TemporaryDirectory(prefix="refleqt-demo-") as folder:
        began = time.perf_counter()
        watched = begin(Path(folder) / "data", Path(folder) / "work", source)
        account = watched.result()
        return {
            "seconds": {"whole": seconds_since(began), **account["seconds"]},
            "processor_seconds": processor_seconds(),
            "peak_resident_mb": round(watched.peak_bytes / MEGABYTE),
            "postgres_peak_resident_mb": round(watched.postgres_peak_bytes / MEGABYTE),
            "evidence": account["evidence"],
            "waste_share": account["waste_share"],
            "external_calls": account["external_calls"],
            "connections_beyond_loopback": watched.connections(),
        }


def processor_seconds() -> float:
    """Seconds on processors that ended children of this process used, Postgres apart."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(used.ru_utime + used.ru_stime, 2)


def missed(found: dict[str, Any], bundled: bool) -> list[str]:
    """Bars that the run does not reach. The count of links is asked of the bundled business."""
    evidence = found["evidence"]
    checks = {
        "seconds": found["seconds"]["whole"] <= BARS["seconds"],
        "peak_resident_mb": found["peak_resident_mb"] <= BARS["peak_resident_mb"],
        "waste_share": found["waste_share"] < BARS["waste_share"],
        "external_calls": found["external_calls"] == BARS["external_calls"],
        "connections_beyond_loopback": not found["connections_beyond_loopback"],
        "evidence_links": evidence["total"] >= BARS["evidence_links"] or not bundled,
        "evidence_resolved": evidence["resolved"] == evidence["total"],
    }
    return [name for name, kept in checks.items() if not kept]


def main() -> None:
    """Measure, print, and say by the exit status whether all bars are reached."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--from", dest="source", type=Path, help="A folder to run the demo on")
    source = options.parse_args().source
    found = measure(source)
    found["missed"] = missed(found, bundled=source is None)
    print(json.dumps(found, indent=1))
    sys.exit(bool(found["missed"]))


if __name__ == "__main__":
    main()
