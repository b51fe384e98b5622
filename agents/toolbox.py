"""Our tools as LangChain's, for LangGraph's ToolNode and for whoever builds on it outside."""

from collections.abc import Sequence
from typing import Any

from langchain_core.tools import StructuredTool, ToolException

from agents.base import may_be_shown
from agents.calling import WRONG, called, correction
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
            return await called(ctx, tool, arguments)
        except WRONG as wrong:
            raise ToolException(correction(wrong)) from wrong

    return StructuredTool.from_function(
        coroutine=call,
        name=tool.name,
        description=tool.summary,
        args_schema=tool.takes.model_json_schema(),
        handle_tool_error=True,
    )
