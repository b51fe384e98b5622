"""The form of an entry: flat fields of a page beside the nested ones of the tool.

Only what was changed is sent to the tool, so that nobody's edit of another field is lost.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from core.errors import BadInput
from domain.entries import EntryChanges
from domain.seo import Seo
from tools.entries import WholeEntry

OWN = (
    "title", "artifact_type", "status", "owner", "publish_on", "publish_at", "timezone", "channel",
    "campaign", "funnel_stage", "segment", "persona", "angle", "strategic_intent",
    "competitive_context", "utm_source", "utm_medium", "utm_campaign", "utm_content",
    "primary_kpi", "conversion_event", "attribution_model", "ltv_tag", "review_on",
)  # fmt: skip
LISTS = (
    "secondary_keywords", "serp_features", "internal_link_targets", "header_structure",
    "image_alt_inventory", "anchor_text_plan", "crawl_directives",
)  # fmt: skip
VITALS = ("lcp", "inp", "cls")
PLAN = ("channel", "day", "budget", "note")


class NotAnAmount(BadInput):
    """An amount is a number such as 250 or 99.50."""


def typed_of(entry: WholeEntry) -> dict[str, Any]:
    """What the form holds when it opens: every field as text."""
    typed: dict[str, Any] = {name: _text(getattr(entry, name)) for name in OWN}
    typed["cost"] = _amount(entry.cost_cents)
    typed["custom"] = "\n".join(f"{name}: {value}" for name, value in entry.custom.items())
    for name in Seo.model_fields:
        if name != "web_vitals_targets":
            typed[f"seo_{name}"] = _text(getattr(entry.seo, name))
    for name in VITALS:
        typed[f"seo_{name}"] = _text(entry.seo.web_vitals_targets.get(name))
    typed["plans"] = [
        {"channel": plan.channel, "day": _text(plan.schedule[0] if plan.schedule else None),
         "budget": _amount(plan.paid_budget_cents), "note": plan.repurposing or ""}
        for plan in entry.plans
    ]  # fmt: skip
    return typed


def typed_in(data: FormData) -> dict[str, Any]:
    """What somebody typed, by the names of `typed_of`; a field that was not sent is left out."""
    typed: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, str) and not name.startswith(("plan_", "_")):
            typed[name] = value.replace("\r\n", "\n").strip()
    columns = [data.getlist(f"plan_{name}") for name in PLAN]
    rows = [dict(zip(PLAN, map(str, row), strict=True)) for row in zip(*columns, strict=False)]
    if columns[0]:
        typed["plans"] = [row for row in rows if any(value.strip() for value in row.values())]
    return typed


def changes(typed: Mapping[str, Any], before: Mapping[str, Any]) -> EntryChanges:
    """What is to be written: the fields that differ from what was there.

    Raises pydantic's `ValidationError` (locations are the form's names) or `NotAnAmount`.
    """
    moved = {name for name in typed if name in before and typed[name] != before[name]}
    given: dict[str, Any] = {name: typed[name] or None for name in moved & set(OWN)}
    if "cost" in moved:
        given["cost_cents"] = _cents("cost", typed["cost"])
    if "custom" in moved:
        given["custom"] = _pairs(typed["custom"])
    if "plans" in moved:
        given["plans"] = [_plan(row) for row in typed["plans"]]
    if any(name.startswith("seo_") for name in moved):
        given["seo"] = _seo({**before, **typed})
    return EntryChanges.model_validate(given)


def where(error: Sequence[Any]) -> str:
    """The form's name of the field that an error of pydantic is about."""
    parts = [str(part) for part in error]
    if parts and parts[0] == "seo" and len(parts) > 1:
        return f"seo_{parts[2] if parts[1] == 'web_vitals_targets' else parts[1]}"
    return {"cost_cents": "cost"}.get(parts[0], parts[0]) if parts else ""


def told(wrong: ValidationError) -> dict[str, str]:
    """Field of the form → what is wrong with it."""
    errors = wrong.errors(include_url=False, include_input=False)
    return {where(error["loc"]): error["msg"].removeprefix("Value error, ") for error in errors}


def _seo(typed: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in Seo.model_fields:
        value = typed.get(f"seo_{name}") or ""
        if name in LISTS:
            found[name] = [line.strip() for line in value.split("\n") if line.strip()]
        elif value:
            found[name] = value
    vitals = {name: typed.get(f"seo_{name}") for name in VITALS}
    found["web_vitals_targets"] = {name: value for name, value in vitals.items() if value}
    return found


def _plan(row: Mapping[str, str]) -> dict[str, Any]:
    day = row["day"].strip()
    return {
        "channel": row["channel"].strip(), "schedule": [day] if day else [],
        "paid_budget_cents": _cents("plans", row["budget"]),
        "repurposing": row["note"].strip() or None,
    }  # fmt: skip


def _pairs(text: str) -> dict[str, str]:
    """`name: value` lines; a line without a colon is a name without a value."""
    lines = (line.partition(":") for line in text.split("\n") if line.strip())
    return {name.strip(): value.strip() for name, _colon, value in lines}


def _cents(field: str, typed: str) -> int:
    try:
        cents = Decimal(typed.strip().replace(",", ".") or "0") * 100
        if cents != cents.to_integral_value():
            raise InvalidOperation
        return int(cents)
    except (InvalidOperation, ValueError, OverflowError) as wrong:
        raise NotAnAmount(f"'{typed[:30]}'.", field=field, value=typed) from wrong


def _amount(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}".removesuffix(".00") if cents else ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return "\n".join(map(str, value))
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
