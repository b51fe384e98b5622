"""A file has up to 400 lines, a function up to 60; nothing is excepted."""

import ast
from pathlib import Path

from tests.architecture.tree import ROOT, parsed, plant, python_files

FILE_LINES, FUNCTION_LINES = 400, 60


def long_files(root: Path) -> list[str]:
    """Files above the wall, with their length."""
    sizes = {path: len(path.read_text().splitlines()) for path in python_files(root)}
    return [
        f"{path.relative_to(root)}: {size}" for path, size in sizes.items() if size > FILE_LINES
    ]


def long_functions(root: Path) -> list[str]:
    """Functions above the wall (from `def` to the last line), with their length."""
    found = []
    for path in python_files(root):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > FUNCTION_LINES:
                    found.append(f"{path.relative_to(root)}: {node.name}: {size}")
    return found


def test_no_file_is_longer_than_the_wall() -> None:
    assert long_files(ROOT) == []


def test_no_function_is_longer_than_the_wall() -> None:
    assert long_functions(ROOT) == []


def test_a_file_of_401_lines_is_found_and_one_of_400_is_not(tmp_path: Path) -> None:
    plant(tmp_path, "domain/long.py", "x = 1\n" * 401)
    plant(tmp_path, "tests/domain/test_long.py", "x = 1\n" * 400)
    assert long_files(tmp_path) == ["domain/long.py: 401"]


def test_a_function_of_61_lines_is_found_and_one_of_60_is_not(tmp_path: Path) -> None:
    body = "    x = 1\n"
    plant(tmp_path, "domain/long.py", f"async def long():\n{body * 60}\ndef fits():\n{body * 59}")
    assert long_functions(tmp_path) == ["domain/long.py: long: 61"]
