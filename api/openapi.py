"""What /openapi.json says beyond FastAPI's own account: problems, and an example of each body."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE, Problem

SAMPLES: dict[str, Any] = {
    "email": "ada@example.com",
    "date": "2026-11-02",
    "date-time": "2026-11-02T09:00:00Z",
    "uuid": "0193f2b0-6c00-7000-8000-000000000001",
    "password": "a long pass phrase",
    "uri": "https://example.com/pricing",
}
WORDS = {
    "text": "Our ads bring clicks and no customers.",
    "notes": "Ada: we should talk to five customers a week.",
    "query": "why do trials not convert",
    "currency": "USD",
    "country": "DE",
    "month": "2026-10",
    "refresh_token": "the refresh token that the last answer held",
    "token": "the secret that the link in the mail ended with",
    "answer": "We sell scheduling software to small clinics.",
    "question": "What do you sell, and to whom?",
    "business_name": "Gaugewren",
    "model": "openai/gpt-5-mini",
    "reason": "We left the channel of the lost cases.",
    "api_key": "the key that the vendor gave you",
}
UPLOAD = "text,at\nOur ads bring clicks and no customers.,2026-11-02T09:00:00Z\n"
WANTED = ("month", "api_key")  # may be left out, but something in its place is needed
ALWAYS = {400: "The body could not be read", 422: "A field is not right", 500: "Our fault",
          503: "A part is not reachable; try again"}  # fmt: skip
SIGNED = {401: "No valid access token", 403: "This account may not do that",
          429: "Too many requests; see Retry-After"}  # fmt: skip
WRITES = {404: "There is no such thing here", 409: "It was decided otherwise before",
          410: "It was here once and is not any more",
          413: "The body is larger than allowed"}  # fmt: skip


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of `app`, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, routes=app.routes, description=app.description
        )
        parts = document.setdefault("components", {}).setdefault("schemas", {})
        template = "#/components/schemas/{model}"
        problem = Problem.model_json_schema(ref_template=template)
        parts.update(problem.pop("$defs", {}))
        parts["Problem"] = problem
        for unused in ("HTTPValidationError", "ValidationError"):
            parts.pop(unused, None)
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                _complete(path, method, operation, parts)
        app.openapi_schema = document
    return app.openapi_schema


def _complete(path: str, method: str, operation: dict[str, Any], parts: dict[str, Any]) -> None:
    if not path.startswith("/api/"):
        operation["responses"].pop("422", None)
        return
    statuses = dict(ALWAYS) | SIGNED | ({} if method == "get" else WRITES) | {404: WRITES[404]}
    schema = {"$ref": "#/components/schemas/Problem"}
    for status, why in statuses.items():
        operation["responses"][str(status)] = {
            "description": why,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
    spoken = [operation.get("requestBody", {}), *map(operation["responses"].get, ("200", "201"))]
    for parameter in operation.get("parameters", []):
        _exemplify(parameter, parts, parameter["name"])
    for content, body in (pair for each in spoken if each for pair in _content(each)):
        if content == "multipart/form-data":
            form = parts[body["schema"]["$ref"].rpartition("/")[2]]
            body["example"] = dict.fromkeys(form["required"], UPLOAD)
        elif "schema" in body:
            _exemplify(body, parts)


def _content(spoken: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [*spoken.get("content", {}).items()]


def _exemplify(holder: dict[str, Any], parts: dict[str, Any], name: str = "") -> None:
    """Put an example beside a schema, unless the best one is to leave the value out."""
    value = example(holder["schema"], parts, name)
    if value is not None:
        holder["example"] = value


def example(schema: dict[str, Any], parts: dict[str, Any], name: str = "") -> Any:
    """A value that fits a JSON schema; fields that may be left out are, unless they are words."""
    if "$ref" in schema:
        return example(parts[schema["$ref"].rpartition("/")[2]], parts, name)
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return example(schema["anyOf"][0], parts, name)
    return _plain(schema, parts, name)


def _plain(schema: dict[str, Any], parts: dict[str, Any], name: str) -> Any:
    kind = schema.get("type")
    if kind == "object":
        required = schema.get("required", [])
        fields = schema.get("properties", {})
        shown = {field: example(fields[field], parts, field) for field in required}
        return shown | {field: WORDS[field] for field in WANTED if field in fields}
    if kind == "array":
        return [example(schema["items"], parts, name)] * max(1, schema.get("minItems", 1))
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), 1)
    if kind == "boolean":
        return True
    if kind == "string":
        return SAMPLES.get(schema.get("format", "")) or WORDS.get(name) or f"{name or 'words'}"
    return None
