"""One process that keeps the others: starts them, restarts what ends, stops all of it cleanly.

A child is tied to its supervisor by its standard input: when that closes, even because the
supervisor was killed, the child ends itself. Stores are asked for each second and started again.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Annotated

import typer

from core import clock
from core.errors import Unavailable
from core.telemetry import logger

log = logger("supervisor")
Tied = Annotated[bool, typer.Option("--tied", hidden=True)]
BEAT_SECONDS = 0.2
GRACE_SECONDS = 12
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 60  # alive for so long, a child's next end counts as its first


@dataclass
class Child:
    """A process to keep running: `command` follows `refleqt`."""

    name: str
    command: Sequence[str]
    running: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    _since: float = 0.0
    _pause: float = FIRST_PAUSE
    _due: float = 0.0

    def beat(self) -> None:
        """Start the process, or start it again after a pause that doubles while it keeps ending."""
        now = clock.elapsed()
        if self.running is None:
            if now >= self._due:
                self._start(now)
        elif self.running.poll() is not None:
            log.warning("child ended", child=self.name, code=self.running.returncode)
            steady = now - self._since > STEADY_SECONDS
            self._pause = FIRST_PAUSE if steady else min(self._pause * 2, LONGEST_PAUSE)
            self.running, self._due = None, now + self._pause
            self.restarts += 1

    def _start(self, now: float) -> None:
        self._since = now
        self.running = subprocess.Popen(
            [sys.executable, "-m", "api.cli", *self.command, "--tied"],
            stdin=subprocess.PIPE,
            stdout=sys.stderr.fileno(),
            start_new_session=True,
        )

    def end(self) -> None:
        """Ask the process to finish what it is at."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end until `until` on the running counter, then kill it."""
        if self.running is None:
            return
        try:
            self.running.wait(max(0.0, until - clock.elapsed()))
        except subprocess.TimeoutExpired:
            log.warning("child killed", child=self.name)
            self.running.kill()
            self.running.wait()


@dataclass
class Store:
    """A store to keep running: whether it lives, and how to start it."""

    name: str
    lives: Callable[[], bool]
    start: Callable[[], object]
    seen: bool = False
    _pause: float = FIRST_PAUSE
    _due: float = 0.0

    def beat(self) -> None:
        """Start the store if it is gone; one that does not start is tried again later."""
        now = clock.elapsed()
        if now < self._due:
            return
        self._due = now + 1.0
        if self.lives():
            self.seen, self._pause = True, FIRST_PAUSE
            return
        if self.seen:
            log.warning("store is gone", store=self.name)
        try:
            self.start()
        except Unavailable as wrong:
            log.warning("store did not start", store=self.name, why=wrong.detail)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self._due = clock.elapsed() + self._pause


@dataclass
class Supervisor:
    """Keeps `children` and `stores` until `stop` is set."""

    children: list[Child]
    stores: list[Store]
    stop: Event = field(default_factory=Event)

    def heed_signals(self) -> None:
        """Let Ctrl-C and SIGTERM set `stop`."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: self.stop.set())

    def run(self, ready: Callable[[], bool]) -> None:
        """Keep all of it running; `ready` is asked at each beat until it says True."""
        waiting = True
        try:
            while not self.stop.wait(BEAT_SECONDS):
                for part in (*self.children, *self.stores):
                    part.beat()
                waiting = waiting and not ready()
        finally:
            self._end()

    def _end(self) -> None:
        until = clock.elapsed() + GRACE_SECONDS
        for child in self.children:
            child.end()
        for child in self.children:
            child.wait(until)


def tie() -> None:
    """In a child: end, as if asked to, when the supervisor is gone."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 64):
            continue
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, daemon=True).start()
