"""No library below its floor, no address in a lock, no dependency without a lower bound."""

import re
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.version import Version

from tests.architecture.tree import ROOT, plant

FLOORS = ROOT / "tests/architecture/floors.toml"
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
LOWER = (">=", "==", "~=", ">")


def below_floors(lock: str, floors: list[dict[str, Any]]) -> list[str]:
    """Pinned versions that are older than their floor, or never to be used."""
    by_name = {floor["name"]: floor for floor in floors}
    faults = []
    for name, version in PIN.findall(lock):
        floor = by_name.get(name, {"least": "0"})
        if Version(version) < Version(floor["least"]):
            faults.append(f"{name} {version} is below {floor['least']}")
        if version in floor.get("never", ()):
            faults.append(f"{name} {version} must never be used")
    return faults


def unbounded(path: Path) -> list[str]:
    """Dependencies of an .in file that have no lower bound."""
    lines = [line.partition(" #")[0].strip() for line in path.read_text().splitlines()]
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return [
        each.name for each in wanted if not any(bound.operator in LOWER for bound in each.specifier)
    ]


def lock_faults(lock: str) -> list[str]:
    """Addresses in a lock, and pins without a hash."""
    faults = [line for line in lock.splitlines() if "://" in line or line.startswith(("-i", "--"))]
    blocks = re.split(r"\n(?=[a-z0-9])", lock.strip())
    return faults + [block.split()[0] for block in blocks if "--hash=sha256:" not in block]


def _floors() -> list[dict[str, Any]]:
    return tomllib.loads(FLOORS.read_text())["floor"]


def _locks() -> list[Path]:
    return sorted((ROOT / "requirements").glob("*.lock"))


def test_nothing_in_a_lock_is_below_its_floor() -> None:
    assert [fault for lock in _locks() for fault in below_floors(lock.read_text(), _floors())] == []


def test_locks_hold_hashes_and_no_address() -> None:
    assert [fault for lock in _locks() for fault in lock_faults(lock.read_text())] == []


def test_every_dependency_has_a_lower_bound() -> None:
    files = sorted((ROOT / "requirements").glob("*.in"))
    loose = {path.name: unbounded(path) for path in files if path.name != "bootstrap.in"}
    assert loose == {path: [] for path in loose}


def test_an_old_and_a_malicious_version_are_found() -> None:
    floors = [{"name": "litellm", "least": "1.80", "never": ["1.82.7"]}]
    assert below_floors("litellm==1.82.7 \\\n", floors) == ["litellm 1.82.7 must never be used"]
    assert below_floors("litellm==1.9.1\n", floors) == ["litellm 1.9.1 is below 1.80"]
    assert below_floors("litellm==1.106.2\n", floors) == []


def test_an_address_and_a_pin_without_a_hash_are_found() -> None:
    lock = "--index-url x://y\na==1 \\\n    --hash=sha256:00\nb==2\n"
    assert lock_faults(lock) == ["--index-url x://y", "--index-url", "b==2"]


def test_a_dependency_without_a_lower_bound_is_found(tmp_path: Path) -> None:
    path = plant(tmp_path, "app.in", "rich<15\n# words\nnumpy>=2 # why\ncrc==1\nbare\n")
    assert unbounded(path) == ["rich", "bare"]
