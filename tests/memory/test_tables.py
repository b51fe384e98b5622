"""Every tenant table carries its business, composite keys, and seals bound to their column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Text

from core.keyring import of_one
from core.security import SealBroken, new_data_key
from memory.tables import (
    GLOBAL,
    NoDataKey,
    Sealed,
    data_keys,
    global_table,
    metadata,
    sealed,
    tenant_table,
    unique,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


@pytest.fixture(autouse=True)
def _planted() -> object:
    token = data_keys.set(of_one(new_data_key()))
    known = set(metadata.tables)
    yield
    for name in set(metadata.tables) - known:
        metadata.remove(metadata.tables[name])
        GLOBAL.pop(name, None)
    data_keys.reset(token)


def test_a_tenant_table_has_its_business_in_every_key() -> None:
    tenant_table("planted_parents", Column("name", Text), unique("name"))
    table = tenant_table("planted_children", refers={"parent_id": "planted_parents"})
    pointer = next(key for key in table.foreign_key_constraints if len(key.columns) == 2)
    assert pointer.column_keys == ["business_id", "parent_id"]
    assert not table.c.business_id.nullable
    rules = metadata.tables["planted_parents"].constraints
    assert ["business_id", "name"] in [[c.name for c in rule.columns] for rule in rules]


def test_a_table_without_a_tenant_says_why() -> None:
    global_table("planted_words", "belongs to everybody", Column("id", Text, primary_key=True))
    assert GLOBAL["planted_words"] == "belongs to everybody"


@given(JSON)
def test_sealed_values_come_back_whole(value: object) -> None:
    column = Sealed("vents.text")
    stored = column.process_bind_param(value, None)
    assert column.process_result_value(stored, None) == value


def test_a_sealed_value_opens_in_its_own_column_only() -> None:
    table = tenant_table("planted_vents", sealed("text"), sealed("answer"))
    stored = table.c.text.type.process_bind_param("a secret worry", None)
    assert b"secret" not in stored
    with pytest.raises(SealBroken):
        table.c.answer.type.process_result_value(stored, None)


def test_nothing_is_sealed_outside_a_business() -> None:
    token = data_keys.set(None)
    with pytest.raises(NoDataKey):
        Sealed("vents.text").process_bind_param("words", None)
    data_keys.reset(token)
