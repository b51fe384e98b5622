"""A manifest as YAML, which Slack's form takes."""

import json
from typing import Any


def as_yaml(part: Any, depth: int = 0) -> str:
    """Maps, lists, texts and truths as YAML; every text is quoted."""
    pad = "  " * depth
    if isinstance(part, dict):
        return "".join(f"{pad}{name}:{_value(value, depth)}" for name, value in part.items())
    return "".join(f"{pad}- {_item(value, depth)}" for value in part)


def _value(value: Any, depth: int) -> str:
    if isinstance(value, dict | list) and value:
        return f"\n{as_yaml(value, depth + 1)}"
    return f" {json.dumps(value, ensure_ascii=False)}\n"


def _item(value: Any, depth: int) -> str:
    if isinstance(value, dict):
        return as_yaml(value, depth + 1).lstrip()
    return f"{json.dumps(value, ensure_ascii=False)}\n"
