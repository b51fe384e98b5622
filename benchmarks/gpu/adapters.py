"""LoRA on a graphics card: step time, a month's time, adapter sizes, tokens with 1, 8, 64 adapters.

`.venv-train/bin/python benchmarks/gpu/adapters.py --out gpu.json`. The architecture is that of a
7 to 8 B model with random weights in 16 bits, so nothing is downloaded; times do not depend on the
weights' values, quality is not measured. `--size small` tries the script on a processor.
"""

# pyright: reportMissingImports=false
import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, LlamaConfig

sys.path.insert(0, str(Path(__file__).parents[2]))
from cdt.training import weights
from cdt.training.peft_backend import save
from cdt.training.plan import Plan, steps_for

SIZES: dict[str, dict[str, int]] = {
    "8b": {
        "vocab_size": 128_256, "hidden_size": 4_096, "intermediate_size": 14_336,
        "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8,
        "max_position_embeddings": 8_192,
    },
    "small": {
        "vocab_size": 1_024, "hidden_size": 64, "intermediate_size": 128,
        "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
        "max_position_embeddings": 2_048,
    },
}  # fmt: skip
PAIRS, LENGTH, BATCH, MICRO, RANKS = 2_000, 512, 16, 4, (8, 16, 32)
ASKED, SAID = 256, 64


def fresh(size: str, device: str) -> Any:
    """A base with random weights."""
    kind = torch.bfloat16 if device == "cuda" else torch.float32
    with torch.device(device):
        return AutoModelForCausalLM.from_config(LlamaConfig(**SIZES[size]), dtype=kind)


def timed(work: Callable[[], Any], times: int, device: str) -> float:
    """Median seconds of `work`, after two runs that do not count."""
    seen = []
    for turn in range(times + 2):
        began = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        if turn >= 2:
            seen.append(time.perf_counter() - began)
    return sorted(seen)[len(seen) // 2]


def adapter_bytes(model: Any, rank: int) -> int:
    """The size of the file that a training leaves."""
    with tempfile.TemporaryDirectory() as place:
        save(model, Path(place) / "made", Plan("cdt", "d", "b", seed=1, rank=rank))
        return (Path(place) / "made/adapter_model.safetensors").stat().st_size


def training(size: str, rank: int, device: str) -> dict[str, Any]:
    """A step of 16 rows of 512 tokens, and what a month of 2,000 pairs takes by it."""
    model = weights.with_lora(fresh(size, device), rank)
    if device == "cuda":
        model.enable_input_require_grads()
        model.gradient_checkpointing_enable()
    model.train()
    learned = [one for one in model.parameters() if one.requires_grad]
    told = torch.optim.AdamW(learned, lr=2e-4)
    rows = torch.randint(0, SIZES[size]["vocab_size"], (MICRO, LENGTH), device=device)

    def step() -> None:
        for _ in range(BATCH // MICRO):
            (model(input_ids=rows, labels=rows).loss * MICRO / BATCH).backward()
        told.step()
        told.zero_grad()

    seconds = timed(step, 8 if device == "cuda" else 2, device)
    found = {
        "rank": rank, "seconds_per_step": round(seconds, 4), "steps": steps_for(PAIRS),
        "month_minutes": round(seconds * steps_for(PAIRS) / 60, 2),
        "tokens_per_second": round(BATCH * LENGTH / seconds),
        "adapter_mib": round(adapter_bytes(model, rank) / 2**20, 2),
    }  # fmt: skip
    if device == "cuda":
        found["peak_gib"] = round(torch.cuda.max_memory_allocated() / 2**30, 1)
        torch.cuda.reset_peak_memory_stats()
    return found


@torch.inference_mode()
def answering(size: str, counts: tuple[int, ...], device: str) -> list[dict[str, Any]]:
    """Tokens per second of 64 questions at once, shared out over so many adapters of rank 16."""
    model = weights.with_lora(fresh(size, device), 16, "a0")
    rows = torch.randint(0, SIZES[size]["vocab_size"], (64, ASKED), device=device)
    found = []
    for count in counts:
        for number in range(len(model.peft_config), count):
            model.add_adapter(f"a{number}", model.peft_config["a0"])
        model.eval()
        names = [f"a{row % count}" for row in range(len(rows))]

        def walk(names: list[str] = names) -> None:
            block, kept = rows, None
            for _ in range(SAID):
                seen = model(
                    input_ids=block, past_key_values=kept, use_cache=True, adapter_names=names,
                    logits_to_keep=1,
                )  # fmt: skip
                block, kept = seen.logits[:, -1:].argmax(-1), seen.past_key_values

        seconds = timed(walk, 3 if device == "cuda" else 1, device)
        found.append({"adapters": count, "tokens_per_second": round(64 * SAID / seconds)})
    return found


def main() -> None:
    """Measure, print, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", choices=sorted(SIZES), default="8b")
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu" and given.size == "8b":
        raise SystemExit("There is no CUDA here; `--size small` tries the script on a processor.")
    found: dict[str, Any] = {
        "device": torch.cuda.get_device_name() if device == "cuda" else "processor",
        "torch": torch.__version__, "size": given.size, "weights": "random", "training": [],
    }  # fmt: skip
    for rank in RANKS:
        found["training"].append(training(given.size, rank, device))
        gc.collect()
        if device == "cuda":
            torch.cuda.empty_cache()
    found["answering"] = answering(given.size, (1, 8, 64), device)
    text = json.dumps(found, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text)


if __name__ == "__main__":
    main()
