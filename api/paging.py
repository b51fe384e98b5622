"""Cursor paging for every list: `after` and `limit` in, `items` and `next` out.

A tool that pages by itself is left alone; a short list that it gives whole is cut at the door.
"""

from typing import Any, cast, get_args

from annotated_types import Le
from pydantic import BaseModel, Field, create_model

from core.text import shorten
from tools.base import NoSuchCursor, Tool

MOST = 200
DEFAULT = 50


def cut_here(tool: Tool[Any, Any]) -> bool:
    """Whether the door cuts pages: the tool gives `items` with an `id`, and takes no `after`."""
    return "id" in _item(tool.gives) and "after" not in tool.takes.model_fields


def takes(tool: Tool[Any, Any]) -> type[BaseModel]:
    """What the route takes: the tool's own fields, and where to go on."""
    if not cut_here(tool):
        return tool.takes
    key = _item(tool.gives)["id"]
    cursor = (key | None, Field(None, description="`next` of the page before"))
    limit = (int, Field(DEFAULT, ge=1, le=MOST))
    fields = cast(Any, {"after": cursor, "limit": limit})
    return create_model(f"{tool.takes.__name__}Page", __base__=tool.takes, **fields)


def gives(tool: Tool[Any, Any]) -> type[BaseModel]:
    """What the route gives: the tool's answer, and the cursor of the next page."""
    if not cut_here(tool):
        return tool.gives
    fields = cast(Any, {"next": (_item(tool.gives)["id"] | None, ...)})
    return create_model(f"{tool.gives.__name__}Page", __base__=tool.gives, **fields)


def ask_of(tool: Tool[Any, Any], given: BaseModel) -> BaseModel:
    """The tool's own question behind a route's; of a list that is cut here, it is asked for all."""
    if not cut_here(tool):
        return given
    fields = {name: getattr(given, name) for name in tool.takes.model_fields}
    if "limit" in fields:
        rules = tool.takes.model_fields["limit"].metadata
        fields["limit"] = next((rule.le for rule in rules if isinstance(rule, Le)), MOST)
    return tool.takes(**fields)


def page(given: Any, answers: list[Any]) -> dict[str, Any]:
    """The page that `given` asks for, of the items of all answers; what else the first says stays.

    Raises `NoSuchCursor` for a cursor that is not in the list.
    """
    items = [item for answer in answers for item in answer.items]
    said = {name: getattr(answers[0], name) for name in type(answers[0]).model_fields}
    first = 0
    if given.after is not None:
        places = [place for place, item in enumerate(items) if item.id == given.after]
        if not places:
            raise NoSuchCursor(
                shorten(str(given.after)),
                remedy="Begin again without `after`.",
                field="after",
                value=str(given.after),
            )
        first = places[0] + 1
    shown = items[first : first + given.limit]
    more = len(items) > first + given.limit
    return {**said, "items": shown, "next": shown[-1].id if more else None}


def _item(answer: type[BaseModel]) -> dict[str, Any]:
    """Field name -> type of the things in an answer's `items`; empty where it is no list."""
    field = answer.model_fields.get("items")
    kinds = get_args(field.annotation) if field else ()
    if not kinds or not isinstance(kinds[0], type) or not issubclass(kinds[0], BaseModel):
        return {}
    return {name: each.annotation for name, each in kinds[0].model_fields.items()}
