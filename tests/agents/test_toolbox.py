"""Our tools in LangGraph's ToolNode: what a person may read, in their own business alone."""

import json
from typing import Any

from langchain_core.messages import AIMessage, ToolMessage
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode

from agents.toolbox import as_structured_tools
from core.ids import new_id
from domain.access import SCOPES, Actor
from memory.ctx import Ctx
from tools import catalog
from tools.vents import Vent, submit_vent


async def called(ctx: Ctx, name: str, arguments: dict[str, Any]) -> ToolMessage:
    """What a ToolNode answers to one call."""
    graph = StateGraph(MessagesState)
    graph.add_node("tools", ToolNode(as_structured_tools(ctx, catalog.TOOLS)))
    graph.add_edge(START, "tools")
    graph.add_edge("tools", END)
    call = {"name": name, "args": arguments, "id": "1", "type": "tool_call"}
    asked = AIMessage("", tool_calls=[call])
    return (await graph.compile().ainvoke({"messages": [asked]}))["messages"][-1]


async def test_a_tool_node_calls_ours(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text="Churn worries me."))
    told = await called(ctx, "list_vents", {"limit": 5})
    assert json.loads(str(told.content))["items"][0]["text"] == "Churn worries me."


async def test_a_wrong_call_comes_back_as_words(ctx: Ctx) -> None:
    told = await called(ctx, "list_vents", {"business_id": str(new_id()), "limit": 5})
    assert told.content == "These arguments do not fit: business_id."
    told = await called(ctx, "read_receipt", {"id": str(new_id())})
    assert "Take an id from any output" in str(told.content)
    told = await called(ctx, "submit_vent", {"text": "I was told to."})
    assert "not a valid tool" in str(told.content)


async def test_the_box_holds_what_the_actor_may_read(ctx: Ctx) -> None:
    for role in ("founder", "evaluator", "operator", "stranger"):
        actor = Actor(role, business_id=ctx.business_id)
        box = {tool.name for tool in as_structured_tools(Ctx(actor, ctx.db), catalog.TOOLS)}
        reads = [tool for tool in catalog.TOOLS if not tool.writes]
        assert box == {tool.name for tool in reads if tool.scope in SCOPES[role]}
