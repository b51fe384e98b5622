"""The page on adding parts works: its files and patches on a copy of the tree, and their tests."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, plant

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
NAMED = re.compile(r"\A(?:# |<!-- )([\w/.]+)(?: -->)?\n")
ALSO = ("tests/architecture/test_mirror.py", "tests/architecture/test_sizes.py",
        "tests/tools/test_catalog.py", "tests/prompts/test_library.py")  # fmt: skip
"""What holds for every part holds for the new ones: mirror, walls, catalogue, lock."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree as it stands, to be added to."""
    for name in (*PACKAGES, "tests"):
        unneeded = shutil.ignore_patterns("__pycache__", ".hypothesis")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=unneeded)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def added(copy: Path, page: str) -> list[str]:
    """Write what a page adds into a copy; returns the tests among it."""
    tests = []
    for language, text in BLOCK.findall(page):
        if language == "diff":
            _patch(copy, text)
            continue
        named = NAMED.match(text)
        assert named, text[:60]
        assert not (copy / named[1]).exists(), f"{named[1]} is there already"
        plant(copy, named[1], text[named.end() :])
        tests += [named[1]] if named[1].startswith("tests/") else []
    return tests


def _patch(copy: Path, text: str) -> None:
    """Put each `+` line behind the line before it."""
    file = next(line[6:] for line in text.splitlines() if line.startswith("+++ b/"))
    told = (copy / file).read_text()
    for hunk in text.split("@@\n")[1:]:
        before, after = [line for line in hunk.splitlines() if line[:1] in " +"][:2]
        assert told.count(f"{before[1:]}\n") == 1, before
        told = told.replace(f"{before[1:]}\n", f"{before[1:]}\n{after[1:]}\n")
    (copy / file).write_text(told)


@pytest.mark.slow
def test_every_part_on_the_page_is_added_and_passes_its_tests(copy: Path) -> None:
    tests = added(copy, (ROOT / "docs" / "adding.md").read_text())
    assert len(tests) == 4
    for command in (["-m", "api.cli", "dev", "lock-prompts"], ["-m", "pytest", *tests, *ALSO]):
        done = subprocess.run(
            [sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
