"""A tool called by a model: done all or nothing, and what is said to the model of a wrong call."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from cdt.calls import Meter
from core.errors import RefleqtError, Unavailable
from memory import db
from memory.ctx import Ctx
from tools.base import Tool

WRONG: tuple[type[Exception], ...] = (ValidationError, RefleqtError, *db.UNFIT)
"""What a wrong call raises; a model may mend all of it but `Unavailable`."""


async def called(ctx: Ctx, tool: Tool[Any, Any], arguments: Mapping[str, Any]) -> str:
    """The answer of `tool` as JSON; a call that fails leaves nothing behind. Raises `WRONG`."""
    async with ctx.db.begin_nested():
        answer = await tool(ctx, tool.takes.model_validate(arguments))
    return answer.model_dump_json()


def correction(wrong: Exception) -> str:
    """What to tell the model of a wrong call. `Unavailable` is raised: it can do nothing then."""
    if isinstance(wrong, Unavailable):
        raise wrong
    if isinstance(wrong, ValidationError):
        places = ", ".join(".".join(map(str, each["loc"])) for each in wrong.errors())
        return f"These arguments do not fit: {places}."
    if isinstance(wrong, RefleqtError):
        return str(wrong)
    return "An argument holds what no field can hold."


def reason(wrong: Exception, meter: Meter) -> str:
    """How the last call of a model ended where it failed, else the kind of the error."""
    last = meter.calls[-1].outcome if meter.calls else "answered"
    if last != "answered":
        return last
    return meter.failure.name if meter.failure else type(wrong).__name__
