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
from cdt.training.peft_backend import IGNORED, collate, row_of
from cdt.training.plan import Example

AT_ONCE = 16
MOST_WORDS = 96


def examine(
    base: Path, base_hash: str, adapters: Sequence[Path], holdout: Sequence[Example]
) -> list[dict[str, Any]]:
    """For each arm (the base first) its name, and per example: `nll` per token, `right` 0 or 1,
    `valid` (it said something and came to an end), and `said`. Raises `AdapterRefused`."""
    model, tokens = weights.load_base(base)
    for each in adapters:
        model = weights.add_adapter(model, tokens, each, base_hash)
    model.eval()
    if torch.cuda.is_available():
        model = model.to("cuda", torch.bfloat16)
    return [
        {"arm": name, "items": _answered(model, tokens, name if adapters else "", holdout)}
        for name in (weights.NO_ADAPTER, *(each.name for each in adapters))
    ]


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
