"""`refleqt serve`: stores, API, worker and scheduler under one supervisor."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from http.client import HTTPConnection, HTTPException
from typing import Annotated

import typer

from api.opening import AsJson, DataDir, choose
from api.supervisor import Child, Store, Supervisor, Tied, tie
from core.errors import Conflict, RefleqtError
from core.settings import settings, use
from memory import server

app = typer.Typer()
TURN_SECONDS = 0.0005
"""How long a thread may hold the interpreter while a request waits for it: a tenth of Python's own,
for a request takes many turns beside an index that is being built."""


class PortTaken(Conflict):
    """The port is taken."""

    exit_code = 2


class ServedAlready(Conflict):
    """This data directory is served already."""

    exit_code = 2


class SchemaNotReady(RefleqtError):
    """The database could not be brought to the newest schema."""


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default loopback")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 = any that is free")] = None,
    api_only: Annotated[
        bool, typer.Option("--api-only", help="The API alone; stores and workers run elsewhere")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
    tied: Tied = False,
) -> None:
    """Run everything: stores, API, worker, scheduler. Ctrl-C stops all of it.

    Examples: refleqt serve; refleqt serve --port 0 --json; refleqt serve --api-only
    """
    choose(data_dir)
    host = host or settings().host
    port = _free(host, settings().port if port is None else port)
    use(host=host, port=port)  # links in mails lead here; the children see it too
    if api_only:
        _serve_api(host, port, tied)
        return
    with server.alone() as free:
        if not free:
            where = f"({settings().data_dir.resolve()})"
            raise ServedAlready(where, remedy="Use it, or choose another --data-dir.")
        by_itself = settings().embedded and not server.in_use()
        with server.held():
            _supervise(host, port, as_json, take_back=by_itself)


def _supervise(host: str, port: int, as_json: bool, *, take_back: bool) -> None:
    place = ["--host", host, "--port", str(port)]
    workers = [Child(f"worker {n + 1}", ["worker"]) for n in range(settings().workers)]
    apis = [Child(f"api {n + 1}", ["serve", "--api-only", *place]) for n in range(settings().apis)]
    all_of_it = Supervisor([*apis, *workers], _stores())
    all_of_it.heed_signals()
    _migrate(take_back=take_back)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def ready() -> bool:
        if not _answers(host, port):
            return False
        if as_json:
            typer.echo(json.dumps({"address": address, "docs": f"{address}/docs"}))
        else:
            typer.echo(f"Refleqt is at {address}  (what it offers: {address}/docs)")
            typer.echo("Ctrl-C stops it.")
        sys.stdout.flush()
        return True

    all_of_it.run(ready)


def _serve_api(host: str, port: int, tied: bool) -> None:
    import uvicorn

    if tied:
        tie()
    sys.setswitchinterval(TURN_SECONDS)
    config = uvicorn.Config(
        "api.app:build",
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws_max_size=65_536,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run(sockets=[_shared(host, port)])


def _shared(host: str, port: int) -> socket.socket:
    """A socket on a port that several processes listen on; the system shares out who comes."""
    listens = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listens.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listens.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listens.bind((host, port))
    return listens


def _stores() -> list[Store]:
    stores = []
    if settings().embedded:
        stores.append(Store("postgres", server.postgres_lives, server.ensure_postgres))
    if server.own_chroma():
        stores.append(Store("chroma", server.chroma_lives, server.ensure_chroma))
    return stores


def _migrate(*, take_back: bool) -> None:
    """In a process of its own, so that this one stays small.

    Work that a killed server had begun is taken back at once, where nobody else can be at it.
    """
    command = [sys.executable, "-m", "api.cli", "migrate", *["--take-back"] * take_back]
    done = subprocess.run(command, stdout=sys.stderr.fileno(), check=False)
    if done.returncode:
        raise SchemaNotReady(remedy="Run `refleqt doctor`.")


def _answers(host: str, port: int) -> bool:
    asked = HTTPConnection(host, port, timeout=2)
    try:
        asked.request("GET", "/readyz")
        return asked.getresponse().status == 200
    except (HTTPException, OSError):
        return False
    finally:
        asked.close()


def _free(host: str, port: int) -> int:
    """The port, or one that is free for 0. Raises `PortTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            raise PortTaken(
                f"{host}:{port} cannot be used: {wrong.strerror}.",
                remedy="Choose another with --port, or --port 0 for any.",
            ) from wrong
        return int(probe.getsockname()[1])
