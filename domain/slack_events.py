"""What a delivery from Slack means: who, where, which words, which act. Pure; nothing is trusted.

A delivery is what Slack posts to us: an event, a slash command, a button, a form. History is never
asked for, so words come only from what was sent to the app on purpose.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

Kind = Literal[
    "note", "mention", "edit", "deletion", "reaction", "home", "uninstalled", "revoked",
    "command", "button", "form", "ignored",
]  # fmt: skip

OFF_RECORD_EMOJI = frozenset({"zipper_mouth_face"})
WRITE_DOWN_EMOJI = frozenset({"memo", "pencil", "pencil2"})
OPENS = frozenset({"vent_edit", "vent_write"})
"""Buttons that open a form at once; all others are done in the background."""
LINK = "open_"
"""What the action id of a button begins with that only opens a page."""
SAVE_SHORTCUT = "save_as_vent"
VENT_FORM = "vent_form"
COMMAND = "/vent"

_OFF = re.compile(r"🤐|:zipper_mouth_face:|\boff[ -]the[ -]record\b", re.IGNORECASE)
_TAG = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_SPOKEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})


@dataclass(frozen=True)
class Clip:
    """A voice clip that was sent: where its bytes are, what they are, how many."""

    url: str
    mime: str
    size: int
    name: str


@dataclass(frozen=True)
class Delivery:
    """One delivery, as far as it matters here. `ts` is Slack's id of the message it is about."""

    kind: Kind
    key: str
    team: str = ""
    enterprise: str = ""
    user: str = ""
    channel: str = ""
    ts: str = ""
    words: str = ""
    edited: str = ""
    clips: tuple[Clip, ...] = ()
    sign: str = ""
    added: bool = True
    action: str = ""
    value: str = ""
    answer_url: str = ""
    choice: str = ""
    tokens: tuple[str, ...] = ()

    @property
    def workspaces(self) -> tuple[str, str]:
        """Where an installation may be found: the workspace's id, then the organisation's."""
        return self.team, self.enterprise

    @property
    def off_record(self) -> bool:
        """Whether its author wants it used for nothing."""
        return self.choice == "off_record" or off_record(self.words)

    @property
    def message_key(self) -> str:
        """What makes two deliveries be about one message."""
        return f"slack:{self.team or self.enterprise}:{self.channel}:{self.ts}"


def read(body: Mapping[str, Any]) -> Delivery:
    """What a delivery means; `ignored` for what is none of ours."""
    kind = body.get("type")
    if kind == "event_callback":
        return _event(body)
    if "command" in body:
        return _command(body)
    if kind == "block_actions":
        return _button(body)
    if kind == "view_submission":
        return _form(body)
    return replace(_placed(body), key=_text(body.get("trigger_id")))


def off_record(words: str) -> bool:
    """Whether somebody says that this is off the record, in words or by 🤐."""
    return _OFF.search(words) is not None


def plain(text: str) -> str:
    """Slack's way of writing a message as people read it: no tags, no entities."""
    untagged = _TAG.sub(_spoken, text)
    return untagged.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def without_words(body: Mapping[str, Any]) -> dict[str, Any]:
    """A delivery with nobody's words in it: what is kept of somebody who is not linked."""
    event = _map(body.get("event"))
    named = ("type", "subtype", "user", "channel", "channel_type", "ts", "tab")
    bare = {name: event[name] for name in named if isinstance(event.get(name), str)}
    kept = ("type", "event_id", "team_id", "enterprise_id", "user_id", "command", "trigger_id",
            "channel_id", "response_url")  # fmt: skip
    return {name: body[name] for name in kept if name in body} | ({"event": bare} if event else {})


def _placed(body: Mapping[str, Any]) -> Delivery:
    """Where a delivery comes from, in any of the shapes in which Slack says it."""
    user = _map(body.get("user"))
    team = _map(body.get("team"))
    return Delivery(
        kind="ignored", key="",
        team=_text(body.get("team_id")) or _text(team.get("id")) or _text(user.get("team_id")),
        enterprise=_text(body.get("enterprise_id"))
        or _text(_map(body.get("enterprise")).get("id")),
        user=_text(body.get("user_id")) or _text(user.get("id")),
    )  # fmt: skip


def _event(body: Mapping[str, Any]) -> Delivery:
    event = _map(body.get("event"))
    placed = replace(
        _placed(body), key=_text(body.get("event_id")), user=_text(event.get("user")),
        channel=_text(event.get("channel")), ts=_text(event.get("ts")),
    )  # fmt: skip
    match event.get("type"):
        case "message":
            return _message(placed, event)
        case "app_mention":
            return _mention(placed, event)
        case "reaction_added" | "reaction_removed" as act:
            item = _map(event.get("item"))
            return replace(
                placed, kind="reaction", sign=_text(event.get("reaction")),
                added=act == "reaction_added", channel=_text(item.get("channel")),
                ts=_text(item.get("ts")),
            )  # fmt: skip
        case "app_home_opened" if event.get("tab", "home") == "home":
            return replace(placed, kind="home")
        case "app_uninstalled":
            return replace(placed, kind="uninstalled")
        case "tokens_revoked":
            gone = _list(_map(event.get("tokens")).get("bot"))
            return replace(placed, kind="revoked", tokens=tuple(map(_text, gone)))
        case _:
            return placed


