"""`refleqt demo --help` says what it does without opening a store."""

import subprocess
import sys


def test_the_help_names_its_options_and_an_example() -> None:
    command = [sys.executable, "-m", "api.cli", "demo", "--help"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    for word in ("--from", "--data-dir", "--json", "refleqt demo --from"):
        assert word in done.stdout
