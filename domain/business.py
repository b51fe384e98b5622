"""The business and its static profile β_s.

Which fields there are and what kind each is (seed 001 §2.1).
"""

from typing import Literal

Kind = Literal["text", "list", "axis", "count"]

PROFILE_KINDS: dict[str, Kind] = {
    "business_name": "text",
    "industry": "text",
    "size": "text",
    "stage": "text",
    "business_model": "list",
    "revenue_mechanics": "list",
    "icp_industry": "list",
    "icp_company_size": "list",
    "icp_titles": "list",
    "icp_geography": "list",
    "icp_pains": "list",
    "competitors_direct": "list",
    "competitors_indirect": "list",
    "competitors_aspirational": "list",
    "voice_formality": "axis",
    "voice_technicality": "axis",
    "voice_boldness": "axis",
    "voice_playfulness": "axis",
    "visual_colors": "list",
    "visual_fonts": "list",
    "visual_logo": "text",
    "visual_references": "list",
    "products": "list",
    "pricing": "list",
    "features": "list",
    "differentiators": "list",
    "stack_cms": "list",
    "stack_email": "list",
    "stack_crm": "list",
    "stack_analytics": "list",
    "stack_social": "list",
    "state_working": "list",
    "state_not_working": "list",
    "state_tried": "list",
    "state_never_tried": "list",
}
"""Every field of the profile: a text, a list of texts, or an axis from −1 to 1."""
