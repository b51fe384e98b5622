"""Docs are true: every path and symbol that a page names exists.

A path or a symbol stands in a code span. `domain/loop.py` `react` names a symbol of that file, on
the same line or the next; a span in CamelCase names a class of ours. Fenced blocks are examples and
are not read.
"""

import ast
import re
from pathlib import Path

from tests.architecture.tree import PACKAGES, ROOT, parsed, plant, python_files

SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"^[\w.-]+(/[\w.-]+)*/?$")
FILE = re.compile(r"\.(py|md|toml|json|jsonl|csv|sql|txt|lock|in)$")
CLASS = re.compile(r"^([A-Z][a-z0-9]+){2,}$")
PLACES = (*PACKAGES, "tests", "docs", "examples", "requirements", "benchmarks")
OUTSIDE = ("LaMP", "GitHub")
FOUND_AT_RUN_TIME = ("business.json", "interview.json", "calendar.csv", "performance.csv")
"""Files that a founder brings or that a running system writes; a page may name them."""


def pages(root: Path) -> list[Path]:
    """Every page whose words are checked."""
    return [
        path
        for path in (root / "README.md", root / "AGENTS.md", *sorted(root.glob("docs/**/*.md")))
        if path.exists()
    ]


def untrue_words(root: Path) -> list[str]:
    """Paths and symbols that a page names and that do not exist."""
    classes = _names_of_all(root)
    basenames = {path.name for place in PLACES for path in (root / place).rglob("*.*")}
    faults = []
    for page in pages(root):
        text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.M | re.S)
        for word in _wrong_in(root, text, classes, basenames):
            faults.append(f"{page.relative_to(root)}: {word}")
    return faults


def _wrong_in(root: Path, text: str, classes: set[str], basenames: set[str]) -> list[str]:
    wrong, inside, end = [], None, 0
    for span in SPAN.finditer(text):
        word = span[1]
        beside = inside is not None and text[end : span.start()].isspace() and word.isidentifier()
        if beside and inside is not None and word not in _names(inside):
            wrong.append(f"{inside.relative_to(root)} has no {word}")
        elif not beside:
            inside = None
            if _names_a_path(word):
                path = root / word
                if not path.exists() and word not in basenames | set(FOUND_AT_RUN_TIME):
                    wrong.append(word)
                inside = path if path.suffix == ".py" and path.is_file() else None
            elif CLASS.match(word) and word not in classes | set(OUTSIDE):
                wrong.append(word)
        end = span.end()
    return wrong


def _names_a_path(word: str) -> bool:
    first = word.partition("/")[0]
    return bool(PATH.match(word)) and (("/" in word and first in PLACES) or bool(FILE.search(word)))


def _names_of_all(root: Path) -> set[str]:
    return {name for path in python_files(root) for name in _names(path)}


def _names(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def test_every_path_and_symbol_in_the_docs_exists() -> None:
    assert untrue_words(ROOT) == []


def test_a_decision_has_at_most_sixty_lines_and_its_five_parts() -> None:
    parts = ("Context", "Decision", "Consequences", "Alternatives", "What enforces it")
    for page in sorted(ROOT.glob("docs/decisions/*.md")):
        text = page.read_text()
        assert len(text.splitlines()) <= 60, page.name
        assert [part for part in parts if f"## {part}" not in text] == [], page.name


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in sorted(ROOT.glob("docs/decisions/*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_invented_path_symbol_or_class_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "domain/loop.py", "def react():\n    pass\n")
    text = (
        "`domain/loop.py` `react` and `domain/loop.py`\n`recoil`, `domain/gone.py`,\n"
        "`WorkForNobody`, `services/`, `lost.md`.\n```\n`domain/example.py`\n```\n"
    )
    plant(tmp_path, "docs/walks.md", text)
    assert untrue_words(tmp_path) == [
        "docs/walks.md: domain/loop.py has no recoil",
        "docs/walks.md: domain/gone.py",
        "docs/walks.md: WorkForNobody",
        "docs/walks.md: lost.md",
    ]
