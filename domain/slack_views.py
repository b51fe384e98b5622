"""What the app shows in Slack that is no message: the Home tab and the forms."""

import json
from dataclasses import dataclass
from typing import Any

from domain.slack_blocks import (
    DIVIDER,
    Block,
    aside,
    button,
    buttons,
    heading,
    kept,
    lines,
    link,
    plain,
    quotes,
    sentence,
)
from domain.slack_events import VENT_FORM

LONGEST_FORM = 3_000
"""What Slack lets somebody write into one field."""
CHOICES = (
    ("private", "Only me"),
    ("team", "My team"),
    ("off_record", "Off the record: used for nothing"),
)


@dataclass(frozen=True)
class Waiting:
    """An act that waits for the person's decision."""

    approval_id: str
    summary: str


@dataclass(frozen=True)
class Home:
    """What a person's Home tab shows."""

    vents: tuple[tuple[str, str], ...] = ()
    themes: tuple[tuple[str, int], ...] = ()
    waiting: tuple[Waiting, ...] = ()
    paused: bool = False
    total: int = 0
    address: str = ""


def home(it: Home) -> Block:
    """The Home tab: last vents, what comes back, what waits, and the three switches."""
    blocks = [heading("What is on your mind?"), _state(it), *_switches(it), DIVIDER]
    blocks.append(sentence("*Your last notes*"))
    if it.vents:
        for day, words in it.vents:
            blocks += [quotes([words]), aside(day)]
    else:
        blocks.append(aside("Nothing yet. Write to me in Messages, or use /vent anywhere."))
    blocks += [DIVIDER, sentence("*What keeps coming back*")]
    if it.themes:
        blocks.append(lines([f"{label} ({count} times)" for label, count in it.themes]))
    else:
        blocks.append(aside("Nothing yet. I say so when you say something for the fifth time."))
    blocks += [DIVIDER, sentence("*Waiting for your decision*")]
    for one in it.waiting:
        accept = button("Do it", "approval_accept", one.approval_id, style="primary")
        ignore = button("Leave it", "approval_ignore", one.approval_id)
        blocks += [lines([one.summary]), buttons(accept, ignore)]
    if not it.waiting:
        blocks.append(aside("Nothing waits."))
    return {"type": "home", "blocks": blocks[:100]}


def stranger_home(address: str) -> Block:
    """The Home tab of somebody who is not linked."""
    ask = buttons(link("Connect your account", "connect", address))
    words = sentence("Connect your account, and I keep what you tell me here, for you alone.")
    return {"type": "home", "blocks": [heading("What is on your mind?"), words, ask]}


def vent_form(words: str = "", visibility: str = "private", **about: str) -> Block:
    """The form of `/vent` without words, of "Save as vent" and of Edit; `about` comes back."""
    field: dict[str, Any] = {
        "type": "plain_text_input", "action_id": "text", "multiline": True,
        "max_length": LONGEST_FORM,
    }  # fmt: skip
    if words:
        field["initial_value"] = kept(words)[:LONGEST_FORM]
    options = [{"text": plain(label), "value": value} for value, label in CHOICES]
    chosen = next(each for each in options if each["value"] == visibility)
    choice = {"type": "radio_buttons", "action_id": "choice", "options": options,
              "initial_option": chosen}  # fmt: skip
    return {
        "type": "modal", "callback_id": VENT_FORM, "private_metadata": json.dumps(about),
        "title": plain("Vent", 24), "submit": plain("Keep it", 24), "close": plain("Cancel", 24),
        "blocks": [
            {"type": "input", "block_id": "words", "label": plain("What is on your mind?"),
             "element": field},
            {"type": "input", "block_id": "visibility", "label": plain("Who may see it?"),
             "element": choice},
        ],
    }  # fmt: skip


def told_form(text: str, address: str = "") -> Block:
    """A form that only says something, and may lead to a page."""
    blocks = [sentence(text)]
    if address:
        blocks.append(buttons(link("Connect your account", "connect", address)))
    return {"type": "modal", "title": plain("Refleqt", 24), "close": plain("Close", 24),
            "blocks": blocks}  # fmt: skip


def _state(it: Home) -> Block:
    if it.paused:
        return sentence("*Paused.* I keep nothing of what you say here until you go on.")
    notes = "note is" if it.total == 1 else "notes are"
    return sentence(f"{it.total} {notes} kept. What you say is yours: private unless you choose.")


def _switches(it: Home) -> list[Block]:
    turn = button("Go on", "resume", "home") if it.paused else button("Pause", "pause", "home")
    sure = "Everything you told me in Slack is taken back. You can restore it for 30 days."
    wipe = button("Delete all", "delete_all", "home", style="danger", sure=sure)
    return [buttons(turn, link("Export", "export", f"{it.address}/data"), wipe)]
