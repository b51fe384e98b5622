"""The page at /docs: all operations of the OpenAPI document, with nothing from elsewhere."""

from base64 import b64encode
from hashlib import sha256
from html import escape
from json import dumps
from typing import Any

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2.5rem 0 .5rem; text-transform: capitalize }
details { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
details { padding: .6rem 0 }
summary { cursor: pointer; display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap }
summary b { min-width: 3.5rem; font-size: .8rem } code, pre { font-size: .9rem }
pre { overflow-x: auto; padding: .75rem }
pre { background: color-mix(in srgb, currentColor 7%, transparent) }
dt { font-weight: 600 } dd { margin: 0 0 .4rem 1rem }
"""
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)


def page(document: dict[str, Any]) -> str:
    """HTML of an OpenAPI document, grouped by noun."""
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            noun = (operation.get("tags") or ["service"])[0]
            groups.setdefault(noun, []).append(_operation(path, method, operation))
    sections = [f"<h2>{escape(noun)}</h2>{''.join(rows)}" for noun, rows in sorted(groups.items())]
    title = escape(document["info"]["title"])
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{STYLE}</style><main><h1>{title}</h1>"
        f"<p>{escape(document['info'].get('description', ''))}</p>"
        '<p>The same as data: <a href="/openapi.json">openapi.json</a></p>'
        f"{''.join(sections)}</main></html>"
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    parts = [f"<p>{escape(operation.get('description', ''))}</p>"]
    given = operation.get("parameters", [])
    if given:
        rows = [
            f"<dt>{escape(each['name'])} <small>({escape(each['in'])})</small></dt>"
            f"<dd>{escape(each.get('description', ''))}</dd>"
            for each in given
        ]
        parts.append(f"<dl>{''.join(rows)}</dl>")
    for body in operation.get("requestBody", {}).get("content", {}).values():
        if "example" in body:
            parts.append(f"<pre>{escape(dumps(body['example'], indent=2))}</pre>")
    statuses = ", ".join(sorted(operation["responses"]))
    parts.append(f"<p>Answers: {escape(statuses)}</p>")
    return (
        f"<details><summary><b>{method.upper()}</b><code>{escape(path)}</code>"
        f"<span>{escape(operation.get('summary', ''))}</span></summary>{''.join(parts)}</details>"
    )
