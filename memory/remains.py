"""What remains: the proof of an erasure is a search for bytes in everything on this machine's disk.

It reads every file of the data directory that the manifest of stores does not except, and the
names of files and folders. A Postgres, Chroma or bucket elsewhere is out of its reach.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

import numpy as np

from core.settings import settings
from domain.stores import entry_of

BLOCK = 8 * 1024 * 1024


def marks_of(business_id: UUID) -> tuple[bytes, ...]:
    """How rows, payloads, folders and log lines name a business: 16 bytes, and 36 letters."""
    return business_id.bytes, str(business_id).encode()


def search(probes: Sequence[bytes]) -> dict[str, int]:
    """Store → files in which any of `probes` (four bytes or more each) occurs, or whose name holds
    one."""
    wanted = _Wanted(probes)
    return dict(Counter(store for store, path in _files() if wanted.in_name(path.name)
                        or (path.is_file() and wanted.in_file(path))))  # fmt: skip


class _Wanted:
    """Many byte strings that are looked for at once.

    Every place of a block is looked up by its last four bytes (of ids, the first are the time and
    much the same for all), in two tables of 65,536 pairs; what passes both is compared whole.
    """

    def __init__(self, probes: Iterable[bytes]) -> None:
        self.probes = tuple(dict.fromkeys(probes))
        self.longest = max(map(len, self.probes), default=4)
        self.early, self.late = np.zeros(65_536, bool), np.zeros(65_536, bool)
        self.by_end: dict[bytes, list[bytes]] = {}
        for probe in self.probes:
            self.early[int.from_bytes(probe[-4:-2])] = True
            self.late[int.from_bytes(probe[-2:])] = True
            self.by_end.setdefault(probe[-4:], []).append(probe)

    def in_name(self, name: str) -> bool:
        return any(probe in name.encode() for probe in self.probes)

    def in_file(self, path: Path) -> bool:
        """Whether a file holds a probe; one that goes away meanwhile holds nothing."""
        try:
            with path.open("rb") as file:
                before = b""
                while block := file.read(BLOCK):
                    window = before + block
                    if self._in(window):
                        return True
                    before = window[-self.longest :]
        except (FileNotFoundError, IsADirectoryError):
            return False
        return False

    def _in(self, window: bytes) -> bool:
        if len(window) < 4:
            return False
        one = np.frombuffer(window, np.uint8)
        pairs = (one[:-1].astype(np.uint16) << 8) | one[1:]
        places = np.flatnonzero(self.early[pairs[:-2]] & self.late[pairs[2:]])
        return any(
            window.endswith(probe, 0, end)
            for end in (places + 4).tolist()
            for probe in self.by_end.get(window[end - 4 : end], ())
        )


def lines_with(path: Path, probes: Sequence[bytes]) -> int:
    """Take the lines that hold a probe out of a log; returns how many there were."""
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return 0
    left = [line for line in lines if not any(probe in line for probe in probes)]
    if len(left) < len(lines):
        with path.open("r+b") as file:  # whoever writes to it appends: the same file has to stay
            file.truncate()
            file.write(b"".join(left))
            file.truncate()
    return len(lines) - len(left)


def logs() -> list[Path]:
    """The logs of the embedded stores."""
    root = settings().data_dir
    return [*root.glob("*.log"), *root.glob("*.out"), root / "postgres" / "log"]


def _files() -> Iterator[tuple[str, Path]]:
    root = settings().data_dir
    for top in sorted(root.iterdir()):
        entry = entry_of(top.name)
        if entry is not None and not entry.searched:
            continue
        store = entry.store if entry else "ours"
        yield store, top
        if top.is_dir():
            yield from ((store, path) for path in sorted(top.rglob("*")))
    if settings().blobs_dir and not settings().blobs_url:
        yield from (("blobs", path) for path in sorted(settings().blobs.rglob("*")))
