"""YAML that reads back as what was written."""

import yaml

from api.slack_app.description import as_yaml


def test_what_is_written_reads_back() -> None:
    part = {"a": {"b": ["x: y", "#z", "\"q\""], "c": [{"d": True, "e": {"f": 1}}, {"g": []}]},
            "h": {}, "i": False}  # fmt: skip
    assert yaml.safe_load(as_yaml(part)) == part
