"""An `__init__.py` is the folder's door sign: a docstring and nothing else."""

import ast
from pathlib import Path

from tests.architecture.tree import ROOT, parsed, plant, python_files


def busy_doors(root: Path) -> list[str]:
    """`__init__.py` files that hold more, or less, than a docstring."""
    return [
        str(path.relative_to(root))
        for path in python_files(root)
        if path.name == "__init__.py" and not _is_sign(parsed(path))
    ]


def _is_sign(module: ast.Module) -> bool:
    return len(module.body) == 1 and ast.get_docstring(module) is not None


def test_every_door_holds_its_sign_only() -> None:
    assert busy_doors(ROOT) == []


def test_every_module_says_in_a_docstring_what_it_is_for() -> None:
    silent = [path for path in python_files(ROOT) if not ast.get_docstring(parsed(path))]
    assert [str(path.relative_to(ROOT)) for path in silent] == []


def test_an_import_or_a_missing_sign_in_a_door_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "domain/__init__.py", '"""Rules."""\nimport json\n')
    plant(tmp_path, "core/__init__.py", "")
    plant(tmp_path, "memory/__init__.py", '"""What we know."""\n')
    assert busy_doors(tmp_path) == ["core/__init__.py", "domain/__init__.py"]
