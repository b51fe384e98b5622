"""A scripted embedding model beside the built-in one: other vectors, another width, and faults."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np

from cdt import gateway
from cdt.model_says import Fail, Reply, Say
from cdt.model_server import running
from core import settings

MODEL = "openai/scripted-embedding"
WIDTH = 32


def vector_of(text: str) -> np.ndarray:
    """The model's vector of a text."""
    seed = int.from_bytes(sha256(text.encode()).digest()[:8], "big")
    made = np.random.default_rng(seed).normal(size=WIDTH).astype(np.float32)
    return made / np.linalg.norm(made)


@dataclass
class Embedder:
    """What the model does: `dead` for every text, `refuses` for texts with these words."""

    dead: bool = False
    refuses: str = ""
    dies_after: int | None = None
    asked: list[str] = field(default_factory=list)

    def recover(self) -> None:
        """It answers again, and nobody remembers that it did not."""
        self.dead, self.dies_after = False, None
        gateway.breaker.cache_clear()

    def __call__(self, body: dict[str, Any]) -> Reply:
        text = body["messages"][-1]["content"]
        self.asked.append(text)
        if self.dies_after is not None and len(self.asked) > self.dies_after:
            self.dead = True
        if self.dead:
            return Fail("broken")
        if self.refuses and self.refuses in text:
            return Fail("refused")
        return Say(json.dumps([float(each) for each in vector_of(text)]))


@contextmanager
def embedding() -> Iterator[Embedder]:
    """The scripted model is the one that the settings want, while the block runs."""
    model = Embedder()
    with running(model) as server:
        model.recover()
        settings.use(embedding_model=MODEL, embedding_api_base=server.url, model_timeout_seconds=5)
        try:
            yield model
        finally:
            settings.use(embedding_model="", embedding_api_base="", model_timeout_seconds=60)
