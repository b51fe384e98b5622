"""The app asks for no more than the code uses, and for no history but that of what it is sent."""

import re
from pathlib import Path

import yaml

from connectors import slack as border
from domain.slack_manifest import EVENTS, SCOPES, manifest
from tests.architecture.tree import ROOT

NEEDED = {
    "message.im": "im:history",
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
"""What Slack asks for before it sends an event; the others need nothing."""


def test_the_scopes_are_those_that_events_and_calls_need() -> None:
    called = {"chat:write": "chat.postMessage", "files:read": "", "commands": ""}
    assert set(SCOPES) == {NEEDED[each] for each in EVENTS if each in NEEDED} | set(called)


def test_history_is_never_read() -> None:
    assert [each for each in SCOPES if "history" in each] == ["im:history"]
    assert not [each for each in border.METHODS if "history" in each or "replies" in each]
    for package in ("api", "jobs", "tools", "connectors", "domain"):
        for path in (ROOT / package).rglob("*.py"):
            words = path.read_text()
            assert not re.search(r"\bconversations\.[a-z]", words), path
            assert "search.messages" not in words, path


def test_the_shipped_manifest_is_what_the_code_says() -> None:
    shipped = yaml.safe_load(Path(ROOT / "api/slack_app/manifest.yaml").read_text())
    assert shipped == manifest("https://refleqt.example")


def test_over_a_socket_nothing_has_to_reach_us() -> None:
    made = manifest("http://127.0.0.1:8321", socket=True)
    assert made["settings"]["socket_mode_enabled"]
    assert "request_url" not in made["settings"]["event_subscriptions"]
    assert "url" not in made["features"]["slash_commands"][0]
