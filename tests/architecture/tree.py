"""What the house rules look at: the repository's files, or a small tree that a test planted."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "core",
    "domain",
    "prompts",
    "connectors",
    "memory",
    "cdt",
    "tools",
    "agents",
    "graphs",
    "evals",
    "jobs",
    "api",
)
BESIDE = ("tests", "benchmarks", "examples")
_SKIPPED = {"__pycache__", ".hypothesis"}


def python_files(root: Path, folders: tuple[str, ...] = PACKAGES + BESIDE) -> Iterator[Path]:
    """Every Python file of the named folders of `root`, in order."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            if not _SKIPPED & set(path.parts):
                yield path


def listed(path: Path) -> list[str]:
    """The lines of a list file: one entry a line, `#` begins a comment."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [entry for line in lines if (entry := line.partition("#")[0].strip())]


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(), str(path))


def plant(root: Path, path: str, text: str = '"""Planted."""\n') -> Path:
    """Write a file into a tree made for a test."""
    made = root / path
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text(text)
    return made
