"""Mail that waits, was sent or failed: a row first, then a job sends it."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Text, Uuid

from memory.tables import created, global_table, moment

mail = global_table(
    "mail",
    "a mail goes to a person, who may belong to no business; sealed by the installation's key",
    Column("id", Uuid, primary_key=True),
    Column("business_id", Uuid, ForeignKey("businesses.id", ondelete="CASCADE")),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE")),
    Column("kind", Text, nullable=False),
    Column("words", LargeBinary),
    Column("status", Text, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    moment("expires_at"),
    moment("sent_at"),
    created(),
)
