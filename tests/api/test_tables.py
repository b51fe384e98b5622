"""Files of lists parse back; nothing in them is a formula."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from api.tables import FORMULA, as_csv, as_jsonl, rows_of, written

TEXT = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)
ROWS = st.lists(st.fixed_dictionaries({"key": TEXT, "score": st.floats(-1, 1), "said": TEXT}))


class Thing(BaseModel):
    """Something that a tool gives."""

    name: str
    items: list[dict[str, int]] = []


@given(ROWS)
def test_what_was_written_is_read_back(rows: list[dict[str, object]]) -> None:
    assert [json.loads(line) for line in as_jsonl(rows).split("\n") if line] == rows
    back = list(csv.DictReader(io.StringIO(as_csv(rows), newline="")))
    assert [float(row["score"]) for row in back] == [row["score"] for row in rows]
    for row, known in zip(back, rows, strict=True):
        assert row["said"].removeprefix("'") == str(known["said"]).removeprefix("'")


@given(TEXT)
def test_no_cell_begins_a_formula(words: str) -> None:
    for sign in FORMULA:
        (row,) = csv.DictReader(io.StringIO(as_csv([{"a": sign + words}]), newline=""))
        assert row["a"].startswith("'")


def test_a_negative_number_stays_a_number() -> None:
    assert as_csv([{"difference": -0.25}]) == "difference\r\n-0.25\r\n"


def test_what_is_nested_gets_columns_and_lists_stand_as_json() -> None:
    told = as_csv([{"arms": {"candidate": 1}, "marks": ["released"]}, {"arms": {"other": 2}}])
    rows = list(csv.DictReader(io.StringIO(told, newline="")))
    assert rows[0]["arms.candidate"] == "1"
    assert json.loads(rows[0]["marks"]) == ["released"]
    assert rows[1]["arms.other"] == "2"


def test_an_answer_is_its_items_or_itself() -> None:
    assert rows_of(Thing(name="a", items=[{"x": 1}])) == [{"x": 1}]
    assert written([], "csv") == written([], "jsonl") == ""
