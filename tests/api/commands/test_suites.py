"""`refleqt evals run` needs no store and no model, and says what every metric does."""

from domain.access import Actor
from tests.api.commands.running import refleqt


def test_the_suite_is_told_as_a_table_and_as_a_document() -> None:
    plain = refleqt("evals", "run")
    assert plain.code == 0, plain.err
    told = refleqt("evals", "run", "--json").document
    n = len(told["outputs"])
    assert f"{n} of {n} golden outputs are judged as they should be." in plain.out
    assert all(row["caught"] == row["bad"] > 0 for row in told["metrics"])
    assert all(row["passed"] == row["good"] > 0 for row in told["metrics"])
    assert all(one["right"] for one in told["outputs"])
    assert "Examples" in refleqt("evals", "run", "--help").out


def test_a_judge_needs_a_model(lasting: Actor) -> None:
    done = refleqt("evals", "run", "--judge", "--business", lasting.business_id)
    assert "refleqt models add" in done.err
    assert done.code != 0