def _message(placed: Delivery, event: Mapping[str, Any]) -> Delivery:
    """A direct message, or what became of one; what apps say is nobody's note."""
    subtype = _text(event.get("subtype"))
    if event.get("channel_type") != "im":
        return placed
    if subtype == "message_changed":
        return _changed(placed, event)
    if subtype == "message_deleted":
        before = _map(event.get("previous_message"))
        return _by(placed, before, "deletion", ts=_text(event.get("deleted_ts")))
    if subtype not in _SPOKEN:
        return placed
    return _by(placed, event, "note")


def _changed(placed: Delivery, event: Mapping[str, Any]) -> Delivery:
    now, before = _map(event.get("message")), _map(event.get("previous_message"))
    if now.get("subtype") == "tombstone":
        return _by(placed, before, "deletion", ts=_text(now.get("ts")))
    if now.get("text") == before.get("text"):  # a link was unfurled; no word is another
        return placed
    edited = _text(_map(now.get("edited")).get("ts"))
    return replace(_by(placed, now, "edit", ts=_text(now.get("ts"))), edited=edited)


def _by(
    placed: Delivery, message: Mapping[str, Any], kind: Kind, *, ts: str | None = None
) -> Delivery:
    """A message of a person; `placed` where an app or nobody wrote it."""
    user = _text(message.get("user"))
    if message.get("bot_id") or not user or user == "USLACKBOT":
        return placed
    words = plain(_text(message.get("text")))
    return replace(
        placed, kind=kind, user=user, words=words, ts=placed.ts if ts is None else ts,
        clips=_clips([_map(each) for each in _list(message.get("files"))]),
    )  # fmt: skip


def _clips(files: Sequence[Mapping[str, Any]]) -> tuple[Clip, ...]:
    found = []
    for file in files:
        mime, url = _text(file.get("mimetype")), _text(file.get("url_private_download"))
        spoken = mime.startswith("audio/") or file.get("subtype") == "slack_audio"
        if spoken and url:
            size = file.get("size")
            found.append(Clip(url, mime, size if isinstance(size, int) else 0, _name(file)))
    return tuple(found)


def _name(file: Mapping[str, Any]) -> str:
    return _text(file.get("name"))[:120] or "clip"


def _mention(placed: Delivery, event: Mapping[str, Any]) -> Delivery:
    if event.get("bot_id") or not placed.user:
        return placed
    words = plain(re.sub(r"<@[A-Z0-9]+(\|[^<>]*)?>", "", _text(event.get("text")), count=1))
    edited = _text(_map(event.get("edited")).get("ts"))
    return replace(placed, kind="edit" if edited else "mention", words=words, edited=edited)


def _command(body: Mapping[str, Any]) -> Delivery:
    return replace(
        _placed(body), kind="command", key=f"command:{_text(body.get('trigger_id'))}",
        channel=_text(body.get("channel_id")), ts=_text(body.get("trigger_id")),
        words=plain(_text(body.get("text"))), answer_url=_text(body.get("response_url")),
        action=_text(body.get("command")),
    )  # fmt: skip


def _button(body: Mapping[str, Any]) -> Delivery:
    pressed = _map(next(iter(_list(body.get("actions"))), None))
    at = _text(pressed.get("action_ts"))
    return replace(
        _placed(body), kind="button", key=f"button:{_text(body.get('trigger_id'))}:{at}",
        action=_text(pressed.get("action_id")), value=_text(pressed.get("value")),
        answer_url=_text(body.get("response_url")),
        channel=_text(_map(body.get("channel")).get("id")),
    )  # fmt: skip


def _form(body: Mapping[str, Any]) -> Delivery:
    view = _map(body.get("view"))
    fields = _map(_map(view.get("state")).get("values"))
    words = _map(_map(fields.get("words")).get("text")).get("value")
    chosen = _map(_map(_map(fields.get("visibility")).get("choice")).get("selected_option"))
    identity = _text(view.get("id"))
    return replace(
        _placed(body), kind="form", key=f"form:{identity}", ts=identity,
        action=_text(view.get("callback_id")), words=_text(words).strip(),
        value=_text(view.get("private_metadata")), choice=_text(chosen.get("value")),
    )  # fmt: skip


def _spoken(tag: re.Match[str]) -> str:
    target, label = tag[1], tag[2] or ""
    if target.startswith(("@", "#")):
        return f"{target[0]}{label.lstrip('@#') or ('somebody' if target[0] == '@' else 'channel')}"
    if target.startswith("!"):
        return label or "everybody"
    address = re.sub(r"^(mailto|tel):", "", target)
    return f"{label} ({address})" if label and label not in address else address


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
