"""`refleqt evals` tells what the pages tell, to whom it was opened, in formats that parse back."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from api.commands.evals import metric_line
from domain.access import Actor
from domain.evaluations import Metric, unmeasured
from memory import db, server
from memory.ctx import open_ctx
from tests.api.commands.running import Done, refleqt
from tests.evaluations import CANARY, account, first_case, trained
from tests.tools.test_annotations import answered
from tools.annotations import QueueAsk, queue_item
from tools.grants import GrantAsk, grant_access


def test_a_metric_is_told_in_a_line() -> None:
    one = Metric(name="diversity", role="warns", verdict="pass", why="So.", against="incumbent",
                 arms={"candidate": 0.46, "incumbent": 0.44}, difference=0.02, low=-0.01,
                 high=0.05, n=40)  # fmt: skip
    told = metric_line(one)
    assert "candidate 0.460, incumbent 0.440; +0.020 (-0.010 to +0.050), n 40" in told
    assert "not measured: No adapter." in metric_line(unmeasured("voice", "warns", "No adapter."))


@pytest.mark.slow
async def test_the_dashboard_on_the_command_line(data_dir: Path, lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await trained(ctx, "2026-10")
        case = await first_case(ctx)
        _, email = await account(ctx)
        await grant_access(ctx, GrantAsk(email=email, level="cases"))
    where = ("--business", str(lasting.business_id), "--data-dir", str(data_dir))

    def evals(*words: Any) -> Done:
        return refleqt("evals", *words, *where)

    assert [one["version"] for one in evals("show", "--json").document["items"]] == [1]
    assert "not measured" in evals("show", 1).out
    owner = evals("cases", 1, "--format", "jsonl").out
    assert CANARY in owner
    rows = [json.loads(line) for line in owner.splitlines()]
    told = evals("cases", 1, "--format", "csv", "--as", email)
    assert told.code == 0, told.err
    back = list(csv.DictReader(io.StringIO(told.out)))
    assert [row["key"] for row in back] == [row["key"] for row in rows]
    traced = evals("trace", case.id, "--json", "--as", email)
    for said in (told, traced, evals("cases", 1, "--as", email)):
        assert CANARY not in said.out
    assert evals("trends", "--format", "csv").out.startswith("name,unit,better")
    refused = evals("show", 1, "--as", "nobody@firm.example")
    assert (refused.code, "opened to you" in refused.err) == (2, True)
    assert evals("trace", "abc").code == 2
    assert evals("override", 1, "--reason", "short").code == 2

    assert evals("override", 1, "--reason", "We left that channel.").code == 0
    assert evals("override", "--json").document["items"][0]["check"] == "valid"
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner_db:
        owner_db.execute("set app.erasing = 'yes'")
        owner_db.execute("update release_decisions set ruling = 'keep'")
    assert evals("override", "--json").code == 1


@pytest.mark.slow
async def test_a_case_and_an_answer_become_golden_and_leave_again(
    data_dir: Path, lasting: Actor
) -> None:
    async with open_ctx(lasting) as ctx:
        await trained(ctx, "2026-10")
        case = await first_case(ctx)
        item = await queue_item(ctx, QueueAsk(id=await answered(ctx)))
    where = ("--business", str(lasting.business_id), "--data-dir", str(data_dir))

    def evals(*words: Any) -> Done:
        return refleqt("evals", *words, *where)

    assert "No case is golden." in evals("golden").out
    assert evals("promote", case.id).code == 0
    told = evals("promote", item.id, "--must", "vent:nobody: ever", "--json").document["items"]
    assert [one["kind"] for one in told] == ["prediction", "question"]
    assert "snippet" in evals("promote", item.id, "--must", "vent").err
    assert "question What do we charge?" in evals("golden").out
    assert len(evals("golden", "--retire", told[0]["id"], "--json").document["items"]) == 1
