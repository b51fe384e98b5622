"""People and their businesses: accounts, memberships, profile, keys and sessions."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from domain.business import PROFILE_KINDS
from memory.tables import (
    created,
    document,
    global_table,
    moment,
    sealed,
    tenant_table,
    unique,
)

PROFILE_TYPES = {"text": Text, "list": ARRAY(Text), "axis": Float, "count": Integer}

users = global_table(
    "users",
    "one person may belong to several businesses",
    Column("id", Uuid, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("password_hash", Text, nullable=False),
    Column("operator", Boolean, nullable=False, server_default="false"),
    moment("verified_at"),
    created(),
)

businesses = global_table(
    "businesses",
    "the tenant itself; its policy compares `id` with the tenant",
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("currency", Text, nullable=False, server_default="USD"),
    Column("timezone", Text, nullable=False, server_default="UTC"),
    document("settings"),
    created(),
)

business_keys = global_table(
    "business_keys",
    "one wrapped data key per business, read before the tenant's words can be opened",
    Column("business_id", Uuid, ForeignKey("businesses.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("wrapped", LargeBinary, nullable=False),
    created(),
    PrimaryKeyConstraint("business_id", "version"),
)

business_profiles = tenant_table(
    "business_profiles",
    *(Column(field, PROFILE_TYPES[kind]) for field, kind in PROFILE_KINDS.items()),
    document("confidence"),
    document("sources"),
    moment("updated_at"),
    unique(),
)

team_members = tenant_table(
    "team_members",
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("role", Text, nullable=False),
    unique("user_id"),
)

brand_assets = tenant_table(
    "brand_assets",
    Column("kind", Text, nullable=False),
    Column("blob", Text),
    sealed("details"),
)

refresh_tokens = global_table(
    "refresh_tokens",
    "belongs to a person's session, before any business is chosen",
    Column("hash", Text, primary_key=True),
    Column("family", Uuid, nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    moment("expires_at", nullable=False),
    moment("used_at"),
    moment("revoked_at"),
    created(),
)

idempotency_keys = tenant_table(
    "idempotency_keys",
    Column("user_id", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("request_hash", Text, nullable=False),
    Column("status", Integer, nullable=False),
    sealed("response"),
    unique("user_id", "key"),
)
