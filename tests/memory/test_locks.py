"""One at a time, in this process and over processes; the dead hold nothing."""

import subprocess
import sys

import pytest

from core.ids import new_id
from memory import locks
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.usefixtures("_pool")
HOLDER = """
import asyncio, sys
from memory import locks

async def main():
    async with locks.alone("test", sys.argv[1]) as free:
        print(free, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_nobody_else_of_this_process_gets_in() -> None:
    key = new_id()
    async with locks.alone("test", key) as first, locks.alone("test", key) as second:
        assert (first, second) == (True, False)
        async with locks.alone("test", new_id()) as another:
            assert another
    async with locks.alone("test", key) as again:
        assert again


async def test_another_process_keeps_us_out_until_it_dies() -> None:
    key = new_id()
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(key)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"True\n"
    async with locks.alone("test", key) as free:
        assert not free
    child.kill()
    child.wait()
    free = False
    while not free:
        async with locks.alone("test", key) as free:
            pass
