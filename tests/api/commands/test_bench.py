"""`refleqt bench retrieval`: the fields that scripts rely on, and clear words about bad files."""

import json
from pathlib import Path

import pytest

from api.commands.bench import lines
from tests.api.commands.running import refleqt
from tests.domain.test_conversations import a_file

FIELDS = {
    "questions", "recall@5", "recall@10", "ndcg@10", "by_category", "ms_p50", "ms_p95",
    "ingest_seconds", "compression",
}  # fmt: skip


@pytest.mark.slow
def test_a_conversation_is_kept_asked_and_measured(tmp_path: Path) -> None:
    file = tmp_path / "talks.json"
    file.write_text(a_file())
    done = refleqt("bench", "retrieval", file, "--top", 3, "--json")
    assert done.code == 0, done.err
    assert set(done.document) == FIELDS | {"recall@3"}
    assert done.document["recall@10"] == 1
    assert done.document["by_category"]["1"]["questions"] == 1
    assert lines(done.document)[0].startswith("1 questions")


@pytest.mark.parametrize("text", ["", "[]", '[{"conversation": []}]', "\x00", "[" * 100_000])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "talks.json"
    file.write_text(text)
    done = refleqt("bench", "retrieval", file, "--json")
    assert done.code == 2
    assert done.out == ""
    assert "LoCoMo" in done.err


def test_a_file_that_is_not_there_is_named() -> None:
    done = refleqt("bench", "retrieval", "nowhere.json")
    assert done.code == 2
    assert "nowhere.json" in done.err


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "talks.json"
    file.write_bytes(b"\xff\xfe\x00" + json.dumps([]).encode())
    assert refleqt("bench", "retrieval", file).code == 2
