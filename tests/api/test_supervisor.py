"""Children are kept running, stores are started again, and all of it ends together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import psutil
import pytest

from api.supervisor import Child, Store, Supervisor
from core.errors import Unavailable


@pytest.fixture
def sleeper(tmp_path: Path, data_dir: Path) -> Iterator[Child]:
    """A child that runs until it is asked to end."""
    child = Child("api", ["serve", "--api-only", "--port", "0"])
    yield child
    if child.running is not None:
        child.running.kill()
        child.running.wait()


def wait_for(what: Callable[[], object]) -> None:
    """Until `what()` is true."""
    while not what():
        time.sleep(0.05)


def test_a_child_that_was_killed_is_started_again_after_a_pause(sleeper: Child) -> None:
    keeper = Supervisor([sleeper], [])
    thread = Thread(target=keeper.run, args=(lambda: True,))
    thread.start()
    wait_for(lambda: sleeper.running is not None)
    first = sleeper.running
    assert first is not None
    first.kill()
    wait_for(lambda: sleeper.running not in (None, first))
    keeper.stop.set()
    thread.join()
    assert sleeper.restarts == 1
    assert sleeper.running is not None
    assert sleeper.running.poll() is not None


def test_the_pause_doubles_while_a_child_keeps_ending() -> None:
    child = Child("broken", ["no-such-command"])
    pauses = []
    for _ in range(3):
        child._due = 0.0
        child.beat()
        assert child.running is not None
        child.running.wait()
        child.beat()
        pauses.append(child._pause)
    assert pauses == [1.0, 2.0, 4.0]


def test_a_store_that_is_gone_is_started() -> None:
    state = {"lives": False, "starts": 0}

    def start() -> None:
        state.update(lives=True, starts=state["starts"] + 1)

    store = Store("postgres", lambda: bool(state["lives"]), start)
    store.beat()
    store._due = 0.0
    store.beat()
    assert state == {"lives": True, "starts": 1}


def test_a_store_that_cannot_start_is_tried_again_later() -> None:
    def fail() -> None:
        raise Unavailable("the disk is full")

    store = Store("postgres", lambda: False, fail)
    store.beat()
    assert store._due > 0
    assert store._pause == 1.0


def test_a_child_ends_when_its_supervisor_was_killed(data_dir: Path) -> None:
    program = (
        "import time\n"
        "from api.supervisor import Child\n"
        "child = Child('api', ['serve', '--api-only', '--port', '0'])\n"
        "child.beat()\n"
        "print(child.running.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    keeper = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert keeper.stdout is not None
    orphan = psutil.Process(int(keeper.stdout.readline()))
    os.kill(keeper.pid, signal.SIGKILL)
    keeper.wait()
    wait_for(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE)
