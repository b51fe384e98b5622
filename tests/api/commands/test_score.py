"""`refleqt score`: exit 0 when good, 1 below 85, 2 when the file holds no such thing."""

import json
import subprocess
import sys
from pathlib import Path

from agents import cartographer
from tests.agents.plans import a_brief, known_well

PLAN = cartographer.draft(known_well()).maps[0]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from api.cli import main; main()", "score", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_good_map_passes_and_its_json_holds_every_criterion(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_text(PLAN.model_dump_json(), "utf-8")
    done = run("map", str(file), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["score"] >= 95
    assert len(told["findings"]) == 28


def test_a_brief_with_a_gap_fails_and_says_where(tmp_path: Path) -> None:
    file = tmp_path / "brief.json"
    spoilt = a_brief().model_copy(update={"takeaway": "TBD"})
    file.write_text(json.dumps({"brief": spoilt.model_dump(mode="json")}), "utf-8")
    done = run("brief", str(file))
    assert done.returncode == 1
    assert "49 of 100, held there by B28" in done.stdout


def test_what_is_no_map_is_told_with_its_field(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_text("{}", "utf-8")
    assert "title" in run("map", str(file)).stderr
    for arguments in (("plan", str(file)), ("map", str(tmp_path / "none.json"))):
        assert run(*arguments).returncode == 2
