"""tests/ mirrors the tree: foo/bar.py is proved by tests/foo/test_bar.py.

`unmirrored.txt` lists the modules that have no test file of their own yet. It may only shrink: an
entry whose test exists by now, or whose module is gone, fails.
"""

from pathlib import Path

from tests.architecture.tree import PACKAGES, ROOT, listed, plant, python_files

LIST = "tests/architecture/unmirrored.txt"
EXEMPT = ("prompts/", "agents/catalogue/", "api/routes/", "api/web/pages/", "memory/migrations/")


def test_of(module: str) -> str:
    """Where the proof of a module lives."""
    folder, _, name = module.removesuffix(".py").rpartition("/")
    return f"tests/{folder}/test_{name}.py"


test_of.__test__ = False  # not a test for pytest


def mirror_faults(root: Path) -> list[str]:
    """Modules without a test that the list does not name; entries that must leave the list."""
    modules = [str(path.relative_to(root)) for path in python_files(root, PACKAGES)]
    due = {m for m in modules if not m.endswith("__init__.py") and not m.startswith(EXEMPT)}
    missing = {module for module in due if not (root / test_of(module)).exists()}
    allowed = set(listed(root / LIST))
    faults = [f"{module} has no {test_of(module)}" for module in missing - allowed]
    faults += [f"{module} must leave {LIST}" for module in allowed - missing]
    return sorted(faults)


def test_every_module_has_its_test() -> None:
    assert mirror_faults(ROOT) == []


def test_a_module_without_a_test_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "domain/escrow.py")
    plant(tmp_path, "domain/maps.py")
    plant(tmp_path, "tests/domain/test_maps.py")
    plant(tmp_path, "api/commands/demo.py")
    plant(tmp_path, "tests/api/commands/test_demo.py")
    plant(tmp_path, "api/routes/vents.py")
    plant(tmp_path, "domain/__init__.py")
    assert mirror_faults(tmp_path) == ["domain/escrow.py has no tests/domain/test_escrow.py"]


def test_the_list_may_only_shrink(tmp_path: Path) -> None:
    plant(tmp_path, "domain/escrow.py")
    plant(tmp_path, "tests/domain/test_escrow.py")
    plant(tmp_path, "domain/maps.py")
    plant(tmp_path, LIST, "domain/maps.py\ndomain/escrow.py\ndomain/gone.py\n")
    assert mirror_faults(tmp_path) == [
        f"domain/escrow.py must leave {LIST}",
        f"domain/gone.py must leave {LIST}",
    ]
