"""The switches are thrown before any library is imported, and the dangerous one always."""

import json
import subprocess
import sys

from core.start import SWITCHES
from tests.architecture.tree import ROOT, parsed

DOORS = ("api/cli.py", "tests/conftest.py")


def after_start(**environment: str) -> dict[str, str]:
    """The environment of a fresh process once it imported `core.start`."""
    code = "import core.start, os, json; print(json.dumps(dict(os.environ)))"
    given = {"PATH": "/usr/bin:/bin", **environment}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=given, capture_output=True, text=True, check=True
    ).stdout
    return dict(json.loads(done))


def test_every_switch_is_thrown() -> None:
    assert SWITCHES.items() <= after_start().items()


def test_what_somebody_set_stays_but_code_in_checkpoints_is_always_refused() -> None:
    found = after_start(HF_HUB_OFFLINE="0", LANGGRAPH_STRICT_MSGPACK="false")
    assert found["HF_HUB_OFFLINE"] == "0"
    assert found["LANGGRAPH_STRICT_MSGPACK"] == "true"


def test_every_door_imports_start_first() -> None:
    for door in DOORS:
        first = parsed(ROOT / door).body[1]
        assert (getattr(first, "module", ""), first.names[0].name) == ("core", "start"), door
