"""What a delivery means, whatever Slack or anybody else puts into it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.slack_events import Delivery, off_record, plain, read, without_words


def event(**fields: object) -> Delivery:
    """An event of team T1, read."""
    body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": fields}
    return read(body)


def dm(text: str = "words", **fields: object) -> Delivery:
    """A direct message, read."""
    base = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.2"}
    return event(**{**base, "text": text, **fields})


def test_a_direct_message_is_a_note_of_its_author() -> None:
    it = dm("Hello &amp; good &lt;day&gt;")
    assert (it.kind, it.key, it.user, it.words) == ("note", "Ev1", "U1", "Hello & good <day>")
    assert it.message_key == "slack:T1:D1:1.2"


@pytest.mark.parametrize(
    "other",
    [
        {"bot_id": "B1"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"channel_type": "channel"},
        {"user": "USLACKBOT"},
        {"user": None},
    ],
)
def test_what_nobody_said_to_the_app_is_ignored(other: dict[str, object]) -> None:
    assert dm(**other).kind == "ignored"


def test_an_edit_brings_the_new_words_and_when() -> None:
    now = {"user": "U1", "text": "new", "ts": "1.2", "edited": {"ts": "9.0"}}
    it = dm(subtype="message_changed", message=now, previous_message={"text": "old"})
    assert (it.kind, it.words, it.ts, it.edited) == ("edit", "new", "1.2", "9.0")
    same = dm(subtype="message_changed", message=now, previous_message={"text": "new"})
    assert same.kind == "ignored"


def test_a_deletion_names_the_message_that_went() -> None:
    before = {"user": "U1", "text": "old", "ts": "1.2"}
    it = dm(subtype="message_deleted", deleted_ts="1.2", previous_message=before)
    assert (it.kind, it.ts, it.words) == ("deletion", "1.2", "old")
    tomb = {"subtype": "tombstone", "ts": "1.2"}
    gone = dm(subtype="message_changed", message=tomb, previous_message=before)
    assert (gone.kind, gone.ts) == ("deletion", "1.2")


def test_a_mention_is_a_note_without_the_mention() -> None:
    it = event(type="app_mention", user="U1", channel="C1", ts="1.2", text="<@UBOT> ads burn money")
    assert (it.kind, it.words) == ("mention", "ads burn money")


def test_a_voice_clip_is_found_among_files() -> None:
    clip = {"mimetype": "audio/mp4", "url_private_download": "https://files.slack.com/a",
            "size": 9, "name": "audio.m4a"}  # fmt: skip
    it = dm("", subtype="file_share", files=[clip, {"mimetype": "image/png"}])
    assert [(one.url, one.size) for one in it.clips] == [("https://files.slack.com/a", 9)]


@pytest.mark.parametrize(
    "words", ["🤐 ugh", "x :zipper_mouth_face:", "Off the record: y", "off-the-record"]
)
def test_off_the_record_is_heard(words: str) -> None:
    assert off_record(words)
    assert dm(words).off_record


def test_on_the_record_is_not_off_it() -> None:
    assert not off_record("For the record, this is fine.")


def test_tags_are_read_as_people_read_them() -> None:
    text = "<@U1|bo> in <#C1|ads>: <https://x.io|our page> <mailto:a@b.c|a@b.c> <!channel> <@U2>"
    assert plain(text) == "@bo in #ads: our page (https://x.io) a@b.c everybody @somebody"


def test_commands_buttons_and_forms_have_keys_of_their_own() -> None:
    command = read({"command": "/vent", "text": "x", "trigger_id": "9", "team_id": "T1"})
    pressed = {"type": "block_actions", "trigger_id": "9", "team": {"id": "T1"},
               "actions": [{"action_id": "vent_undo", "value": "v", "action_ts": "3"}]}  # fmt: skip
    view = {"id": "V1", "callback_id": "vent_form", "state": {"values": {
        "words": {"text": {"value": " hi "}},
        "visibility": {"choice": {"selected_option": {"value": "team"}}}}}}  # fmt: skip
    form = read({"type": "view_submission", "team": {"id": "T1"}, "view": view})
    assert [command.key, read(pressed).key, form.key] == ["command:9", "button:9:3", "form:V1"]
    assert (form.words, form.choice) == ("hi", "team")


def test_a_workspace_is_known_in_every_shape() -> None:
    org = read({"command": "/vent", "team_id": "T1", "enterprise_id": "E1", "user_id": "U1"})
    press = read({"type": "block_actions", "team": None, "enterprise": {"id": "E1"},
                  "user": {"id": "U1", "team_id": "T1"}, "actions": []})  # fmt: skip
    assert org.workspaces == press.workspaces == ("T1", "E1")


def test_nothing_that_was_said_is_left_of_a_strangers_delivery() -> None:
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": {
        "type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "1.2",
        "text": "a secret", "blocks": [{"text": "a secret"}], "files": [{"name": "a secret"}],
    }}  # fmt: skip
    bare = without_words(body)
    assert "secret" not in json.dumps(bare)
    assert (read(bare).kind, read(bare).user) == ("note", "U1")
    assert "secret" not in json.dumps(without_words({"command": "/vent", "text": "a secret"}))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)
NAMES = ("type", "event", "team_id", "user", "view", "actions", "command", "text", "event_id")


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING))
def test_no_delivery_is_too_odd_to_be_read(body: dict[str, object]) -> None:
    for kind in ("event_callback", "block_actions", "view_submission", body.get("type")):
        assert isinstance(read({**body, "type": kind}), Delivery)


@given(st.text(max_size=60))
def test_reading_tags_never_fails(text: str) -> None:
    assert isinstance(plain(text), str)
