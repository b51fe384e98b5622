"""A base model in memory, adapters beside it, and how both answer; for processes with torch.

The fingerprint of an adapter is how it answers three fixed probes: the words, the strongest next
tokens, and how far it moves the base. Who loads an adapter takes it anew and compares.
"""

# pyright: reportMissingImports=false
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

from cdt.training.check import PROJECTIONS, AdapterRefused, check

PROBES = (
    "Which channel and angle work best for our next campaign?",
    "What should we write to customers who left?",
    "Plan the next step to win more bookings.",
)
TOP, WORDS = 5, 8
NEAR, LEAST_MOVE = 0.05, 1e-6
Choose = Callable[[torch.Tensor], torch.Tensor]
NO_ADAPTER = "__base__"
"""PEFT's name for a row of a batch that the base answers alone."""


def load_base(folder: Path, *, wide: bool = True) -> tuple[Any, Any]:
    """Base and tokenizer from a folder; safetensors alone, no code of the folder's.

    `wide` is 32 bits, for processors; else 16, for graphics cards.
    """
    kind = torch.float32 if wide else torch.bfloat16
    model = AutoModelForCausalLM.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=kind
    )
    tokens = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    if tokens.pad_token_id is None:
        tokens.pad_token = tokens.eos_token
    return model, tokens


def with_lora(model: Any, rank: int, name: str = "default") -> Any:
    """The model with a fresh adapter on every linear layer of its blocks."""
    told = LoraConfig(
        r=rank, lora_alpha=2 * rank, lora_dropout=0.0, bias="none", target_modules=[*PROJECTIONS],
        task_type="CAUSAL_LM",
    )  # fmt: skip
    return get_peft_model(model, told, adapter_name=name)


def asked(tokens: Any, messages: Sequence[Mapping[str, str]]) -> list[int]:
    """The tokens of a conversation up to where the model answers."""
    if tokens.chat_template:
        text = tokens.apply_chat_template(
            [dict(one) for one in messages], tokenize=False, add_generation_prompt=True
        )
    else:
        text = "".join(f"{one['role']}: {one['content']}\n" for one in messages) + "assistant: "
    return tokens(text, add_special_tokens=False)["input_ids"]


def padded(rows: Sequence[Sequence[int]], filler: int) -> tuple[Any, Any]:
    """Rows of tokens as one block filled up on the left, and which of it counts."""
    most = max(map(len, rows))
    block = torch.tensor([[filler] * (most - len(row)) + list(row) for row in rows])
    counts = torch.tensor([[0] * (most - len(row)) + [1] * len(row) for row in rows])
    return block, counts


@torch.inference_mode()
def walk(
    model: Any, tokens: Any, rows: Sequence[Sequence[int]], names: Sequence[str], choose: Choose
) -> Iterator[tuple[Any, list[int]]]:
    """Step by step the logits after each row, and the tokens that `choose` takes; without an end.

    `names` says which adapter answers each row; empty where none is loaded.
    """
    which = {"adapter_names": list(names)} if names else {}
    block, counts = (one.to(model.device) for one in padded(rows, tokens.pad_token_id))
    kept, at = None, (counts.cumsum(1) - 1).clamp(min=0)
    while True:
        seen = model(
            input_ids=block, attention_mask=counts, position_ids=at, past_key_values=kept,
            use_cache=True, **which,
        )  # fmt: skip
        logits, kept = seen.logits[:, -1].float(), seen.past_key_values
        block = choose(logits)
        yield logits, block[:, 0].tolist()
        counts = torch.cat([counts, counts.new_ones(len(rows), 1)], 1)
        at = at[:, -1:] + 1


def likeliest(logits: torch.Tensor) -> torch.Tensor:
    """The most probable token of each row."""
    return logits.argmax(-1, keepdim=True)


def say(
    model: Any, tokens: Any, rows: Sequence[Sequence[int]], most: int, names: Sequence[str] = ()
) -> tuple[list[list[int]], Any]:
    """The likeliest tokens after each row, without their end, and the first step's logits."""
    said: list[list[int]] = [[] for _ in rows]
    over = [False] * len(rows)
    first = None
    for logits, chosen in islice(walk(model, tokens, rows, names, likeliest), most):
        first = logits if first is None else first
        for row, token in enumerate(chosen):
            over[row] = over[row] or token == tokens.eos_token_id
            if not over[row]:
                said[row].append(token)
        if all(over):
            break
    return said, first


