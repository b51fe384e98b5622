"""Runs `refleqt demo` as a child and watches it: memory, and connections beyond loopback.

Linux only: memory is read from /proc. Postgres is counted apart from the application.
"""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAGE = os.sysconf("SC_PAGE_SIZE")
BEAT_SECONDS = 0.05
HOOK = """
import os, sys
from ipaddress import ip_address


def _near(host):
    try:
        return host in ("", "localhost") or ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _watch(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = arguments[0] or ""
        host = host.decode() if isinstance(host, bytes) else str(host)
    else:
        return
    if not _near(host):
        with open(os.environ["WATCHED_CONNECTIONS"], "a") as file:
            file.write(event + " " + host + "\\n")


sys.addaudithook(_watch)
"""
"""Python runs a `sitecustomize` of the path at its start: so the hook is in every child, first."""


@dataclass
class Watched:
    """A running demo, and what was seen of it."""

    data_dir: Path
    work_dir: Path
    process: subprocess.Popen[bytes]
    peak_bytes: int = 0
    postgres_peak_bytes: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Sample memory until the process is over."""
        while not self._over.wait(BEAT_SECONDS):
            application, postgres = memory_of(self.process.pid, str(self.data_dir))
            self.peak_bytes = max(self.peak_bytes, application)
            self.postgres_peak_bytes = max(self.postgres_peak_bytes, postgres)

    def result(self) -> dict[str, Any]:
        """Wait for the end; what it printed, as JSON. Exits with its errors if it failed."""
        watcher = threading.Thread(target=self.watch)
        watcher.start()
        code = self.process.wait()
        self._over.set()
        watcher.join()
        if code:
            errors = (self.work_dir / "stderr").read_text(errors="replace")
            sys.exit(f"refleqt demo ended with {code}:\n{errors[-2000:]}")
        return json.loads((self.work_dir / "stdout").read_text())

    def connections(self) -> list[str]:
        """Every connection or look-up of a name beyond loopback."""
        file = self.work_dir / "connections"
        return file.read_text().splitlines() if file.exists() else []


def begin(data_dir: Path, work_dir: Path, source: Path | None = None) -> Watched:
    """Start `refleqt demo --json` on a data directory; `work_dir` takes what it prints."""
    work_dir.mkdir(parents=True, exist_ok=True)
    (work_dir / "sitecustomize.py").write_text(HOOK)
    environment = {**os.environ, "WATCHED_CONNECTIONS": str(work_dir / "connections")}
    here = str(Path(__file__).parents[1])
    environment["PYTHONPATH"] = os.pathsep.join([str(work_dir), here])
    command = [sys.executable, "-m", "api.cli", "demo", "--json", "--data-dir", str(data_dir)]
    command += ["--from", str(source)] if source else []
    with (work_dir / "stdout").open("wb") as out, (work_dir / "stderr").open("wb") as errors:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=errors)
    return Watched(data_dir, work_dir, process)


def memory_of(pid: int, mark: str) -> tuple[int, int]:
    """Resident bytes of the process with all that belongs to it, and of Postgres.

    What belongs: children and their children, and whoever names the data directory.
    """
    parents, names, lines = {}, {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
                lines[int(folder.name)] = (folder / "cmdline").read_text(errors="replace")
            except OSError:
                continue
            head, _, rest = stat.rpartition(")")
            names[int(folder.name)] = head.partition("(")[2]
            parents[int(folder.name)] = int(rest.split()[1])
    ours = {each for each in lines if mark in lines[each]} | {pid}
    while more := {each for each, parent in parents.items() if parent in ours} - ours:
        ours |= more
    ours.discard(os.getpid())
    postgres = {each for each in ours if "postgres" in (names.get(each, ""), lines.get(each, ""))}
    postgres |= {each for each in ours if names.get(each) == "postgres"}
    return sum(map(_resident, ours - postgres)), sum(map(_resident, postgres))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


def seconds_since(began: float) -> float:
    """Seconds on a counter that only runs forward."""
    return round(time.perf_counter() - began, 2)
