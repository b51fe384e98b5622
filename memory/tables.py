"""How a table is declared: every tenant table carries `business_id`, and keys that name it.

A key to another tenant table is composite (business_id, id), so that a row can never point at
another business's row. Words of people are `Sealed` columns: AES-256-GCM under the business's key.
"""

import json
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    any_,
    bindparam,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator

from core import clock
from core.errors import RefleqtError
from core.keyring import Keyring

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

GLOBAL: dict[str, str] = {}
"""Tables without a tenant, each with the reason why (checked by a test)."""

data_keys: ContextVar[Keyring | None] = ContextVar("data_keys", default=None)
"""Keys of the business whose transaction is open; set by `memory.ctx`."""


class NoDataKey(RefleqtError, DontWrapMixin):
    """Sealed words can only be read or written inside a business's transaction."""


class Sealed(TypeDecorator[Any]):
    """Any JSON value, stored as AES-256-GCM ciphertext bound to its table and column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, about: str = "") -> None:
        super().__init__()
        self.about = about

    def process_bind_param(self, value: Any, dialect: Any) -> bytes | None:  # noqa: ARG002
        if value is None:
            return None
        words = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return held_keys().seal(words, self.about)

    def process_result_value(self, value: bytes | None, dialect: Any) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(held_keys().unseal(value, self.about))


def held_keys() -> Keyring:
    """The keys of the business whose transaction is open. Raises `NoDataKey` outside of one."""
    ring = data_keys.get()
    if ring is None:
        raise NoDataKey
    return ring


def moment(name: str, **options: Any) -> Column[Any]:
    """A column of an aware UTC time."""
    return Column(name, DateTime(timezone=True), **options)


def created() -> Column[Any]:
    """When the row was written, by the running clock."""
    return moment("created_at", nullable=False, default=clock.now, server_default=func.now())


def sealed(name: str, **options: Any) -> Column[Any]:
    """A column of sealed words; `tenant_table` binds it to its place."""
    return Column(name, Sealed(), **options)


def texts(name: str) -> Column[Any]:
    """A column holding a list of texts, empty by default."""
    return Column(name, ARRAY(Text), nullable=False, server_default="{}")


def document(name: str, **options: Any) -> Column[Any]:
    """A JSONB column, `{}` by default."""
    return Column(
        name, JSONB, nullable=False, server_default=options.pop("default", "{}"), **options
    )


def tenant_table(name: str, *parts: Any, refers: dict[str, str] | None = None) -> Table:
    """A tenant table: id, business_id, `parts`, created_at, and composite keys for `refers`.

    `refers` maps a column to the tenant table that it points into.
    """
    keys: list[Any] = [
        ForeignKeyConstraint(["business_id"], ["businesses.id"], ondelete="CASCADE"),
        UniqueConstraint("business_id", "id"),
    ]
    pointers: list[Column[Any]] = []
    for column, target in (refers or {}).items():
        pointers.append(Column(column, Uuid))
        keys.append(
            ForeignKeyConstraint(
                ["business_id", column],
                [f"{target}.business_id", f"{target}.id"],
                ondelete="CASCADE",
                name=f"fk_{name}_{column}",
            )
        )
        keys.append(Index(f"ix_{name}_{column}", "business_id", column))
    columns = [part for part in parts if isinstance(part, Column)]
    rules = [part for part in parts if not isinstance(part, Column)]
    table = Table(
        name,
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("business_id", Uuid, nullable=False),
        *columns,
        *pointers,
        created(),
        *keys,
        *rules,
    )
    _bind_seals(table)
    return table


def global_table(name: str, why: str, *parts: Any) -> Table:
    """A table without a tenant; `why` says why that is right."""
    GLOBAL[name] = why
    return Table(name, metadata, *parts)


def among(column: Any, values: Iterable[Any]) -> Any:
    """`column` is one of `values`: however many there are, the query is the same for Postgres."""
    return column == any_(bindparam(None, [*values], type_=ARRAY(column.type), unique=True))


def unique(*columns: str) -> UniqueConstraint:
    """A unique key, always within one business."""
    return UniqueConstraint("business_id", *columns)


def _bind_seals(table: Table) -> None:
    for column in table.columns:
        if isinstance(column.type, Sealed):
            column.type = Sealed(f"{table.name}.{column.name}")
