"""A form becomes what a tool takes; what was wrong stands beside its field, what was typed stays.

`key` is a hidden field of the form (`once` in `parts.html`): a double click or a reload sends the
same one, and the write happens once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from api.web.texts import gettext as _
from core.errors import RefleqtError
from memory.ctx import Ctx
from tools.repeats import Outcome, once

M = TypeVar("M", bound=BaseModel)
KEY = "_key"
MOST_FIELDS = 500


@dataclass
class Form(Generic[M]):
    """A form as it came: `ask` if it fits, else None with `errors` by field; `typed` in any case.

    A message about no field in particular stands under the empty name.
    """

    ask: M | None = None
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    key: str | None = None

    def blame(self, wrong: RefleqtError) -> None:
        """Put an error of a tool beside the field that it names."""
        name = str(wrong.fields.get("field", ""))
        self.errors[name if name in self.typed else ""] = str(wrong)


async def read(request: Request, model: type[M], **given: object) -> Form[M]:
    """The form of a request as `model`; `given` are fields that the address says."""
    data = await request.form(max_fields=MOST_FIELDS)
    typed = {name: _value(data, name, kind.annotation) for name, kind in model.model_fields.items()}
    key = data.get(KEY)
    form: Form[M] = Form(typed=typed | given, key=key if isinstance(key, str) and key else None)
    filled = {name: value for name, value in form.typed.items() if value is not None}
    try:
        form.ask = model.model_validate(filled)
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_input=False):
            name = str(error["loc"][0]) if error["loc"] else ""
            form.errors.setdefault(name if name in form.typed else "", _said(error["msg"]))
    return form


def blank(model: type[M], **typed: object) -> Form[M]:
    """A form that nobody filled yet, with values to begin with."""
    return Form(typed=dict.fromkeys(model.model_fields) | typed)


async def done_once(
    ctx: Ctx, form: Form[Any], name: str, write: Callable[[], Awaitable[BaseModel]]
) -> Outcome:
    """Do a write once for the key of its form. `name` says which write it is."""
    said = form.ask.model_dump_json() if form.ask else ""
    return await once(ctx, form.key, f"page {name} {said}", write)


def _value(data: FormData, name: str, kind: object) -> str | list[str] | bool | None:
    """One field as text, or a list of texts; None where it is absent or empty."""
    if _is_list(kind):
        return [value for value in data.getlist(name) if isinstance(value, str) and value]
    if kind is bool:
        return name in data
    value = data.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _is_list(kind: object) -> bool:
    if get_origin(kind) in (Union, UnionType):
        return any(_is_list(each) for each in get_args(kind))
    return get_origin(kind) in (list, tuple, set, frozenset)


def _said(message: str) -> str:
    """What pydantic says, as a sentence to a person."""
    known = {
        "Field required": _("Please fill this in."),
        "Input should be a valid integer": _("Please give a whole number."),
    }
    for start, words in known.items():
        if message.startswith(start):
            return words
    return f"{message.removeprefix('Value error, ').rstrip('.')}."
