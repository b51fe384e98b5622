"""A log line is one JSON object, and never carries anybody's words."""

import io
import json
import logging
import sys

import pytest

from core import telemetry
from core.settings import settings, use


@pytest.fixture
def quiet() -> object:
    """Log levels as they were before."""
    before = settings().log_level
    yield
    use(log_level=before)
    telemetry.configure()


@pytest.mark.parametrize("name", sorted(telemetry.NEVER_LOGGED))
def test_words_and_secrets_are_withheld_by_name(name: str) -> None:
    event = {"event": "kept", name: "a secret worry", name.upper(): "again", "job": "train_cdt"}
    said = telemetry.redact(None, "info", event)
    assert "secret" not in str(said).replace(name, "").replace(name.upper(), "")
    assert said["job"] == "train_cdt"


def test_a_line_is_json_with_its_source_on_the_error_stream(
    quiet: None, capfd: pytest.CaptureFixture[str]
) -> None:
    use(log_level="INFO")
    telemetry.configure()
    telemetry.logger("jobs").info("job failed", job="train_cdt", text="a secret worry")
    out, err = capfd.readouterr()
    line = json.loads(err.strip().splitlines()[-1])
    assert out == ""
    assert (line["source"], line["event"], line["text"]) == ("jobs", "job failed", "[withheld]")


def test_a_line_finds_the_error_stream_that_stands_when_it_is_written(
    quiet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = io.StringIO()
    with monkeypatch.context() as here:
        here.setattr(sys, "stderr", gone)
        use(log_level="INFO")
        telemetry.configure()
        log = telemetry.logger("jobs")
        log.info("to the first")
    gone.close()
    now = io.StringIO()
    monkeypatch.setattr(sys, "stderr", now)
    log.info("to the second")
    assert json.loads(now.getvalue())["event"] == "to the second"


def test_an_unknown_level_means_warnings(quiet: None) -> None:
    use(log_level="loud")
    telemetry.configure()
    assert logging.getLogger().level == logging.WARNING


def test_an_error_is_placed_in_our_own_code_without_its_words() -> None:
    with pytest.raises(json.JSONDecodeError) as found:
        json.loads("secret")
    line = found.tb.tb_lineno
    assert telemetry.place_of(found.value) == f"tests/core/test_telemetry.py:{line}"
