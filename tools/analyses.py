"""The analyses: tools that compute a finding, and questions that each of them answers."""

import tomllib
from importlib.resources import files
from typing import Any

from tools.base import Tool
from tools.catalog import TOOLS
from tools.findings import Finding

ANALYSES: tuple[Tool[Any, Any], ...] = tuple(
    tool for tool in TOOLS if issubclass(tool.gives, Finding)
)
"""Every tool of the catalogue that gives a `Finding`."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    name: tuple(questions)
    for name, questions in tomllib.loads(
        files("tools").joinpath("analyses.toml").read_text("utf-8")
    ).items()
}
"""Analysis → questions as founders ask them, in different words; tools are chosen by these."""
