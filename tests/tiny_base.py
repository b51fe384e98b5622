"""Small causal models for tests: `python tests/tiny_base.py KIND FOLDER STEPS` in the training
interpreter. `llama` learns to talk of marketing in the steps; without steps its weights are random.
"""

import sys
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.tiny_talk import talk

MARKS = ["<|pad|>", "<|user|>", "<|bot|>", "<|end|>"]
TEMPLATE = (
    "{% for m in messages %}{% if m['role'] == 'assistant' %}{{ m['content'] }}<|end|>"
    "{% else %}<|user|>{{ m['content'] }}<|bot|>{% endif %}{% endfor %}"
)
SIZES = {"tiny": (192, 512, 4, 6), "toy": (32, 64, 2, 4)}


def tokenizer(folder: Path) -> Any:
    """A byte-level BPE of 1,024 tokens, learned from the talk."""
    pairs = Tokenizer(models.BPE(unk_token=None))
    pairs.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pairs.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    learner = trainers.BpeTrainer(
        vocab_size=1024, special_tokens=MARKS, initial_alphabet=alphabet, show_progress=False
    )
    pairs.train_from_iterator((f"{ask} {answer}" for ask, answer in talk(4_000, 1)), learner)
    made = PreTrainedTokenizerFast(
        tokenizer_object=pairs, pad_token="<|pad|>", eos_token="<|end|>", bos_token="<|user|>"
    )
    made.chat_template = TEMPLATE
    made.save_pretrained(folder)
    return made


def model(kind: str, size: str) -> Any:
    """A model of an architecture with random weights."""
    hidden, inner, layers, heads = SIZES[size]
    told: dict[str, Any] = {
        "vocab_size": 1024, "hidden_size": hidden, "intermediate_size": inner,
        "num_hidden_layers": layers, "num_attention_heads": heads, "num_key_value_heads": 2,
        "max_position_embeddings": 512, "tie_word_embeddings": True, "bos_token_id": 1,
        "eos_token_id": 3, "pad_token_id": 0,
    }  # fmt: skip
    return AutoModelForCausalLM.from_config(CONFIG_MAPPING[kind](**told))


def block(tokens: Any, pairs: list[tuple[str, str]]) -> tuple[Any, Any]:
    """Question and answer of each pair in one block, and which of it counts."""
    rows = [tokens(f"<|user|>{ask}<|bot|>{answer}<|end|>")["input_ids"] for ask, answer in pairs]
    most = max(map(len, rows))
    ids = torch.tensor([row + [0] * (most - len(row)) for row in rows])
    counts = torch.tensor([[1] * len(row) + [0] * (most - len(row)) for row in rows])
    return ids, counts


def main(kind: str, size: str, folder: Path, steps: int) -> None:
    """Make the model and write it into `folder`."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    tokens, made, pairs = tokenizer(folder), model(kind, size), talk(max(steps, 1) * 32, 3)
    told = torch.optim.AdamW(made.parameters(), lr=2e-3, weight_decay=0.01)
    for step in range(steps):
        ids, counts = block(tokens, pairs[step * 32 : (step + 1) * 32])
        for group in told.param_groups:
            group["lr"] = 2e-3 * min(1, (step + 1) / 30)
        labels = ids.masked_fill(counts == 0, -100)
        made(input_ids=ids, attention_mask=counts, labels=labels).loss.backward()
        torch.nn.utils.clip_grad_norm_(made.parameters(), 1.0)
        told.step()
        told.zero_grad()
    made.save_pretrained(folder)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
