"""What `refleqt doctor` looks at: each check gives a finding, and each bad finding its way out.

Whoever runs the installation sees counts and paths here, never anybody's words.
"""

import shutil
import socket
import stat
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from pydantic import BaseModel

from cdt import gateway, minilm_graph, routes
from core import security
from core.errors import RefleqtError, Unavailable
from core.settings import DEFAULT_SECRET, settings
from domain.access import Actor, worker_for
from memory import db, index, migrate, models, people, queue, server
from memory.ctx import open_ctx

ENOUGH_BYTES = 2 * 1024**3
MANY_WAITING = 1000
_TELLING = frozenset({"WrongKey", "UnknownModel"})
_MODEL_FIXES = {
    "WrongKey": "Put the right key into REFLEQT_MODEL_API_KEY.",
    "UnknownModel": "Put a LiteLLM model string (vendor/model) that the server has into "
    "REFLEQT_MODEL.",
}
_MODEL_FIX = "Check REFLEQT_MODEL_API_BASE and the vendor's status; meanwhile drafts answer."
Check = Callable[[], Awaitable["Finding"]]


class Finding(BaseModel):
    """What one check found; `fix` is what to do where it is not well."""

    check: str
    ok: bool
    found: str
    fix: str = ""


def _well(check: str, found: str) -> Finding:
    return Finding(check=check, ok=True, found=found)


def _bad(check: str, found: str, fix: str) -> Finding:
    return Finding(check=check, ok=False, found=found, fix=fix)


async def data_folder() -> Finding:
    """The data directory can be written."""
    root = settings().data_dir.resolve()
    try:
        root.mkdir(parents=True, exist_ok=True)
        probe = root / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as wrong:
        fix = f"Give this account the right to write in {root}, or set REFLEQT_DATA_DIR."
        return _bad("data directory", f"{root}: {wrong.strerror}", fix)
    return _well("data directory", f"{root} can be written")


async def disk() -> Finding:
    """There is room to write."""
    place = settings().data_dir.resolve()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    room = f"{free / 1024**3:.1f} GiB free"
    if free < ENOUGH_BYTES:
        return _bad("disk", room, "Free some space: Postgres stops when the disk is full.")
    return _well("disk", room)


async def secrets() -> Finding:
    """The keys can be read, by this account alone."""
    for name in ("master.key", "signing.key"):
        path = settings().data_dir.resolve() / name
        with suppress(FileNotFoundError):
            if fault := _key_fault(path):
                return _bad("keys", *fault)
    if settings().environment == "production" and not settings().master_key.get_secret_value():
        fix = "Set REFLEQT_MASTER_KEY from your secret store, so that it is not beside the data."
        return _bad("keys", "the master key is a file in the data directory", fix)
    own = settings().secret_key.get_secret_value() != DEFAULT_SECRET
    return _well("keys", "from the settings" if own else "files in the data directory")


def _key_fault(path: Path) -> tuple[str, str] | None:
    try:
        key = path.read_bytes()
    except PermissionError:
        return f"{path} cannot be read", f"chown {path} to the account that runs Refleqt."
    if len(key) != 32:
        return f"{path} has {len(key)} bytes, not 32", "Restore it from a backup."
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return f"{path} can be read by others", f"chmod 600 {path}"
    return None


async def postgres() -> Finding:
    """Postgres answers."""
    kind = "embedded" if settings().embedded else "by REFLEQT_DATABASE_URL"
    try:
        await migrate.is_current()  # as the owner: in a new database there is no other role yet
    except db.LOST as wrong:
        log = settings().data_dir.resolve() / "postgres" / "log"
        fix = f"Read {log}." if settings().embedded else "Check the address and that it runs."
        return _bad("postgres", f"{kind}: {type(wrong).__name__}", fix)
    return _well("postgres", f"{kind}, answers")


async def newest_schema() -> Finding:
    """The migrations are at their head."""
    if await migrate.is_current():
        return _well("schema", "the newest")
    return _bad("schema", "older than this code", "Run `refleqt migrate`.")


