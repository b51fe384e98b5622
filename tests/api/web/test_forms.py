"""A form that does not fit keeps what was typed and says what is wrong beside the field."""

from typing import Any

from pydantic import Field
from starlette.requests import Request

from api.web import forms
from core.errors import BadInput
from memory.ctx import Ctx
from tools.base import Answer, Ask


class Shoe(Ask):
    """Something to fill in."""

    name: str = Field(min_length=3)
    size: int = 40
    tags: list[str] = []
    laced: bool = False
    note: str | None = None


class Count(Answer):
    """How often."""

    times: int


def request_of(body: str) -> Request:
    """A POST of an urlencoded form."""
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "headers": [(b"content-type", b"application/x-www-form-urlencoded")],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    return Request(scope, receive)


async def test_a_form_that_fits_is_what_the_tool_takes() -> None:
    form = await forms.read(request_of("name=Boot&size=42&tags=a&tags=b&laced=on"), Shoe)
    assert form.ask == Shoe(name="Boot", size=42, tags=["a", "b"], laced=True)


async def test_an_empty_field_is_as_if_it_was_left_out() -> None:
    form = await forms.read(request_of("name=Boot&size=&note=+"), Shoe)
    assert form.ask == Shoe(name="Boot")


async def test_what_was_typed_stays_beside_what_is_wrong() -> None:
    form = await forms.read(request_of("name=B&size=many"), Shoe)
    assert form.ask is None
    assert set(form.errors) == {"name", "size"}
    assert form.typed["size"] == "many"


async def test_fields_that_are_not_asked_for_are_left_alone() -> None:
    form = await forms.read(request_of("name=Boot&business_id=1"), Shoe)
    assert form.ask == Shoe(name="Boot")


async def test_the_address_says_what_the_form_does_not() -> None:
    form = await forms.read(request_of("name=ignored"), Shoe, name="From the path")
    assert form.ask
    assert form.ask.name == "From the path"


async def test_a_tools_error_stands_beside_the_field_it_names() -> None:
    form = await forms.read(request_of("name=Boot"), Shoe)
    form.blame(BadInput("Too small.", field="size"))
    form.blame(BadInput("Elsewhere.", field="nowhere"))
    assert "Too small." in form.errors["size"]
    assert "Elsewhere." in form.errors[""]


async def test_the_same_form_sent_twice_is_done_once(ctx: Ctx) -> None:
    form = await forms.read(request_of("name=Boot&_key=k1"), Shoe)
    done = 0

    async def write() -> Count:
        nonlocal done
        done += 1
        return Count(times=done)

    first = await forms.done_once(ctx, form, "shoe", write)
    again = await forms.done_once(ctx, form, "shoe", write)
    assert first.body == again.body == {"times": 1}
    assert again.replayed
