"""`refleqt attribute`: the golden journey through the door, and refusals with exit code 2."""

import json
import subprocess
import sys
from typing import get_args

import pytest

from api.commands.attribute import CHANNEL_MODELS, Model
from domain.attribution import MODELS

HEADER = "journey_id,touch_at,channel,artifact_id,converted_at,value_cents,currency\n"
GOLDEN = HEADER + "".join(
    f"g,2026-{at}T00:00:00Z,{channel},a{n},{end}\n"
    for n, (at, channel, end) in enumerate(
        [
            ("01-01", "ads", ",,"),
            ("01-06", "blog", ",,"),
            ("01-13", "email", ",,"),
            ("01-31", "social", ",,"),
            ("02-08", "direct", "2026-02-08T00:00:00Z,1200000,USD"),
        ]
    )
)


def refleqt(*arguments, stdin=""):
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def golden(tmp_path):
    file = tmp_path / "journeys.csv"
    file.write_text(GOLDEN)
    return str(file)


def test_the_golden_numbers_come_out_of_the_door(golden):
    done = refleqt("attribute", golden, "--json")
    assert done.returncode == 0, done.stderr
    account = json.loads(done.stdout)
    totals = account["totals_cents"]
    assert totals["linear"] == dict.fromkeys(["ads", "blog", "email", "social", "direct"], 240000)
    assert list(totals["position"].values()) == [480000, 80000, 80000, 80000, 480000]
    decay = list(totals["time_decay"].values())
    assert sum(decay) == 1_200_000
    golden_decay = [17520, 28744, 57488, 341704, 754545]
    assert max(abs(a - b) for a, b in zip(decay, golden_decay, strict=True)) <= 1
    assert totals["last_non_direct"]["social"] == 1_200_000
    assert all(sum(cents.values()) == 1_200_000 for cents in totals.values())
    assert set(account["journeys"]["g"]) == set(MODELS)
    assert 0 < account["disagreement"] <= 1
    assert account["unmatched"] == 0


def test_one_model_with_its_own_terms(golden):
    done = refleqt(
        "attribute", golden, "--model", "time_decay", "--half-life-hours", "720",
        "--lookback-days", "10", "--json",
    )  # fmt: skip
    account = json.loads(done.stdout)
    assert list(account["totals_cents"]) == ["time_decay"]
    assert account["journeys"]["g"]["time_decay"][:3] == [0, 0, 0]
    assert account["disagreement"] == 0


def test_cases_come_from_standard_input():
    won = {"id": "x", "channels": ["a", "b"], "hours_before_conversion": [9, 1], "value": 10.01}
    lost = {"id": "y", "channels": ["a"], "hours_before_conversion": [1], "value": 5}
    cases = {"cases": [won | {"converted": True}, lost | {"converted": False}]}
    done = refleqt("attribute", "-", "--json", stdin=json.dumps(cases))
    account = json.loads(done.stdout)
    assert account["totals_cents"]["linear"] == {"a": 501, "b": 500}
    assert account["journeys"]["y"]["linear"] == [0]


def test_people_get_a_table(golden):
    done = refleqt("attribute", golden)
    assert "Credit in cents" in done.stdout
    assert "1 journeys" not in done.stdout


def test_bad_input_names_file_line_field_value_and_remedy(tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text(GOLDEN.replace("1200000", "-1"))
    done = refleqt("attribute", str(file), "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    for part in ("bad.csv", "line 6", "value_cents", "'-1'", "Use zero or more"):
        assert part in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.csv"],
        ["-", "--model", "guess"],
        ["-", "--half-life-hours", "0"],
        ["-", "--lookback-days", "-1"],
    ],
)
def test_bad_usage_exits_2(arguments):
    done = refleqt("attribute", *arguments, stdin=GOLDEN)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_bytes_that_are_not_utf8_are_named_by_line(tmp_path):
    file = tmp_path / "latin.csv"
    file.write_bytes(GOLDEN.replace("blog", "bl\xf6g").encode("latin-1"))
    done = refleqt("attribute", str(file))
    assert done.returncode == 2
    assert "line 3" in done.stderr


def test_the_choice_lists_every_model():
    assert set(get_args(Model)) == {*MODELS, *CHANNEL_MODELS, "all"}
