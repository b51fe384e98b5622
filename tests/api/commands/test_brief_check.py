"""`refleqt brief-check`: exit 0 when clean, 1 when blocked, 2 when it cannot be read."""

import json
import subprocess
import sys

import pytest

BUSINESS = {"name": "Velmora", "people": ["Camille Desrosiers"], "city": "Lyon", "founded": 2018}
CLEAN = "# Brief\n\nWrite for pharmacists who restock on Monday. Use {{BRAND}} as the name.\n"


def refleqt(*arguments, stdin=""):
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", "brief-check", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def business(tmp_path):
    file = tmp_path / "business.json"
    file.write_text(json.dumps(BUSINESS))
    return str(file)


def test_a_clean_brief_passes(business):
    done = refleqt("--tenant", business, "-", "--json", stdin=CLEAN)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["blocked"], document["leaks"]) == (False, [])
    assert document["milliseconds"] >= 0


def test_a_leak_blocks_and_says_where(business):
    done = refleqt("--tenant", business, "-", "--json", stdin=CLEAN + "As Vel-mora does.\n")
    assert done.returncode == 1
    leak = json.loads(done.stdout)["leaks"][0]
    assert set(leak) == {"rule", "text", "where", "points_to"}
    assert (leak["where"], leak["points_to"]) == ("line 4", "Velmora")


def test_people_read_a_short_account(business):
    assert "Clean" in refleqt("--tenant", business, "-", stdin=CLEAN).stdout
    blocked = refleqt("--tenant", business, "-", stdin="Ask Camille.")
    assert "points to Camille Desrosiers" in blocked.stdout


def test_many_cases_a_line_each(tmp_path):
    tenants = tmp_path / "tenants.json"
    tenants.write_text(json.dumps({"velm": BUSINESS}))
    cases = [
        {"id": 1, "tenant": "velm", "brief": CLEAN},
        {"id": 2, "tenant": "velm", "brief": {"files": ["velmora_logo.png"]}},
    ]
    lines = "\n".join(json.dumps(case) for case in cases)
    done = refleqt("--jsonl", "--tenants", str(tenants), "-", stdin=lines)
    assert done.returncode == 1
    got = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["id"], one["blocked"]) for one in got] == [(1, False), (2, True)]


def test_bad_input_exits_2_with_file_line_and_remedy(business, tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{\n"name": }')
    listed = tmp_path / "list.json"
    listed.write_text("[1]")
    for arguments, stdin, said in [
        (["--tenant", str(wrong), "-"], CLEAN, "line 2"),
        (["--tenant", str(listed), "-"], CLEAN, "no object"),
        (["--tenant", business, "missing.md"], "", "Check the path"),
        (["-"], CLEAN, "Add --tenant FILE"),
        (["--jsonl", "-"], "{}", "Add --tenants FILE"),
        (["--jsonl", "--tenants", business, "-"], '{"tenant": "x", "brief": ""}', "no object"),
    ]:
        done = refleqt(*arguments, stdin=stdin)
        assert done.returncode == 2, (arguments, done.stderr)
        assert said in done.stderr
        assert "Traceback" not in done.stderr
