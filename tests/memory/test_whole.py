"""Every table is known, whatever a process imported before."""

import subprocess
import sys

from memory import whole
from tests.architecture.tree import ROOT
from tests.memory.rows import NAMES


def test_all_tables_are_there_in_an_order_that_pointers_allow() -> None:
    order = [table.name for table in whole.in_order()]
    assert set(NAMES) <= set(order) == set(whole.tables())
    assert order.index("themes") < order.index("theme_quotes")


def test_a_fresh_process_knows_them_too() -> None:
    code = "from memory.whole import tables; print(len(tables()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
                          check=True)  # fmt: skip
    assert int(done.stdout) == len(whole.tables())
