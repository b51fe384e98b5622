"""Golden cases: a question with the evidence that a careful reader would cite, named stably."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

GOLDEN = Path(__file__).parent / "golden"


class Cited(BaseModel):
    """A piece of evidence: words of a row of a kind, or a tool, or any one of several."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str = ""
    snippet: str = ""
    tools: tuple[str, ...] = ()
    any_of: tuple["Cited", ...] = ()

    def met(self, rows: Sequence[tuple[str, str]], tools: Sequence[str]) -> bool:
        """Whether it is among the cited rows (kind, words) or the tools that were used."""
        if self.any_of:
            return any(one.met(rows, tools) for one in self.any_of)
        if self.tools:
            return any(name in tools for name in self.tools)
        return any(kind == self.kind and self.snippet in words for kind, words in rows)


class Case(BaseModel):
    """A question about one business. An unanswerable one has no evidence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    business: str
    kind: str
    question: str
    answerable: bool
    evidence: tuple[Cited, ...] = ()


def load(path: Path, business: str | None = None) -> list[Case]:
    """The cases of a file, in order; of one business where it is named."""
    lines = path.read_text("utf-8").splitlines()
    cases = [Case.model_validate(json.loads(line)) for line in lines if line.strip()]
    return [case for case in cases if business in (None, case.business)]
