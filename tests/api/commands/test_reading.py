"""Files that commands are given are read whole or refused by line."""

import pytest

from api.commands.reading import (
    NoSuchFile,
    NotAnId,
    NotJson,
    NotText,
    WrongField,
    id_of,
    objects,
    parse,
    read_text,
    said,
)
from core.ids import new_id


def test_a_byte_order_mark_is_dropped(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbfhello")
    assert read_text(str(file)) == "hello"


def test_bytes_that_are_no_text_are_named_by_line(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"one\n\xff")
    with pytest.raises(NotText, match="line=2"):
        read_text(str(file))


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(NoSuchFile):
        read_text(str(tmp_path))


def test_json_that_nests_without_end_is_refused():
    with pytest.raises(NotJson):
        parse("[" * 200_000, "a.json")


def test_blank_lines_keep_the_count():
    assert [line for line, _ in objects('{"a": 1}\n\n{"a": 2}', "a")] == [1, 3]


def test_a_field_must_be_a_string_that_says_something():
    assert said({"text": "x"}, "text", "a", 1) == "x"
    with pytest.raises(WrongField, match="line=7 field=text"):
        said({"text": None}, "text", "a", 7)


def test_an_id_is_read_as_it_was_printed_and_another_word_is_named():
    one = new_id()
    assert id_of(f"{one}") == one
    with pytest.raises(NotAnId, match=r"Got 'seven'\. Give the id of a chat\.") as wrong:
        id_of("seven", "thread", "Give the id of a chat.")
    assert wrong.value.fields == {"field": "thread", "value": "seven"}
