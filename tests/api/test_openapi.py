"""The API does what it says of itself: schemathesis, bounded, over a server of its own."""

from typing import Any
from uuid import UUID

import httpx2
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis
from jsonschema_rs import validator_for
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api import openapi
from core.ids import new_id
from tests.api.people import PASSWORD, headers_of

EXAMPLES = 5
STREAM = "/api/v1/events"  # does not end by itself
PROMISES = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


def test_every_route_is_shown_by_example(app: FastAPI) -> None:
    document = app.openapi()
    parts = {"components": document["components"]}
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            for content in operation.get("requestBody", {}).get("content", {}).values():
                assert "example" in content, path
                validator_for(content["schema"] | parts).validate(content["example"])
            for parameter in operation.get("parameters", []):
                assert "example" in parameter or not parameter.get("required"), (path, parameter)


def test_every_route_declares_its_problems(app: FastAPI) -> None:
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            if path.startswith("/api/"):
                least = {"401", "403", "404", "422", "429", "500", "503"}
                least |= {"409", "413"} if method == "post" else set()
                assert least <= operation["responses"].keys(), path


def test_an_example_leaves_out_what_may_be_left_out() -> None:
    schema = {
        "type": "object",
        "required": ["email", "count"],
        "properties": {
            "email": {"type": "string", "format": "email"},
            "count": {"type": "integer", "minimum": 3},
            "note": {"type": "string"},
        },
    }
    assert openapi.example(schema, {}) == {"email": "ada@example.com", "count": 3}


@pytest.mark.slow
@pytest.mark.parametrize("role", ["founder", "operator", "creator"])
def test_whatever_fits_the_description_is_answered_as_described(address: str, role: str) -> None:
    person = {"email": f"{new_id()}@example.com", "password": PASSWORD, "business_name": "X"}
    made = httpx2.post(f"{address}/api/v1/accounts/register", json=person).json()
    headers = headers_of(role, UUID(made["business_id"]))
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    for result in schema.exclude(path=STREAM).get_all_operations():
        _probe(result.ok(), headers)


def _probe(operation: Any, headers: dict[str, str]) -> None:
    """A few requests that the operation's description allows, each held to its promises."""

    @given(case=operation.as_strategy())
    @hypothesis(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=PROMISES, timeout=60)

    holds()
