"""Each rule that the linters keep fails `make check` on a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, plant

LONG = "word " * 20
DEEP = "".join(f"    if a == {n}:\n        return {n}\n" for n in range(11))
PLANTED = {
    "TID251 os.environ": "import os\n\nHOME = os.environ['HOME']\n",
    "TID251 datetime.now": "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
    "TID251 random": "import random\n\nDICE = random\n",
    "TID251 pickle": "import pickle\n\nLOAD = pickle\n",
    "E501 a line of 107": f'"""{LONG}"""\n',
    "C901 complexity 12": f"def decide(a):\n{DEEP}    return None\n",
    "PLR0913 seven arguments": "def put(a, b, c, d, e, f, g):\n    return a, b, c, d, e, f, g\n",
    "PLC0415 hidden import": "def put():\n    import json\n\n    return json\n",
    "T201 print": "print(1)\n",
    "ERA001 commented-out code": "# x = 1\n",
    "BLE001 broad handler": "try:\n    x = 1\nexcept Exception:\n    x = 2\n",
    "DTZ001 naive time": "from datetime import datetime\n\nx = datetime(2026, 1, 1)\n",
    "PGH003 bare ignore": "x: int = 'a'  # type: ignore\n",
    "PGH004 bare noqa": "import json  # noqa\n",
    "S102 exec": "exec('1')\n",
    "S608 SQL from text": "def find(word):\n    return 'select a from b where c = ' + word\n",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with the repository's configuration and nothing in it."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def tool(house: Path, name: str, *arguments: str) -> str:
    """What a tool of `make check` complains of; empty when it passes."""
    program = Path(sys.executable).with_name(name)
    done = subprocess.run(
        [str(program), *arguments], cwd=house, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize("rule", PLANTED)
def test_a_broken_rule_of_the_linter_is_found(house: Path, rule: str) -> None:
    plant(house, "domain/planted.py", PLANTED[rule])
    assert rule.split()[0] in tool(house, "ruff", "check", "--no-cache", ".")


def test_what_breaks_no_rule_passes(house: Path) -> None:
    plant(house, "domain/planted.py", '"""Planted."""\n\nX = 1\n')
    assert tool(house, "ruff", "check", "--no-cache", ".") == ""
    assert tool(house, "ruff", "format", "--check", "--no-cache", ".") == ""


def test_another_format_is_found(house: Path) -> None:
    plant(house, "domain/planted.py", "x = {  'a':1 }\n")
    assert "would be reformatted" in tool(house, "ruff", "format", "--check", "--no-cache", ".")


def test_a_wrong_type_is_found(house: Path) -> None:
    plant(house, "domain/planted.py", 'x: int = "a"\n')
    said = tool(house, "basedpyright", "--level", "error", "domain/planted.py")
    assert "reportAssignmentType" in said
