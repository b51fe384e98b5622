"""One thread that owns a base model and its adapters; who asks waits in a queue.

PEFT keeps the active adapter in the model itself: two threads gave one customer another's answer in
32 of 80 calls, without an exception. So nobody but this thread touches the model, and every row of
a batch names its adapter. What lies on disk is the truth: an adapter is looked up and checked there
whenever it is loaded, and one that left the disk leaves the memory before the next batch.
"""

# pyright: reportMissingImports=false
import queue
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from cdt.training import check, weights
from core.errors import BadInput, NotFound, RefleqtError, TooMany, Unavailable

AT_ONCE, WAITING, PAUSE = 16, 1_024, 0.003


class UnknownAdapter(NotFound):
    """There is no such model here."""


class TooLong(BadInput):
    """The question and its answer are longer than the model can hold."""


class QueueFull(TooMany):
    """Too many wait already."""


class ModelBroke(Unavailable):
    """The model failed over this."""


@dataclass(frozen=True)
class Done:
    """An answer came to its end: why (`stop` or `length`), and its tokens in and out."""

    why: str
    tokens_in: int
    tokens_out: int


@dataclass
class Asked:
    """A question to the base or to an adapter, and where the pieces of its answer go."""

    model: str
    messages: Sequence[dict[str, str]]
    most: int = 256
    warmth: float = 0.0
    top: float = 1.0
    seed: int | None = None
    stops: tuple[str, ...] = ()
    pieces: queue.SimpleQueue[str | Done | RefleqtError] = field(default_factory=queue.SimpleQueue)
    gone: bool = False
    row: list[int] = field(default_factory=list)
    said: list[int] = field(default_factory=list)
    shown: int = 0
    over: bool = False
    draws: torch.Generator | None = None


@dataclass(frozen=True)
class House:
    """Where base and adapters lie, what the base is called, how many adapters are held at once."""

    base: Path
    store: Path
    name: str
    most: int = 8
    pinned: frozenset[str] = frozenset()


