"""Routes made from the catalog: /api/v1/<noun>/<tool>, one for each tool that people may use.

A read whose fields are plain values is a GET with query parameters, everything else a POST.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api import paging
from api.auth import allowed
from domain.access import Actor
from memory.ctx import open_ctx
from tools import catalog
from tools.base import Tool
from tools.desks import places
from tools.repeats import Outcome, once

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,200}$",
        description="The same key with the same body is done once and answered the same. "
        "Kept for founders and teams.",
    ),
]


def router() -> APIRouter:
    """All routes of the catalog."""
    made = APIRouter(prefix="/api/v1")
    for tool in catalog.for_people():
        reads = not tool.writes
        plain = reads and takes_plain_values(tool.takes)
        noun = catalog.noun(tool)
        made.add_api_route(
            f"/{noun}/{tool.name}",
            _reading(tool, plain) if reads else _writing(tool),
            methods=["GET" if plain else "POST"],
            response_model=paging.gives(tool) if reads else tool.gives,
            operation_id=tool.name,
            summary=tool.summary,
            description=f"Needs the scope `{tool.scope}`.",
            tags=[noun],
        )
    return made


def takes_plain_values(model: type[BaseModel]) -> bool:
    """Whether each field fits a query parameter: no lists, no objects."""
    schema = model.model_json_schema()
    return not any(_nested(each, schema) for each in schema.get("properties", {}).values())


def _nested(field: dict[str, Any], schema: dict[str, Any]) -> bool:
    if "$ref" in field:
        return _nested(schema["$defs"][field["$ref"].rpartition("/")[2]], schema)
    if "anyOf" in field:
        return any(_nested(each, schema) for each in field["anyOf"])
    return field.get("type") in ("array", "object")


def _reading(tool: Tool[Any, Any], plain: bool) -> Callable[..., Any]:
    async def read(actor: Actor, ask: Any) -> Any:
        answers = []
        for place in await places(actor, ask):
            async with open_ctx(place, read_only=True) as ctx:
                answers.append(await tool(ctx, paging.ask_of(tool, ask)))
        if not paging.cut_here(tool):
            return answers[0]
        return paging.page(ask, answers)

    return _typed(read, tool.scope, Annotated[paging.takes(tool), Query() if plain else Body()])


def _writing(tool: Tool[Any, Any]) -> Callable[..., Any]:
    async def write(actor: Actor, ask: Any, key: Key = None) -> JSONResponse:
        place, *_ = await places(actor, ask)
        async with open_ctx(place) as ctx:
            request = f"{tool.name} {ask.model_dump_json()}"
            outcome = await once(ctx, key, request, lambda: tool(ctx, ask))
        return as_response(outcome)

    return _typed(write, tool.scope, Annotated[tool.takes, Body()])


def as_response(outcome: Outcome, status: int = 200) -> JSONResponse:
    """A write's answer; a header says when it is an earlier one given again."""
    headers = {"Idempotency-Replayed": "true"} if outcome.replayed else {}
    return JSONResponse(outcome.body, status, headers)


def _typed(call: Callable[..., Any], scope: str, ask: Any) -> Callable[..., Any]:
    call.__annotations__ |= {"actor": Annotated[Actor, Depends(allowed(scope))], "ask": ask}
    return call
