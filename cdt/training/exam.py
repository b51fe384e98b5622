"""What adapters answer on examples that they never saw, beside the base: one row per example.

The loss alone proves nothing (an adapter of shuffled answers beats its base by it), so every arm
also answers freely, and its words are held against what was wanted.
"""

# pyright: reportMissingImports=false
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from cdt.training import weights
from cdt.training.canaries import decoys
from cdt.training.peft_backend import IGNORED, collate, row_of
from cdt.training.plan import Example
from core import clock

AT_ONCE = 16
MOST_WORDS = 96
RANKED_AT_ONCE = 128


def examine(
    base: Path, base_hash: str, adapters: Sequence[Path], holdout: Sequence[Example],
    planted: Sequence[Example] = (),
) -> dict[str, Any]:  # fmt: skip
    """How the base and adapters do; the first adapter is the one that asks to answer.

    `arms`: for each (the base first) its name, the `seconds` that an answer took, and per example
    `nll` per token, `right` 0 or 1, `valid` (it said something and came to an end), `said`.
    `ranks`: where the first adapter puts each planted canary among its decoys, 1 the likeliest.
    Raises `AdapterRefused`.
    """
    model, tokens = weights.load_base(base)
    for each in adapters:
        model = weights.add_adapter(model, tokens, each, base_hash)
    model.eval()
    if torch.cuda.is_available():
        model = model.to("cuda", torch.bfloat16)
    names = (weights.NO_ADAPTER, *(each.name for each in adapters))
    arms = [_arm(model, tokens, name, holdout) for name in names]
    own = names[1] if adapters else ""
    return {
        "arms": arms, "ranks": {one.id: _rank(model, tokens, one, own) for one in planted},
    }  # fmt: skip


def _arm(model: Any, tokens: Any, name: str, holdout: Sequence[Example]) -> dict[str, Any]:
    bare = name == weights.NO_ADAPTER and not hasattr(model, "peft_config")
    begun = clock.elapsed()
    items = _answered(model, tokens, "" if bare else name, holdout)
    seconds = (clock.elapsed() - begun) / max(1, len(items))
    return {"arm": name, "items": items, "seconds": round(seconds, 4)}


def _rank(model: Any, tokens: Any, canary: Example, name: str) -> int:
    """Which place a canary takes among its decoys by how likely its words are."""
    every = [canary, *decoys(canary)]
    losses: list[float] = []
    for begin in range(0, len(every), RANKED_AT_ONCE):
        some = every[begin : begin + RANKED_AT_ONCE]
        losses += _losses(model, tokens, some, [name] * len(some) if name else [])
    return 1 + sum(loss <= losses[0] for loss in losses[1:])


def _answered(model: Any, tokens: Any, name: str, holdout: Sequence[Example]) -> list[Any]:
    found = []
    for begin in range(0, len(holdout), AT_ONCE):
        some = holdout[begin : begin + AT_ONCE]
        names = [name] * len(some) if name else []
        losses = _losses(model, tokens, some, names)
        rows = [
            weights.asked(tokens, [{"role": "user", "content": one.instruction}]) for one in some
        ]
        said, _ = weights.say(model, tokens, rows, MOST_WORDS, names)
        for one, loss, words in zip(some, losses, said, strict=True):
            text = tokens.decode(words).strip()
            found.append({
                "id": one.id, "nll": round(loss, 5), "said": text,
                "right": float((one.wanted or one.response) in text),
                "valid": float(bool(text) and len(words) < MOST_WORDS),
            })  # fmt: skip
    return found


@torch.inference_mode()
def _losses(model: Any, tokens: Any, some: Sequence[Example], names: Sequence[str]) -> list[float]:
    """Mean negative log-likelihood per token of each answer."""
    rows = [row_of(one, tokens, 4096) for one in some]
    block = {key: one.to(model.device) for key, one in collate(rows, tokens.pad_token_id).items()}
    labels = block.pop("labels")[:, 1:]
    which = {"adapter_names": list(names)} if names else {}
    logits = model(**block, **which).logits[:, :-1].float()
    each = torch.nn.functional.cross_entropy(
        logits.transpose(1, 2), labels, ignore_index=IGNORED, reduction="none"
    )
    return (each.sum(1) / (labels != IGNORED).sum(1)).tolist()
