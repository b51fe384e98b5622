"""`refleqt simulate`: one JSON document, the same for the same seed, and lines for people."""

import json

import pytest
from typer.testing import CliRunner

from api.commands.simulate import app, lines

SMALL = ("learning", "--months", "4", "--businesses", "2", "--processes", "1", "--no-prior")


def said(*arguments) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_learning_gives_the_contracts_document():
    found = json.loads(said(*SMALL, "--json"))
    assert found.keys() >= {
        "regret_ratio_random",
        "regret_ratio_static_best_practice",
        "regret_ratio_recent_average",
        "calibration_error",
        "drift_noticed_within_2_cycles",
        "stale_beliefs_active_months",
        "intervals",
        "parameters",
    }
    assert found["parameters"]["noise"] == 0.25
    low, high = found["intervals"]["regret_ratio_random"]
    assert low <= found["regret_ratio_random"] <= high


def test_the_same_seed_says_the_same_in_one_process_or_in_two():
    alone = said(*SMALL, "--json")
    assert said(*SMALL[:-2], "2", "--no-prior", "--json") == alone


def test_gate_gives_the_contracts_document():
    few = ("gate", "--years", "20", "--effect", "0.8", "--items", "12", "--processes", "1")
    found = json.loads(said(*few, "--json"))
    assert found["false_release_per_year"] <= 0.1
    assert set(found["power"]["0.8"]) == {"10", "20", "40"}
    assert 0 <= found["harm_blocked"] <= 1
    assert "false release per year" in "\n".join(lines(found))


def test_matching_gives_its_document():
    few = ("matching", "--creators", "30", "--briefs", "400", "--days", "240", "--processes", "1")
    found = json.loads(said(*few, "--json"))
    assert 0 < found["quality_of_oracle"] <= 1.1
    assert found["over_capacity"] == 0
    assert set(found["ginis"]) == {"product", "greedy", "oracle"}
    assert "newcomer share" in "\n".join(lines(found))


def test_people_read_a_line_for_each_figure():
    assert "regret ratio random" in said(*SMALL, "--drift", "2")
    told = lines({"power": {"0.5": {"20": 0.9}}, "intervals": {"power 0.5 20": (0.8, 1.0)}})
    assert told == [f"{'power 0.5 20':44} 0.900 (0.800 to 1.000)"]


@pytest.mark.parametrize("bad", [["--months", "1"], ["--noise", "-1"], ["--businesses", "x"]])
def test_what_cannot_be_simulated_is_refused(bad):
    assert CliRunner().invoke(app, ["learning", *bad]).exit_code == 2


def test_anonymity_prints_its_shares_with_intervals():
    small = ("anonymity", "--niches", "1", "--each", "6")
    found = json.loads(said(*small, "--json"))
    low, high = found["intervals"]["first"]
    assert low <= found["first"] <= high
    assert found["chance_first"] == 0.1667
    assert "among three" in said(*small)
