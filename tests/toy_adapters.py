"""Adapters of random numbers, each with a voice of its own: `python tests/toy_adapters.py BASE
STORE COUNT [FIRST]` in the training interpreter."""

import shutil
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from cdt.training import check, peft_backend, run, weights
from cdt.training.plan import Plan


def main(base: Path, store: Path, count: int, first: int) -> None:
    """Put `count` adapters into `store`."""
    base_hash = check.base_hash(base)
    for number in range(first, first + count):
        torch.manual_seed(number)
        model, _ = weights.load_base(base)
        model = weights.with_lora(model, 4)
        for name, one in model.named_parameters():
            if ".lora_B." in name:
                torch.nn.init.normal_(one, std=0.5)
        plan = Plan(f"cdt-{number:012x}-v1", "d", base_hash, seed=number, rank=4)
        work = store / "making"
        work.mkdir(parents=True)
        peft_backend.save(model, work / "made", plan)
        manifest = check.Manifest(
            name=plan.name, base=base_hash, sha256="", config_sha256="", rank=4, seed=number,
            steps=1, dataset="d", backend="peft", loss=0.0, fingerprint={},
        )  # fmt: skip
        final = run.described(work / "made", manifest, base)
        final.rename(store / final.name)
        shutil.rmtree(work)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int((*sys.argv, 1)[4]))