def fingerprint(model: Any, tokens: Any, name: str) -> list[dict[str, Any]]:
    """How an adapter that is loaded under `name` answers the probes, beside the base.

    All are asked at once, on the processor in 32 bits, so that the same sums are done whoever asks.
    Words count up to the first that leads its rival by a hair: there another processor may differ.
    """
    rows = [asked(tokens, [{"role": "user", "content": one}]) for one in PROBES]
    _, plain = say(model, tokens, rows, 1, [NO_ADAPTER] * len(rows))
    steps = list(islice(walk(model, tokens, rows, [name] * len(rows), likeliest), WORDS))
    moved = steps[0][0]
    probes = []
    for row in range(len(rows)):
        best = moved[row].topk(TOP)
        leads = (logits[row].topk(2).values for logits, _ in steps)
        sure = list(takewhile(lambda lead: float(lead[0] - lead[1]) > NEAR, leads))
        probes.append({
            "text": tokens.decode([chosen[row] for _, chosen in steps[: len(sure)]]),
            "top": [
                [int(each), round(float(value), 5)]
                for each, value in zip(best.indices, best.values, strict=True)
            ],
            "delta": round(float((moved[row] - plain[row]).abs().max()), 6),
        })  # fmt: skip
    return probes


def refuse_other(told: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> None:
    """Raise `AdapterRefused` where an adapter does not answer as its fingerprint says.

    Logits may differ by a little, as they do from one processor to another.
    """
    if any(one["delta"] < LEAST_MOVE for one in found):
        raise AdapterRefused("(it changes nothing)", reason="no effect")
    try:
        same = [_alike(one, now) for one, now in zip(told["probes"], found, strict=True)]
    except (LookupError, TypeError, ValueError):
        same = [False]
    if not all(same):
        raise AdapterRefused("(fingerprint)", reason="fingerprint")


def _alike(one: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    told, found = dict(map(tuple, one["top"])), dict(map(tuple, now["top"]))
    words = sorted((one["text"], now["text"]), key=len)
    return (
        len(told) == TOP
        and _within(told, found)
        and _within(found, told)
        and words[1].startswith(words[0])
        and abs(one["delta"] - now["delta"]) <= _far(now["delta"])
    )


def _within(some: Mapping[int, float], others: Mapping[int, float]) -> bool:
    """Whether the strongest tokens of one are as strong in the other, or just below its last."""
    last = min(others.values())
    both = [abs(some[each] - others[each]) <= _far(some[each]) for each in some.keys() & others]
    new = [some[each] <= last + _far(some[each]) for each in some.keys() - others.keys()]
    return all(both) and all(new)


def _far(value: float) -> float:
    """How far two processors may be apart in a logit."""
    return NEAR + abs(value) / 1_000


def add_adapter(model: Any, tokens: Any, folder: Path, base: str) -> Any:
    """The model with one adapter more, known by its folder's name; checked before and after.

    `base` is the hash of the base. Raises `AdapterRefused`; the adapter is then out again.
    """
    manifest = check(folder, base)
    model = _beside(model, folder)
    try:
        refuse_other(manifest.fingerprint, fingerprint(model, tokens, folder.name))
    except AdapterRefused:
        model.delete_adapter(folder.name)
        raise
    return model


def seen(base: Path, folder: Path) -> dict[str, Any]:
    """The fingerprint of a fresh adapter, as its manifest holds it. Raises `AdapterRefused`."""
    model, tokens = load_base(base)
    probes = fingerprint(_beside(model, folder), tokens, folder.name)
    told = {"probes": probes}
    refuse_other(told, probes)
    return told


def _beside(model: Any, folder: Path) -> Any:
    """The model with the adapter of a folder; `PeftModel` from the first one on."""
    try:
        if isinstance(model, PeftModel):
            model.load_adapter(folder, adapter_name=folder.name)
        else:
            model = PeftModel.from_pretrained(model, folder, adapter_name=folder.name)
    except (RuntimeError, ValueError, KeyError) as wrong:
        raise AdapterRefused("(it does not fit the base)", reason="shape") from wrong
    return model.eval()
