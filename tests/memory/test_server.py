"""The embedded stores: started once, found by everybody, back after a kill, gone with the last."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from core.settings import settings, use
from memory import server


@pytest.fixture
def apart(data_dir: Path, tmp_path: Path) -> Iterator[Path]:
    """A data directory of the test's own, beside the one of the process."""
    folder = tmp_path / "apart"
    use(data_dir=folder)
    yield folder
    server.stop_postgres()
    use(data_dir=data_dir)


def asked(statement: str) -> object:
    """What the embedded server of this data directory answers its owner."""
    with psycopg.connect(server.conninfo(server.OWNER), autocommit=True) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def test_of_many_who_start_it_at_once_one_does(apart: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda _: server.ensure_postgres(), range(4))]
    assert sorted(found) == ["running", "running", "running", "started"]
    assert asked("select current_database()") == server.DATABASE
    assert server.postgres_lives()


def test_it_listens_on_no_port_and_lets_nobody_else_in(apart: Path) -> None:
    with server.held():
        assert asked("show listen_addresses") == ""
        assert server.socket_folder().stat().st_mode & 0o777 == 0o700


def test_whoever_leaves_last_stops_it(apart: Path) -> None:
    assert not server.in_use()
    with server.held():
        with server.held():
            assert server.postgres_lives()
        assert server.postgres_lives()
        assert server.in_use()
    assert not server.postgres_lives()
    assert not server.in_use()


def test_a_killed_postmaster_is_started_again_with_what_was_committed(apart: Path) -> None:
    with server.held():
        owner = psycopg.connect(server.conninfo(server.OWNER), autocommit=True)
        owner.execute("create table kept as select 7 as number")
        pid_file = apart / "postgres" / "postmaster.pid"
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        while server.postgres_lives():
            time.sleep(0.02)
        assert server.ensure_postgres() == "started"
        owner.close()
        assert asked("select number from kept") == 7


def test_a_half_made_cluster_is_made_anew(apart: Path) -> None:
    (apart / "postgres").mkdir(parents=True)
    (apart / "postgres" / "half").write_text("a file that a killed initdb left")
    assert server.ensure_postgres() == "started"
    assert not (apart / "postgres" / "half").exists()


def test_a_pid_file_that_cannot_be_read_means_it_does_not_live(apart: Path) -> None:
    (apart / "postgres").mkdir(parents=True)
    assert not server.postgres_lives()
    for words in ("", "not a number"):
        (apart / "postgres" / "postmaster.pid").write_text(words)
        assert not server.postgres_lives()
    (apart / "postgres" / "postmaster.pid").unlink()


def test_one_process_alone_supervises_a_data_directory(apart: Path) -> None:
    assert not server.served()
    with server.alone() as free:
        assert free
        assert server.served()
        with server.alone() as second:
            assert not second
    assert not server.served()


def test_a_deep_data_directory_still_has_a_short_socket(apart: Path) -> None:
    use(data_dir=apart / ("deep" * 30))
    folder = server.socket_folder()
    assert folder.parent == Path(tempfile.gettempdir())
    assert len(str(folder)) < 80
    use(data_dir=Path("/short"))
    assert server.socket_folder() == Path("/short/run")
    use(data_dir=apart)


def test_chroma_that_runs_elsewhere_is_not_ours(apart: Path) -> None:
    before = settings().vectors, settings().chroma_url
    use(vectors="chroma", chroma_url="http://vectors.example:8000")
    assert not server.own_chroma()
    use(chroma_url="")
    assert server.own_chroma()
    use(vectors=before[0], chroma_url=before[1])
    assert server.chroma_port() == 0
    assert not server.listens(0)


def test_a_number_in_the_pid_file_that_is_another_process_is_left_alone(apart: Path) -> None:
    apart.mkdir()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    (apart / "chroma.pid").write_text(str(child.pid))
    server.stop_chroma()
    assert child.poll() is None
    assert not (apart / "chroma.pid").exists()
    child.communicate(b"\n")


def test_a_port_listens_while_somebody_accepts() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        assert not server.listens(port)
        listener.listen()
        assert server.listens(port)
