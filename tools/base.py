"""Tool: a verb declared once, with types and a scope.

Agents, HTTP, CLI, SDK and jobs call this object.
"""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, model_validator

from core.errors import NotFound, RefleqtError
from core.telemetry import tool_calls
from core.text import clean
from memory.ctx import Ctx


class Ask(BaseModel):
    """What a tool takes. Unknown fields are refused, so a caller can never slip a tenant in.

    All words in it are cleaned: no NUL, no lone surrogates, NFC.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, given: Any) -> Any:
        return clean(given)


class Nothing(Ask):
    """No choice to make."""


class Everywhere(Ask):
    """No choice to make, and a question over all of a creator's work, whoever it is for."""


class Answer(BaseModel):
    """What a tool gives back."""

    model_config = ConfigDict(frozen=True)


class NoSuchCursor(NotFound):
    """The page to go on from does not exist here."""


A = TypeVar("A", bound=BaseModel)
B = TypeVar("B", bound=BaseModel)


@dataclass(frozen=True)
class Tool(Generic[A, B]):
    """A scoped, typed verb. Calling it checks the scope and counts the outcome."""

    name: str
    scope: str
    summary: str
    takes: type[A]
    gives: type[B]
    run: Callable[[Ctx, A], Awaitable[B]]

    @property
    def writes(self) -> bool:
        """Whether it changes anything; reads may run in a read-only transaction."""
        return not self.scope.endswith(":read")

    async def __call__(self, ctx: Ctx, ask: A) -> B:
        ctx.actor.must(self.scope)
        try:
            answer = await self.run(ctx, ask)
        except RefleqtError as wrong:
            tool_calls.labels(self.name, wrong.name).inc()
            raise
        tool_calls.labels(self.name, "done").inc()
        return answer


def tool(scope: str) -> Callable[[Callable[[Ctx, Any], Awaitable[Any]]], Tool[Any, Any]]:
    """Declare `async def verb(ctx, ask: Ask) -> Answer` as a tool that needs `scope`."""

    def declare(run: Callable[[Ctx, Any], Awaitable[Any]]) -> Tool[Any, Any]:
        hints = get_type_hints(run)
        summary = (inspect.getdoc(run) or "").splitlines()[0]
        return Tool(run.__name__, scope, summary, hints["ask"], hints["return"], run)

    return declare
