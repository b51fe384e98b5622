"""Training with Unsloth on CUDA: the same plan, the same rows, the same file as PEFT's.

Unsloth patches the libraries that it finds when it is imported, so it comes first, and it lives in
this process alone. It is imported, never copied (parts of it are LGPL).
"""

# pyright: reportMissingImports=false
# isort: off
from unsloth import FastLanguageModel

# isort: on
from collections.abc import Sequence
from pathlib import Path

from transformers import set_seed

from cdt.training import check, peft_backend
from cdt.training.plan import Example, Plan


def train(folder: Path, plan: Plan, examples: Sequence[Example], base: Path) -> float:
    """As `cdt.training.peft_backend.train`, with the base in four bits (QLoRA)."""
    set_seed(plan.seed)
    model, tokens = FastLanguageModel.from_pretrained(
        model_name=str(base), max_seq_length=plan.length, load_in_4bit=True, local_files_only=True
    )
    model = FastLanguageModel.get_peft_model(
        model, r=plan.rank, lora_alpha=2 * plan.rank, lora_dropout=0, bias="none",
        target_modules=list(check.PROJECTIONS), random_state=plan.seed,
        use_gradient_checkpointing="unsloth",
    )  # fmt: skip
    if tokens.pad_token_id is None:
        tokens.pad_token = tokens.eos_token
    found = peft_backend.fit(model, tokens, (folder, plan, examples))
    peft_backend.save(model, folder / "made", plan)
    return found
