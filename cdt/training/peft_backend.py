"""Training with PEFT and transformers' Trainer, on any machine; resumed to the same bytes."""

# pyright: reportMissingImports=false
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from transformers import Trainer, TrainerCallback, TrainingArguments, set_seed

from cdt.training import check, weights
from cdt.training.plan import Example, Plan, draw
from core.errors import CheckFailed

WHOLE = "whole"
"""In a checkpoint that was written to its end; one without it was cut off by a kill."""
IGNORED = -100


class LossNotFinite(CheckFailed):
    """The loss was no number any more, so the training was broken off."""


class Drawn(torch.utils.data.Dataset):
    """The rows of a plan in its order, as tokens and which of them are learned."""

    def __init__(self, plan: Plan, examples: Sequence[Example], tokens: Any) -> None:
        self.order = draw(plan, examples)
        self.rows = {one.id: row_of(one, tokens, plan.length) for one in examples}

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, index: int) -> dict[str, list[int]]:
        return self.rows[self.order[index]]


def row_of(one: Example, tokens: Any, length: int) -> dict[str, list[int]]:
    """An example as tokens; its answer alone is learned. A long question loses its beginning."""
    question = weights.asked(tokens, [{"role": "user", "content": one.instruction}])
    answer = tokens(one.response, add_special_tokens=False)["input_ids"][: length // 2]
    answer = [*answer, tokens.eos_token_id]
    question = question[-(length - len(answer)) :]
    return {"input_ids": question + answer, "labels": [IGNORED] * len(question) + answer}


def collate(rows: Sequence[dict[str, list[int]]], filler: int) -> dict[str, Any]:
    """Rows as one block, filled up on the right."""
    most = max(len(row["input_ids"]) for row in rows)

    def block(name: str, fill: int) -> Any:
        return torch.tensor([row[name] + [fill] * (most - len(row[name])) for row in rows])

    ids, labels = block("input_ids", filler), block("labels", IGNORED)
    sizes = torch.tensor([[len(row["input_ids"])] for row in rows])
    return {
        "input_ids": ids, "labels": labels, "attention_mask": (torch.arange(most) < sizes).long(),
    }  # fmt: skip


class InOrder(Trainer):
    """A Trainer that takes rows as they come and stops at a loss that is no number."""

    def _get_train_sampler(self, *_: Any, **__: Any) -> Any:
        return torch.utils.data.SequentialSampler(self.train_dataset)

    def training_step(self, *given: Any, **named: Any) -> Any:
        loss = super().training_step(*given, **named)
        if not torch.isfinite(loss):
            raise LossNotFinite(f"(step {self.state.global_step})", field="loss")
        return loss


class Marks(TrainerCallback):
    """Marks a checkpoint as whole once all of it is on disk."""

    def on_save(self, args: Any, state: Any, *_: Any, **__: Any) -> None:
        folder = Path(args.output_dir) / f"checkpoint-{state.global_step}"
        (folder / WHOLE).touch()


def train(folder: Path, plan: Plan, examples: Sequence[Example], base: Path) -> float:
    """Train by the plan of a run's folder and leave the weights in `made`; returns the mean loss
    of the last tenth. Goes on from the last whole checkpoint. Raises `LossNotFinite`."""
    set_seed(plan.seed)
    torch.use_deterministic_algorithms(mode=True, warn_only=True)
    model, tokens = weights.load_base(base, wide=not torch.cuda.is_available())
    model = weights.with_lora(model, plan.rank)
    found = fit(model, tokens, (folder, plan, examples))
    save(model, folder / "made", plan)
    return found


def fit(model: Any, tokens: Any, run: tuple[Path, Plan, Sequence[Example]]) -> float:
    """Let the Trainer walk the plan over a model that has its adapter; returns the last loss."""
    folder, plan, examples = run
    told = TrainingArguments(
        output_dir=str(folder / "checkpoints"), max_steps=plan.steps,
        per_device_train_batch_size=plan.batch, learning_rate=plan.rate,
        warmup_steps=plan.warmup, save_strategy="steps", save_steps=plan.save_every,
        save_total_limit=2, logging_steps=max(1, plan.steps // 10), report_to=[],
        use_cpu=not torch.cuda.is_available(), seed=plan.seed, data_seed=plan.seed,
        remove_unused_columns=False, disable_tqdm=True, dataloader_pin_memory=False,
        logging_nan_inf_filter=False, optim="adamw_torch", bf16=torch.cuda.is_available(),
    )  # fmt: skip
    trainer = InOrder(
        model=model, args=told, train_dataset=Drawn(plan, examples, tokens),
        data_collator=lambda rows: collate(rows, tokens.pad_token_id), callbacks=[Marks()],
    )  # fmt: skip
    last = last_whole(folder / "checkpoints")
    trainer.train(resume_from_checkpoint=str(last) if last else None)
    losses = [one["loss"] for one in trainer.state.log_history if "loss" in one]
    return float(losses[-1])


def last_whole(folder: Path) -> Path | None:
    """The newest checkpoint that was written to its end; cut-off ones are deleted."""
    found = sorted(folder.glob("checkpoint-*"), key=lambda each: int(each.name.split("-")[1]))
    for each in found:
        if not (each / WHOLE).exists():
            shutil.rmtree(each)
    return next((each for each in reversed(found) if each.exists()), None)


def save(model: Any, folder: Path, plan: Plan, adapter: str = "default") -> None:
    """An adapter of a model as 16-bit safetensors with the configuration that we allow."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    told = model.peft_config[adapter]
    halves = {
        name.replace(f".{adapter}.", "."): one.detach().to("cpu", torch.bfloat16).contiguous()
        for name, one in model.state_dict().items()
        if f".lora_A.{adapter}." in name or f".lora_B.{adapter}." in name
    }
    save_file(dict(sorted(halves.items())), folder / check.WEIGHTS)
    settings = {
        "peft_type": "LORA", "task_type": "CAUSAL_LM", "r": told.r, "lora_alpha": told.lora_alpha,
        "lora_dropout": 0.0, "target_modules": sorted(told.target_modules), "bias": "none",
        "inference_mode": True, "base_model_name_or_path": plan.base,
    }  # fmt: skip
    (folder / check.CONFIG).write_text(check.as_text(settings))
