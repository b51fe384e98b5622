"""The marketing calendar: entries with their SEO fields, distribution plans, campaigns and
keywords."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Integer, Text, Time, Uuid

from memory.tables import document, moment, tenant_table, texts, unique

campaigns = tenant_table("campaigns", Column("name", Text, nullable=False), unique("name"))

keywords = tenant_table(
    "keywords",
    Column("keyword", Text, nullable=False),
    Column("cluster", Text),
    unique("keyword"),
)

calendar_entries = tenant_table(
    "calendar_entries",
    Column("external_id", Text, nullable=False),
    Column("artifact_type", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="idea"),
    Column("owner", Text),
    Column("publish_on", Date),
    Column("publish_at", Time),
    Column("timezone", Text),
    Column("channel", Text),
    Column("funnel_stage", Text),
    Column("segment", Text),
    Column("persona", Text),
    Column("angle", Text),
    Column("strategic_intent", Text),
    Column("competitive_context", Text),
    Column("utm_source", Text),
    Column("utm_medium", Text),
    Column("utm_campaign", Text),
    Column("utm_content", Text),
    Column("primary_kpi", Text),
    Column("conversion_event", Text),
    Column("attribution_model", Text),
    Column("ltv_tag", Text),
    Column("review_on", Date),
    Column("cost_cents", BigInteger, nullable=False, server_default="0"),
    Column("suggested_by", Uuid),
    texts("tags"),
    document("categories"),
    moment("status_changed_at"),
    moment("published_at"),
    moment("indexed_at"),
    unique("external_id"),
    unique("utm_source", "utm_medium", "utm_campaign", "utm_content"),
    refers={"campaign_id": "campaigns"},
)

seo_metadata = tenant_table(
    "seo_metadata",
    Column("primary_keyword", Text),
    texts("secondary_keywords"),
    Column("search_intent", Text),
    Column("keyword_difficulty", Float),
    Column("search_volume", Integer),
    Column("ranking_position", Float),
    texts("serp_features"),
    Column("keyword_cluster", Text),
    texts("internal_link_targets"),
    Column("featured_snippet", Boolean),
    Column("url_slug", Text),
    Column("meta_title", Text),
    Column("meta_description", Text),
    document("header_structure", default="[]"),
    Column("schema_markup", Text),
    Column("canonical_url", Text),
    Column("index_status", Text),
    document("web_vitals_targets"),
    Column("mobile_rendering", Text),
    document("image_alt_inventory", default="[]"),
    document("anchor_text_plan", default="[]"),
    texts("crawl_directives"),
    unique("calendar_entry_id"),
    refers={"calendar_entry_id": "calendar_entries", "keyword_id": "keywords"},
)

distribution_plans = tenant_table(
    "distribution_plans",
    Column("channel", Text, nullable=False),
    document("parameters"),
    document("schedule", default="[]"),
    Column("paid_budget_cents", BigInteger, nullable=False, server_default="0"),
    Column("repurposing", Text),
    unique("calendar_entry_id", "channel"),
    refers={"calendar_entry_id": "calendar_entries"},
)
