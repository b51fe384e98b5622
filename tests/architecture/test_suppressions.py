"""A suppression names its code, and their number may only fall (`suppressions.txt`)."""

import re
import tokenize
from pathlib import Path

from tests.architecture.tree import ROOT, plant, python_files

RATCHET = "tests/architecture/suppressions.txt"
SUPPRESSION = re.compile(r"#\s*(noqa|type: ?ignore|pyright: ?ignore|ruff: ?noqa|fmt: off)")
CODED = re.compile(
    r"#\s*(noqa: [A-Z]+\d+(, [A-Z]+\d+)*|(type|pyright): ignore\[[\w-]+(, ?[\w-]+)*\])(\s|$)"
)


def suppressions(root: Path) -> list[tuple[str, str]]:
    """(file and line, comment) of everything that silences a checker."""
    found = []
    for path in python_files(root):
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                if token.type == tokenize.COMMENT and SUPPRESSION.search(token.string):
                    place = f"{path.relative_to(root)}:{token.start[0]}"
                    found.append((place, token.string))
    return found


def suppression_faults(root: Path) -> list[str]:
    """Suppressions without a code, and a count that differs from the ratchet."""
    found = suppressions(root)
    faults = [f"{place} names no code" for place, comment in found if not CODED.search(comment)]
    allowed = int((root / RATCHET).read_text().split()[0])
    if len(found) > allowed:
        faults.append(f"{len(found)} suppressions, {allowed} allowed")
    if len(found) < allowed:
        faults.append(f"{len(found)} suppressions: turn {RATCHET} down from {allowed}")
    return faults


def test_suppressions_are_coded_and_not_more_than_before() -> None:
    assert suppression_faults(ROOT) == []


def test_one_more_is_found(tmp_path: Path) -> None:
    plant(tmp_path, RATCHET, "1\n")
    plant(tmp_path, "core/a.py", "x = 1  # noqa: S105 (why)\ny = 2  # noqa: E501\n")
    assert suppression_faults(tmp_path) == ["2 suppressions, 1 allowed"]


def test_one_fewer_turns_the_ratchet(tmp_path: Path) -> None:
    plant(tmp_path, RATCHET, "1\n")
    assert suppression_faults(tmp_path) == [f"0 suppressions: turn {RATCHET} down from 1"]


def test_one_without_a_code_is_found(tmp_path: Path) -> None:
    plant(tmp_path, RATCHET, "3\n")
    text = "x = 1  # noqa\ny = 2  # type: ignore\nz = 3  # pyright: ignore[reportAny]\n"
    plant(tmp_path, "core/a.py", text)
    assert suppression_faults(tmp_path) == [
        "core/a.py:1 names no code",
        "core/a.py:2 names no code",
    ]
