"""Names of the profile's fields and values, and how a value is shown."""

from collections.abc import Mapping
from typing import Any

from api.web.texts import gettext as _
from api.web.texts import later

GROUPS = {
    "business": later("The business"), "stage": later("Stage"), "model": later("Business model"),
    "icp": later("Best customers"), "pain": later("Their trouble"),
    "competitors": later("Competitors"), "voice": later("Voice"), "visual": later("Look"),
    "product": later("What you sell"), "stack": later("Tools"), "state": later("Marketing so far"),
}  # fmt: skip
FIELDS = {
    "business_name": later("Name"), "industry": later("What you do"), "size": later("Team size"),
    "stage": later("Stage"), "business_model": later("Sells to"),
    "revenue_mechanics": later("Money comes in by"), "icp_industry": later("Their industry"),
    "icp_company_size": later("Their size"), "icp_titles": later("Who they are"),
    "icp_geography": later("Where they are"), "icp_pains": later("What goes wrong for them"),
    "competitors_direct": later("Direct competitors"),
    "competitors_indirect": later("What they use instead"),
    "competitors_aspirational": later("Marketing you envy"),
    "voice_formality": later("Formality"), "voice_technicality": later("Technicality"),
    "voice_boldness": later("Boldness"), "voice_playfulness": later("Playfulness"),
    "visual_colors": later("Colours"), "visual_fonts": later("Typefaces"),
    "visual_logo": later("Logo"), "visual_references": later("Looks you like"),
    "products": later("Products"), "pricing": later("Prices"), "features": later("Most used"),
    "differentiators": later("Why people choose you"), "stack_cms": later("Website runs on"),
    "stack_email": later("E-mail with"), "stack_crm": later("Customers tracked in"),
    "stack_analytics": later("Measured with"), "stack_social": later("Social accounts"),
    "state_working": later("What works"), "state_not_working": later("What did not work"),
    "state_tried": later("Also tried"), "state_never_tried": later("Never tried"),
}  # fmt: skip
VALUES = {
    "pre_revenue": later("Before first revenue"), "seed": later("Seed"),
    "series_a": later("Series A"), "growth": later("Growing"), "enterprise": later("Large"),
    "b2b": later("Companies"), "b2c": later("People"), "b2b2c": later("People, through companies"),
    "marketplace": later("Marketplace"), "saas": later("Software by subscription"),
    "services": later("Services"), "ecommerce": later("Online shop"), "hybrid": later("A mixture"),
    "subscription": later("Subscription"), "one_time": later("One-off sales"),
    "usage_based": later("By usage"), "freemium": later("A free plan"),
    "advertising": later("Ads"), "transaction_fees": later("A cut of each deal"),
}  # fmt: skip
ENDS = {
    "voice_formality": (later("casual"), later("formal")),
    "voice_technicality": (later("for everyone"), later("technical")),
    "voice_boldness": (later("measured"), later("bold")),
    "voice_playfulness": (later("serious"), later("playful")),
}
"""The two ends of each scale, −1 and 1."""


def shown(field: str, value: Any) -> str:
    """A value of a field in words."""
    if isinstance(value, list):
        return ", ".join(shown(field, each) for each in value)
    if isinstance(value, Mapping):
        return _document(value)
    if field in ENDS:
        return on_scale(field, float(value))
    if isinstance(value, str) and value in VALUES:
        return _(VALUES[value])
    return value.replace("_", " ") if isinstance(value, str) and value.islower() else str(value)


def on_scale(field: str, value: float) -> str:
    """A place on a scale in words, such as `rather formal`."""
    low, high = (_(end) for end in ENDS[field])
    if abs(value) < 0.25:
        return _("in between")
    end = high if value > 0 else low
    return end if abs(value) > 0.75 else _("rather %(end)s") % {"end": end}


def _document(value: Mapping[str, Any]) -> str:
    if "amount" in value:
        price = f"{value['amount']} {value.get('currency') or ''}".strip()
        return f"{price} / {value['per']}" if value.get("per") else price
    if {"min", "max"} <= value.keys():
        ends = [str(value[end]) for end in ("min", "max") if value[end] is not None]
        return "–".join(dict.fromkeys(ends))
    return ", ".join(str(each) for each in value.values() if each is not None)
