"""Which models a business may ask, what that may cost, and what each call did cost."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Integer, Text, Uuid

from memory.tables import moment, sealed, tenant_table, unique

model_routes = tenant_table(
    "model_routes",
    Column("rank", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("api_base", Text, nullable=False, server_default=""),
    sealed("api_key"),
    Column("enabled", Boolean, nullable=False, server_default="true"),
    unique("rank"),
)

model_limits = tenant_table(
    "model_limits",
    Column("usd_micros_per_day", BigInteger),
    Column("tokens_per_day", BigInteger),
    Column("paused", Boolean, nullable=False, server_default="false"),
    moment("updated_at"),
    unique(),
)

model_calls = tenant_table(
    "model_calls",
    Column("day", Date, nullable=False),
    moment("at", nullable=False),
    Column("action_id", Uuid),
    Column("run_id", Uuid),
    Column("prompt_id", Text, nullable=False),
    Column("prompt_version", Integer, nullable=False),
    Column("prompt_hash", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("adapter", Text, nullable=False, server_default="none"),
    Column("outcome", Text, nullable=False),
    Column("tokens_in", Integer, nullable=False, server_default="0"),
    Column("tokens_out", Integer, nullable=False, server_default="0"),
    Column("tokens_estimated", Integer, nullable=False, server_default="0"),
    Column("usd_micros_estimated", BigInteger),
    Column("usd_micros", BigInteger),
    Column("seconds", Float, nullable=False, server_default="0"),
    Column("retries", Integer, nullable=False, server_default="0"),
)
"""One row a call, written before it (with the estimate) and settled by what the provider counted.

A call that was killed keeps its estimate. `usd_micros` is empty where no price is known."""
