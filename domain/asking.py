"""What Ask takes and gives: a question, the evidence at hand, and an answer that rests on it."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Mode = Literal["strict", "adaptive", "creative"]
"""strict: every sentence cites; adaptive: an inference may follow what it cites, marked as one;
creative: ideas are welcome, and marked as ideas (product OU8)."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Asked(_Frozen):
    """A question, and how it may be answered. `history` is the branch so far, oldest first."""

    text: str = Field(min_length=1, max_length=20_000)
    mode: Mode = "adaptive"
    files: tuple[UUID, ...] = ()
    """Files handed in with the question: what they say weighs more than the rest."""
    history: tuple[tuple[Literal["user", "assistant"], str], ...] = ()


class Evidence(_Frozen):
    """One thing that may be cited, under the number `label` (1, 2, …) that an answer writes as [1].

    `id` is a row that `refleqt receipt` knows. `text` is the founder's own words, or what a tool
    found; a quote must stand in it letter by letter.
    """

    label: int = Field(ge=1)
    kind: str
    id: UUID
    text: str
    at: AwareDatetime | None = None
    tool: str = ""


class Citation(_Frozen):
    """Where an answer rests on evidence. `quote` is empty where nothing is quoted."""

    label: int
    kind: str
    id: UUID
    quote: str = ""


class Used(_Frozen):
    """A tool that was called for an answer, shown to the reader."""

    tool: str
    arguments: dict[str, Any] = {}
    said: str = ""


class Proposal(_Frozen):
    """An act that waits for a person: a tool of the catalogue with its arguments."""

    tool: str
    arguments: dict[str, Any]
    summary: str


class Reply(_Frozen):
    """An answer. Where `known` is False it says so, and `missing` names what would be needed."""

    text: str
    known: bool
    missing: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    used: tuple[Used, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    language: str = "en"


class Fact(_Frozen):
    """What a tool found, as prose. `labels` are the evidence that it rests on, weightiest first.

    `fit` says in [0, 1] how well the tool answers the question. Where `enough` is False, `needed`
    says what is missing.
    """

    tool: str
    said: str
    enough: bool = True
    needed: str = ""
    labels: tuple[int, ...] = ()
    fit: float = 0.0


class Shown(_Frozen):
    """A quote that speaks to the question: exact words of its evidence, and who said them."""

    label: int
    quote: str
    who: str = ""
    about: str = ""
    fit: float = 0.0


class Span(_Frozen):
    """Days from `first` to `last`, both included, in the words in which they were asked for."""

    first: date
    last: date
    words: str


class Gathered(_Frozen):
    """All that an answer may rest on: a JSON document, made by code before any model speaks.

    `support` says in [0, 1] how well the best of it speaks to the question; `absent` are words of
    the question that the business's evidence never uses, in any form or close meaning.
    """

    asked: Asked
    at: AwareDatetime
    business: str = ""
    language: str = "en"
    kind: str = "open"
    wants: str = "anything"
    subject: tuple[str, ...] = ()
    span: Span | None = None
    evidence: tuple[Evidence, ...] = ()
    shown: tuple[Shown, ...] = ()
    """Quotes that speak to the question, best first."""
    facts: tuple[Fact, ...] = ()
    findings: tuple[Used, ...] = ()
    absent: tuple[str, ...] = ()
    support: float = 0.0
    proposals: tuple[Proposal, ...] = ()
    idea: Fact | None = None
    """What could be done, where ideas are welcome: a tool found it, and it is said as an idea."""


class Said(_Frozen):
    """A sentence that passed its checks, with the space before it."""

    text: str


class ToolBegun(_Frozen):
    """A tool is being called. `call` pairs it with its end."""

    call: str
    tool: str
    arguments: dict[str, Any] = {}


class ToolEnded(_Frozen):
    """What a tool said, or why it could not."""

    call: str
    tool: str
    said: str


class Withdrawn(_Frozen):
    """The words said so far do not stand; what comes after replaces them."""

    why: str


Utterance = Said | ToolBegun | ToolEnded | Withdrawn
"""What is heard of an answer while it comes about."""
