"""Names of files: no junk drawers, no twins, no top-level module in the standard library's way."""

import re
import sys
from pathlib import Path

from tests.architecture.tree import BESIDE, PACKAGES, ROOT, plant, python_files

FORBIDDEN = re.compile(r"^(utils?|helpers?|common|misc|manager|base_v2|legacy)$|_v\d+$|_new$")
PROBED = ("agents/run.py", "agents/version.py")
"""Sentry's auto-integration probes these two to detect another package called `agents`."""


def junk_names(root: Path) -> list[str]:
    """Files and folders whose name says nothing, or says that an older twin exists."""
    found = []
    for path in python_files(root):
        inside = path.relative_to(root)
        if any(FORBIDDEN.search(part) for part in (*inside.parts[:-1], inside.stem)):
            found.append(str(inside))
    return found


def shadowing_names(root: Path) -> list[str]:
    """Top-level modules and packages that take a name of the standard library."""
    here = [path for path in root.iterdir() if path.suffix == ".py" or any(path.glob("*.py"))]
    return sorted(path.name for path in here if path.stem in sys.stdlib_module_names)


def probed_names(root: Path) -> list[str]:
    """Files under a name that somebody else's integration looks for."""
    return [name for name in PROBED if (root / name).exists()]


def misplaced_packages(root: Path) -> set[str]:
    """Top-level packages that the river does not know, and places of the river without one."""
    packages = {path.parent.name for path in root.glob("*/__init__.py")}
    return (packages - set(BESIDE)) ^ set(PACKAGES)


def test_no_file_has_a_forbidden_name() -> None:
    assert junk_names(ROOT) == []


def test_no_top_level_module_hides_one_of_the_standard_library() -> None:
    assert shadowing_names(ROOT) == []


def test_agents_has_no_file_that_others_probe_for() -> None:
    assert probed_names(ROOT) == []


def test_every_top_level_package_has_its_place_in_the_river() -> None:
    assert misplaced_packages(ROOT) == set()


def test_junk_names_are_found(tmp_path: Path) -> None:
    for name in ("utils", "helpers", "beliefs_v2", "escrow_new", "legacy/escrow", "manager"):
        plant(tmp_path, f"domain/{name}.py")
    plant(tmp_path, "domain/renewal.py")
    assert len(junk_names(tmp_path)) == 6


def test_a_top_level_calendar_is_found_and_one_inside_a_folder_is_not(tmp_path: Path) -> None:
    plant(tmp_path, "queue.py")
    plant(tmp_path, "calendar/__init__.py")
    plant(tmp_path, "domain/calendar.py")
    assert shadowing_names(tmp_path) == ["calendar", "queue.py"]


def test_a_probed_name_and_a_package_without_a_place_are_found(tmp_path: Path) -> None:
    for package in (*PACKAGES, "tests", "billing"):
        plant(tmp_path, f"{package}/__init__.py")
    plant(tmp_path, "agents/run.py")
    assert probed_names(tmp_path) == ["agents/run.py"]
    assert misplaced_packages(tmp_path) == {"billing"}
