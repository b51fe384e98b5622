"""The page of the API needs nothing from elsewhere and shows every operation."""

import re

import httpx2
from fastapi import FastAPI

from api import docs


async def test_the_page_loads_nothing_from_elsewhere(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert not re.search(r"(src|href)=\"(https?:)?//", answer.text)
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_every_operation_is_on_the_page(app: FastAPI) -> None:
    page = docs.page(app.openapi())
    assert all(f"<code>{path}</code>" in page for path in app.openapi()["paths"])


def test_what_stands_in_a_description_is_never_markup() -> None:
    operation = {"summary": "<img src=x>", "tags": ["<s>"], "responses": {"200": {}}}
    document = {"info": {"title": "<i>"}, "paths": {"/<u>": {"get": operation}}}
    page = docs.page(document)
    assert not any(each in page for each in ("<img", "<s>", "<i>", "<u>"))
