"""Arguments that a hostile or broken model sends to a tool: some fit, most do not."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from pydantic import BaseModel

SAYINGS = (
    "churn", "", " ", "x" * 5000, "a\x00b", "\ud800lone", "\x1b[2J", "' or true; --",
    "'; drop table vent_entries; --", "%", "_", "{{ 7 * 7 }}", "${jndi:ldap://x.example}",
    "../../etc/passwd", "\u202egpj", "👩‍👩‍👧", "1e309", "NaN", "-1", "true", "null", "[]",
    "<script>alert(1)</script>", "2026-13-45", "0x7fffffff",
)  # fmt: skip
ODD = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 10**40, -(10**40), 1.5, float("inf"), float("nan"),
    [], {}, [[]], [None], {"$gt": ""}, {"a": {"b": {"c": []}}}, "", "x", b"bytes",
)  # fmt: skip
TENANT = ("business_id", "tenant", "tenant_id", "role", "user_id", "actor", "scope", "creator_id")
"""Fields by which a caller would like to be somebody else."""


class Fuzz:
    """Draws arguments for a tool from its schema, and spoils most of them."""

    def __init__(self, seed: int, own: Sequence[str], others: Sequence[str]) -> None:
        self.draw = np.random.default_rng(seed)
        self.own, self.others = list(own), list(others)

    def arguments(self, takes: type[BaseModel]) -> dict[str, Any]:
        """One set of arguments."""
        schema = takes.model_json_schema()
        made = self._object(schema, schema.get("$defs", {}))
        for _ in range(int(self.draw.choice([0, 0, 1, 1, 2, 3]))):
            self._spoil(made)
        return made

    def one_of(self, values: Sequence[Any]) -> Any:
        """One of them."""
        return values[int(self.draw.integers(len(values)))]

    def _spoil(self, made: dict[str, Any]) -> None:
        kind = self.draw.random()
        if kind < 0.3:
            made[self.one_of(TENANT)] = self.one_of([*self.others, "operator", "worker"])
        elif kind < 0.4 and made:
            made.pop(self.one_of([*made]))
        elif kind < 0.5:
            made[self.one_of(["run", "ctx", "self", "ask", "x" * 300, "\x00", "__class__"])] = 1
        elif made:
            made[self.one_of([*made])] = self.one_of([*ODD, *SAYINGS, self._deep()])

    def _deep(self) -> Any:
        value: Any = "deep"
        for _ in range(int(self.draw.integers(1, 200))):
            value = [value] if self.draw.random() < 0.5 else {"a": value}
        return value

    def _object(self, schema: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        required = schema.get("required", [])
        return {
            name: self._value(inner, known)
            for name, inner in schema.get("properties", {}).items()
            if name in required or self.draw.random() < 0.5
        }

    def _value(self, schema: dict[str, Any], known: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return self._value(known[schema["$ref"].rpartition("/")[2]], known)
        if "anyOf" in schema:
            return self._value(self.one_of(schema["anyOf"]), known)
        if "enum" in schema or "const" in schema:
            return self.one_of(schema.get("enum") or [schema["const"]])
        if schema.get("type") == "object":
            return self._object(schema, known)
        if schema.get("type") == "array":
            inner = schema.get("items", {})
            return [self._value(inner, known) for _ in range(int(self.draw.integers(0, 4)))]
        return self._leaf(schema)

    def _leaf(self, schema: dict[str, Any]) -> Any:
        by_format = {
            "uuid": lambda: self.one_of(self.own if self.draw.random() < 0.5 else self.others),
            "date": lambda: self.one_of(["2026-11-03", "1900-01-01", "9999-12-31"]),
            "date-time": lambda: self.one_of(["2026-11-03T10:00:00Z", "0001-01-01T00:00:00Z"]),
        }
        if schema.get("format") in by_format:
            return by_format[schema["format"]]()
        if schema.get("type") == "integer":
            low = schema.get("minimum", 0)
            return int(self.one_of([low, low + 1, schema.get("maximum", 10**6), 2**31, 2**63]))
        if schema.get("type") == "number":
            return float(self.one_of([0.0, 0.5, 1.0, 1e12, 1e300, -1.0]))
        if schema.get("type") == "boolean":
            return bool(self.draw.random() < 0.5)
        if schema.get("type") == "null":
            return None
        return self.one_of([*SAYINGS, "email", "2026-11", "quality_manager"])
