"""Block Kit, piece by piece: people's words only ever stand where Slack reads no markup in them.

Words of people go into `rich_text` or `plain_text`, never into mrkdwn, so that no mention, link or
formatting can be made of them; where our own sentence names something, `escaped` takes the sting.
"""

from collections.abc import Sequence
from typing import Any

from core.text import clean_text, printable, shorten

Block = dict[str, Any]
LONGEST_WORDS = 2_900
LONGEST_LABEL = 75
LONGEST_SENTENCE = 2_900


def escaped(text: str) -> str:
    """Text as Slack shows it letter by letter inside mrkdwn: no tags, no links, no formatting."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in "@*_~`:":
        safe = safe.replace(sign, f"{sign}\u2060")
    return safe


def sentence(text: str) -> Block:
    """A paragraph of ours; `text` is mrkdwn, with what is not ours `escaped`."""
    words = {"type": "mrkdwn", "text": text[:LONGEST_SENTENCE], "verbatim": True}
    return {"type": "section", "text": words}


def heading(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, 140)}


def aside(text: str) -> Block:
    """A small grey line of ours."""
    words = {"type": "mrkdwn", "text": text[:LONGEST_SENTENCE], "verbatim": True}
    return {"type": "context", "elements": [words]}


def quotes(words: Sequence[str]) -> Block:
    """People's own words, each as a quote; nothing in them is read as markup."""
    said = [
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": kept(one)}]}
        for one in words
    ]
    return {"type": "rich_text", "elements": said}


def lines(items: Sequence[str]) -> Block:
    """A list of short lines; nothing in them is read as markup."""
    each = [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": kept(one)}]}
        for one in items
    ]
    return {"type": "rich_text", "elements": [
        {"type": "rich_text_list", "style": "bullet", "elements": each}
    ]}  # fmt: skip


def buttons(*elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def button(label: str, action: str, value: str, *, style: str = "", sure: str = "") -> Block:
    """A button that does something; `sure` is asked before where it cannot be taken back here."""
    made: Block = {"type": "button", "action_id": action, "text": plain(label), "value": value}
    if style:
        made["style"] = style
    if sure:
        made["confirm"] = {
            "title": plain("Sure?"), "text": plain(sure, 300), "confirm": plain(label, 30),
            "deny": plain("Leave it", 30),
        }  # fmt: skip
    return made


def link(label: str, action: str, url: str) -> Block:
    """A button that opens a page of ours."""
    return {"type": "button", "action_id": f"open_{action}", "text": plain(label), "url": url}


def plain(text: str, limit: int = LONGEST_LABEL) -> Block:
    """A label: letters only, not even an emoji is read in it."""
    return {"type": "plain_text", "text": shorten(text, limit) or "…", "emoji": False}


def kept(text: str) -> str:
    """People's words, fit to be shown: no controls, not longer than a block bears, never empty."""
    words = printable(clean_text(text)).strip()
    short = words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1].rstrip() + "…"
    return short or "…"


DIVIDER: Block = {"type": "divider"}