class ModelThread:
    """The owner of a model. `ask` may be called from any thread; the rest is its own."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.base_hash = check.base_hash(house.base)
        self.model, self.tokens = weights.load_base(house.base)
        self.model.eval()
        self.room = int(getattr(self.model.config, "max_position_embeddings", 2048))
        self.loaded: OrderedDict[str, None] = OrderedDict()
        self.counts = {"asked": 0, "batches": 0, "loads": 0, "evictions": 0, "refusals": 0}
        self.most_loaded = 0
        self._queue: queue.Queue[Asked | None] = queue.Queue(WAITING)
        self._waiting: deque[Asked] = deque()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what waits, then end."""
        self._queue.put(None)
        self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether anybody answers."""
        return self._thread.is_alive()

    def adapters(self) -> list[str]:
        """The adapters on disk, by name, unchecked."""
        found = self.house.store.iterdir() if self.house.store.is_dir() else ()
        return sorted(each.name for each in found if check.NAME.fullmatch(each.name))

    def ask(self, asked: Asked) -> Iterator[str | Done]:
        """The answer piece by piece, its end last. Raises `UnknownAdapter`, `AdapterRefused`,
        `TooLong`, `QueueFull` or `ModelBroke`."""
        if asked.model != self.house.name:
            self._folder(asked.model)
        try:
            self._queue.put_nowait(asked)
        except queue.Full:
            raise QueueFull from None
        try:
            while True:
                piece = self._next(asked)
                yield piece
                if isinstance(piece, Done):
                    return
        finally:
            asked.gone = True

    def _next(self, asked: Asked) -> str | Done:
        while True:
            try:
                piece = asked.pieces.get(timeout=1)
            except queue.Empty:
                if not self.alive:
                    raise ModelBroke from None
                continue
            if isinstance(piece, RefleqtError):
                raise piece
            return piece

    def _folder(self, name: str) -> Path:
        folder = self.house.store / name
        if not check.NAME.fullmatch(name) or not folder.is_dir():
            raise UnknownAdapter(f"({name[:80]})", field="model", value=name[:80])
        return folder

    def _run(self) -> None:
        open_still = True
        while open_still or self._waiting:
            open_still = self._gather(open_still) and open_still
            batch = self._batch()
            if not batch:
                continue
            try:
                self._answer(batch)
            except (RuntimeError, ValueError, LookupError, TypeError) as wrong:
                for one in batch:
                    one.pieces.put(ModelBroke(f"({type(wrong).__name__})"))

    def _gather(self, open_still: bool) -> bool:
        """Wait for a question, and a moment for those that come with it; False at the end."""
        wait = None if open_still and not self._waiting else PAUSE
        while len(self._waiting) < WAITING:
            try:
                one = self._queue.get(timeout=wait)
            except queue.Empty:
                return True
            if one is None:
                return False
            self._waiting.append(one)
            wait = PAUSE
        return True

    def _batch(self) -> list[Asked]:
        """The oldest question and those that need no further adapter than there is room for.

        Questions to adapters that are loaded go first among the younger ones.
        """
        waiting = [one for one in self._waiting if not one.gone]
        here = {self.house.name, *self.loaded, *(one.model for one in waiting[:1])}
        ranked = waiting[:1] + sorted(waiting[1:], key=lambda one: one.model not in here)
        batch: list[Asked] = []
        needed: set[str] = set()
        for one in ranked:
            more = needed | ({one.model} - {self.house.name})
            if len(batch) < AT_ONCE and len(more) <= self.house.most:
                batch.append(one)
                needed = more
        chosen = set(map(id, batch))
        self._waiting = deque(one for one in waiting if id(one) not in chosen)
        return [one for one in batch if self._ready(one, needed)]

    def _ready(self, one: Asked, needed: set[str]) -> bool:
        """Whether a question may go into the batch: its adapter is here, and it is short enough."""
        try:
            if one.model != self.house.name:
                self._hold(one.model, needed)
            one.row = weights.asked(self.tokens, one.messages)
            if not one.row or len(one.row) + one.most > self.room:
                raise TooLong(f"({len(one.row)} and {one.most} of {self.room} tokens)")
        except RefleqtError as wrong:
            self.counts["refusals"] += 1
            one.pieces.put(wrong)
            return False
        return True

    def _hold(self, name: str, needed: set[str]) -> None:
        """Have an adapter in memory; the one unused for longest makes room, if it is not needed."""
        try:
            folder = self._folder(name)
        except UnknownAdapter:
            self._drop(name)
            raise
        if name in self.loaded:
            self.loaded.move_to_end(name)
            return
        kept = needed | self.house.pinned
        for other in [each for each in self.loaded if each not in kept]:
            if len(self.loaded) < self.house.most:
                break
            self._drop(other)
        if len(self.loaded) >= self.house.most:
            raise QueueFull("(every adapter in memory is in use)")
        self.model = weights.add_adapter(self.model, self.tokens, folder, self.base_hash)
        self.loaded[name] = None
        self.counts["loads"] += 1
        self.most_loaded = max(self.most_loaded, len(self.loaded))

    def _drop(self, name: str) -> None:
        if name in self.loaded:
            self.model.delete_adapter(name)
            del self.loaded[name]
            self.counts["evictions"] += 1

    def _answer(self, batch: Sequence[Asked]) -> None:
        self.counts["batches"] += 1
        self.counts["asked"] += len(batch)
        for one in batch:
            one.draws = draws = torch.Generator()
            if one.seed is None:
                draws.seed()
            else:
                draws.manual_seed(one.seed)
        names = [
            weights.NO_ADAPTER if one.model == self.house.name else one.model for one in batch
        ] if self.loaded else []  # fmt: skip
        rows = [one.row for one in batch]

        def choose(logits: torch.Tensor) -> torch.Tensor:
            return torch.cat([_drawn(one, logits[row : row + 1]) for row, one in enumerate(batch)])

        for _, chosen in weights.walk(self.model, self.tokens, rows, names, choose):
            for one, token in zip(batch, chosen, strict=True):
                if not one.over:
                    self._take(one, token)
            if all(one.over for one in batch):
                return

    def _take(self, one: Asked, token: int) -> None:
        """One token more; what is whole of its words goes out."""
        ended = token == self.tokens.eos_token_id
        if not ended:
            one.said.append(token)
        text = self.tokens.decode(one.said, skip_special_tokens=True)
        cut = min((at for stop in one.stops if (at := text.find(stop)) >= 0), default=len(text))
        ended = ended or cut < len(text)
        full = len(one.said) >= one.most
        held = 0 if ended or full else _held_back(text, one.stops)
        show = text[one.shown : max(one.shown, min(cut, len(text) - held))]
        if show:
            one.shown += len(show)
            one.pieces.put(show)
        if ended or full or one.gone:
            one.over = True
            one.pieces.put(Done("stop" if ended else "length", len(one.row), len(one.said)))


def _held_back(text: str, stops: Sequence[str]) -> int:
    """How much of the end waits: half a character, or what may become a stop."""
    if text.endswith("\ufffd"):
        return 1
    halves = (size for stop in stops for size in range(1, len(stop)) if text.endswith(stop[:size]))
    return max(halves, default=0)


def _drawn(one: Asked, logits: torch.Tensor) -> torch.Tensor:
    """The next token of a question: the likeliest, or drawn from the likeliest share `top`."""
    if one.warmth <= 0:
        return weights.likeliest(logits)
    chances, order = (logits / one.warmth).softmax(-1).sort(descending=True)
    chances = chances.masked_fill(chances.cumsum(-1) - chances >= one.top, 0)
    return order.gather(-1, torch.multinomial(chances, 1, generator=one.draws))
