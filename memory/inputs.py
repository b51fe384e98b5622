"""What people put in: answers, vents, activities.

Words are sealed; a hash makes a repeat land on its row.
"""

from sqlalchemy import Column, Integer, Text, Uuid

from memory.tables import document, moment, sealed, tenant_table, texts, unique

onboarding_responses = tenant_table(
    "onboarding_responses",
    Column("thread_id", Uuid, nullable=False),
    Column("turn", Integer, nullable=False),
    sealed("question", nullable=False),
    sealed("answer"),
    texts("fields"),
    sealed("implicit"),
    Column("author_id", Uuid),
    moment("at", nullable=False),
    unique("thread_id", "turn"),
)

vent_entries = tenant_table(
    "vent_entries",
    sealed("text", nullable=False),
    texts("tags"),
    moment("at", nullable=False),
    Column("author_id", Uuid),
    Column("visibility", Text, nullable=False, server_default="private"),
    Column("source", Text, nullable=False, server_default="web"),
    Column("content_hash", Text, nullable=False),
    moment("deleted_at"),
    unique("content_hash"),
)

activities = tenant_table(
    "activities",
    Column("kind", Text, nullable=False),
    moment("at", nullable=False),
    Column("minutes", Integer),
    document("participants", default="[]"),
    sealed("notes"),
    Column("content_hash", Text, nullable=False),
    unique("content_hash"),
)

activity_artifacts = tenant_table(
    "activity_artifacts",
    Column("kind", Text, nullable=False),
    Column("blob", Text),
    sealed("transcript"),
    refers={"activity_id": "activities"},
)
