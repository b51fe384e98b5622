"""Conversations go the product's way, and what is found is counted by turns."""

import pytest

from core.ids import new_id
from domain.access import worker_for
from domain.conversations import read
from evals.suites import retrieval
from memory import inputs
from memory.ctx import open_ctx
from tests.domain.test_conversations import a_file


@pytest.fixture
def _house(_idle: None) -> None:
    """A store in which businesses may be made."""


@pytest.mark.usefixtures("_house")
async def test_a_session_of_talk_becomes_an_activity_and_each_turn_is_marked() -> None:
    actor = worker_for(new_id())
    marks = await retrieval.ingest(actor, read(a_file())[0])
    assert sorted(marks.values()) == ["D1:1", "D1:2"]
    [(source, _), _] = marks
    async with open_ctx(actor, read_only=True) as ctx:
        row = await inputs.words_of(ctx, "activity", source)
    assert row.text.startswith("Nora: I saw whales.")


@pytest.mark.usefixtures("_house")
async def test_turns_without_a_speaker_become_notes() -> None:
    notes = [
        {"dia_id": "a", "speaker": "", "text": "The export failed."},
        {"dia_id": "b", "speaker": "", "text": "We had soup."},
    ]
    marks = await retrieval.ingest(worker_for(new_id()), read(a_file(session_1=notes))[0])
    assert sorted(marks.values()) == ["a", "b"]


@pytest.mark.usefixtures("_house")
async def test_the_figures_have_the_fields_of_the_contract() -> None:
    told: list[str] = []
    found = await retrieval.retrieval(read(a_file()), 10, told.append)
    assert found["questions"] == 1
    assert found["recall@10"] == found["by_category"]["1"]["recall@10"] == 1
    assert [one["ratio"] for one in found["compression"]] == [2, 4, 8, 15, 25, 40]
    assert told
