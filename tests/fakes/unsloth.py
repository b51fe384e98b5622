"""Stands in for Unsloth, which needs CUDA: the same calls, done by PEFT on the processor."""

from typing import Any

from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer


class FastLanguageModel:
    """Loads a base and puts an adapter beside it."""

    @staticmethod
    def from_pretrained(*, model_name: str, local_files_only: bool, **_: Any) -> tuple[Any, Any]:
        """Base and tokenizer, in 32 bits whatever was asked for."""
        model = AutoModelForCausalLM.from_pretrained(model_name, local_files_only=local_files_only)
        return model, AutoTokenizer.from_pretrained(model_name)

    @staticmethod
    def get_peft_model(model: Any, *, r: int, **told: Any) -> Any:
        """The model with an adapter; what only Unsloth knows is left out."""
        told = {k: v for k, v in told.items() if not k.startswith(("random", "use_gradient"))}
        return get_peft_model(model, LoraConfig(r=r, task_type="CAUSAL_LM", **told))
