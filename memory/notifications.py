"""What people are told of what happened, once per cause; and how each of them wants to be told."""

from sqlalchemy import Column, ForeignKey, Text, Time, Uuid

from memory.tables import created, document, global_table, moment, tenant_table, texts, unique

notifications = tenant_table(
    "notifications",
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("subject_id", Uuid),
    document("details"),
    texts("channels"),
    moment("at", nullable=False),
    moment("read_at"),
    moment("mail_due_at"),
    moment("mailed_at"),
    unique("user_id", "cause"),
)

preferences = global_table(
    "preferences",
    "how one person wants to be spoken to, in whichever business",
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("language", Text, nullable=False, server_default="en"),
    Column("timezone", Text, nullable=False, server_default="UTC"),
    Column("theme", Text, nullable=False, server_default="system"),
    Column("digest", Text, nullable=False, server_default="off"),
    Column("quiet_from", Time),
    Column("quiet_to", Time),
    document("channels"),
    moment("updated_at"),
    created(),
)
