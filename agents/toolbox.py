"""Our tools as LangChain's, for LangGraph's ToolNode and for whoever builds on it outside."""

from collections.abc import Sequence
from typing import Any

from langchain_core.tools import StructuredTool, ToolException
from pydantic import ValidationError

from agents.base import may_be_shown
from core.errors import RefleqtError, Unavailable
from memory import db
from memory.ctx import Ctx
from tools.base import Tool


def as_structured_tools(ctx: Ctx, tools: Sequence[Tool[Any, Any]]) -> list[StructuredTool]:
    """Those of `tools` that only read and whose scope the actor of `ctx` has.

    The business, the actor and the transaction are those of `ctx`, whatever the arguments say.
    A wrong call comes back as words to the model; `Unavailable` is raised.
    """
    return [_structured(ctx, tool) for tool in tools if may_be_shown(ctx, tool)]


def _structured(ctx: Ctx, tool: Tool[Any, Any]) -> StructuredTool:
    async def call(**arguments: Any) -> str:
        try:
            async with ctx.db.begin_nested():
                answer = await tool(ctx, tool.takes.model_validate(arguments))
        except ValidationError as wrong:
            places = ", ".join(".".join(map(str, each["loc"])) for each in wrong.errors())
            raise ToolException(f"These arguments do not fit: {places}.") from wrong
        except Unavailable:
            raise
        except db.UNFIT as wrong:
            raise ToolException("An argument holds what no field can hold.") from wrong
        except RefleqtError as wrong:
            raise ToolException(str(wrong)) from wrong
        return answer.model_dump_json()

    return StructuredTool.from_function(
        coroutine=call,
        name=tool.name,
        description=tool.summary,
        args_schema=tool.takes.model_json_schema(),
        handle_tool_error=True,
    )
