"""`refleqt models`: add, list, limit, pause; wrong input has a way out."""

from datetime import date
from pathlib import Path

import pytest

from api.commands.models import lines
from domain.access import Actor
from tests.api.commands.running import Done, refleqt
from tools.models import ModelLine, ModelList, Today

TODAY = Today(
    day=date(2026, 11, 1), tokens=10, usd_micros=5, tokens_per_day=100, usd_micros_per_day=10**7,
    tokens_left=90, usd_micros_left=10**7 - 5,
)  # fmt: skip


def test_the_list_tells_the_order_and_what_is_wrong() -> None:
    own = ModelLine(source="own", model="openai/a", rank=1, keyed=True, last="WrongKey")
    told = lines(ModelList(items=[own], paused=True, today=TODAY))
    assert told[0] == "1. openai/a (rank 1, last call: WrongKey)"
    assert "Paused" in told[1]
    assert told[2] == "Today (2026-11-01, UTC): 10 of 100 tokens and $0.00 of $10.00 used."
    assert "drafted by code" in lines(ModelList(items=[], paused=False, today=TODAY))[0]


@pytest.mark.slow
async def test_a_model_is_added_limited_paused_and_removed(
    data_dir: Path, lasting: Actor, tmp_path: Path
) -> None:
    key = tmp_path / "key.txt"
    key.write_text("sk-live-1\n")
    where = ("--business", str(lasting.business_id), "--data-dir", str(data_dir), "--json")

    def models(*words: str) -> Done:
        return refleqt("models", *words, *where)

    added = models("add", "groq/llama", "--key-file", str(key))
    assert added.document["items"][0]["keyed"]
    assert "sk-live" not in added.out + added.err
    assert models("limit", "--usd", "2.5").document["today"]["usd_micros_per_day"] == 2_500_000
    assert models("pause").document["paused"]
    assert not models("resume").document["paused"]
    assert models("remove", "1").document["items"] == []
    assert models("remove", "1").code == 2


@pytest.mark.slow
async def test_what_may_not_be_asked_is_bad_input(data_dir: Path, lasting: Actor) -> None:
    where = ("--business", str(lasting.business_id), "--data-dir", str(data_dir))
    for words in (("groq/llama",), ("openai/x", "--api-base", "http://10.0.0.8/v1"), ("x",)):
        done = refleqt("models", "add", *words, *where)
        assert (done.code, "Traceback" in done.err) == (2, False), done.err