async def sealed_words() -> Finding:
    """Each business's data key opens under the master key."""
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        ids = await people.all_businesses(ctx)
    locked = [str(each) for each in ids if not await _opens(each)]
    if locked:
        fix = "Restore the master.key (or REFLEQT_MASTER_KEY) that this database was made with."
        return _bad("sealed words", f"no key opens those of {', '.join(locked[:5])}", fix)
    return _well("sealed words", f"the keys of {len(ids)} businesses open")


async def _opens(business_id: UUID) -> bool:
    try:
        async with open_ctx(worker_for(business_id), read_only=True):
            return True
    except (security.SealBroken, ValueError):
        return False


async def vectors() -> Finding:
    """The search index is where the settings say."""
    if settings().vectors == "pgvector":
        return _well("vectors", "in Postgres alone")
    if index.reachable():
        return _well("vectors", "Chroma answers")
    if settings().chroma_url:
        fix = "Check REFLEQT_CHROMA_URL, or set REFLEQT_VECTORS=pgvector."
        return _bad("vectors", f"{settings().chroma_url} does not answer", fix)
    return _well("vectors", "Chroma starts with `refleqt serve`; until then Postgres is searched")


async def model_files() -> Finding:
    """The embedding model's files are there and unchanged."""
    try:
        folder = minilm_graph.weights_folder()
        minilm_graph.verify(folder)
    except RefleqtError as wrong:
        return _bad("model files", f"{wrong.title} {wrong.detail}".strip(), wrong.remedy)
    return _well("model files", "all-MiniLM-L6-v2, unchanged")


async def port() -> Finding:
    """The port of the API is free, or it is ours."""
    host, number = settings().host, settings().port
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as wrong:
            if server.served():
                return _well("port", f"{host}:{number} is in use; this directory is being served")
            fix = "Stop what listens there, or choose another: REFLEQT_PORT or serve --port."
            return _bad("port", f"{host}:{number}: {wrong.strerror}", fix)
    return _well("port", f"{host}:{number} is free")


async def deployment_models() -> Finding:
    """The models of the settings answer; each is asked for one word."""
    known = (await routes.plan(None)).routes
    if not known:
        return _well("models", "none in the settings: drafts by code")
    for route in known:
        try:
            await gateway.probe(route, _Probe())
        except Unavailable as wrong:
            found = f"{route.model}: {wrong.title} {wrong.detail}".strip()
            return _bad("models", found, _MODEL_FIXES.get(wrong.name, _MODEL_FIX))
    return _well("models", f"{', '.join(route.model for route in known)}: answer")


async def business_models() -> Finding:
    """The newest call of each business's own models went well; they are not asked here."""
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        ids = await people.all_businesses(ctx)
    wrong: list[str] = []
    for each in ids:
        async with open_ctx(worker_for(each), read_only=True) as ctx:
            own = {row.model for row in await models.routes(ctx)}
            last = await models.last_outcomes(ctx)
        wrong += [f"{name} of {each}: {last[name]}" for name in own if last.get(name) in _TELLING]
    if wrong:
        fix = "Its founder mends name, key or address: refleqt models list, add."
        return _bad("models of businesses", "; ".join(wrong[:5]), fix)
    return _well("models of businesses", f"no complaint in {len(ids)} businesses")


@dataclass(frozen=True)
class _Probe:
    """Words that are nobody's."""

    prompt_id: str = "doctor/probe"
    version: int = 1
    hash: str = ""


async def queued_work() -> Finding:
    """Nothing failed for good, and what waits is being worked on."""
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        counts = await queue.counts(ctx)
    dead = sum(count for _, status, count in counts if status == "failed")
    waiting = sum(count for _, status, count in counts if status == "queued")
    if dead:
        fix = "See why: `refleqt jobs`. When mended: `refleqt jobs --replay all`."
        return _bad("jobs", f"{dead} failed for good, {waiting} wait", fix)
    if waiting > MANY_WAITING:
        return _bad("jobs", f"{waiting} wait", "Run `refleqt serve`, or one more `refleqt worker`.")
    return _well("jobs", f"none failed for good, {waiting} wait")


FIRST: tuple[Check, ...] = (
    data_folder, disk, secrets, model_files, deployment_models, port,
)  # fmt: skip
"""What can be looked at without a database."""

THEN: tuple[Check, ...] = (
    postgres,
    newest_schema,
    sealed_words,
    vectors,
    business_models,
    queued_work,
)
"""What needs one; each asks what the one before made sure of."""
