"""Voice and looks: four axes from -1 to 1 out of adjectives, colours, fonts, references."""

from __future__ import annotations

import re

from domain.interview import AXES, Mark
from domain.language.lexicons import words
from domain.language.replies import Reply, names

_NOT = re.compile(
    r"(?:\bnot|\bno|\bnever|\bdefinitely not|n't|\bhate|"
    r"\bhates|\banti|\bzero|\bwithout|\bless|\bdo not like|\bavoid)"
    r"\s+(?:\w+\s){0,2}$",
    re.IGNORECASE,
)


def pulls(text: str, axis: str) -> tuple[list[str], list[str]]:
    """Words of an answer that pull an axis up and down; a denied word pulls the other way."""
    up: list[str] = []
    down: list[str] = []
    for way, mine, other in (("up", up, down), ("down", down, up)):
        for hit in words("answers", "voice", axis, way).finditer(text):
            denied = _NOT.search(text[max(0, hit.start() - 30) : hit.start()])
            whole = hit.group().lower().startswith("no ")
            (other if denied and not whole else mine).append(hit.group())
    return up, down


def voice(reply: Reply) -> dict[str, Mark]:
    """The axes that an answer says something about."""
    if not reply.about("voice"):
        return {}
    found = {}
    for axis in AXES:
        up, down = pulls(reply.answer, axis)
        if (up or down) and axis in reply.fields:
            value = (len(up) - len(down)) / (len(up) + len(down))
            one = re.escape((up + down)[0])
            place = re.search(one, reply.answer)
            quote = reply.saying(place.start()) if place else ""
            found[axis] = reply.marked(axis, round(value, 2), 0.65, quote)
    return found


def visual(reply: Reply) -> dict[str, Mark]:
    """Colours, fonts, the logo and references."""
    if not reply.about("visual"):
        return {}
    found: dict[str, Mark] = {}
    for field, kind in (("visual_colors", "colors"), ("visual_fonts", "fonts")):
        said = [
            hit.group().lower() for hit in words("answers", "visual", kind).finditer(reply.answer)
        ]
        if field == "visual_colors":
            said += re.findall(r"#[0-9a-fA-F]{6}\b", reply.answer)
        if said and field in reply.fields:
            found[field] = reply.marked(field, list(dict.fromkeys(said)), 0.7)
    if "visual_logo" in reply.fields and (hit := re.search(r"\blogo\b", reply.answer, re.I)):
        found["visual_logo"] = reply.marked("visual_logo", reply.saying(hit.start()), 0.5)
    if reply.fields == ("visual_logo",) and "visual_logo" not in found:
        found["visual_logo"] = reply.marked("visual_logo", reply.answer, 0.5)
    refs = [name for _, name in names(reply.answer)]
    if refs and "visual_references" in reply.fields:
        found["visual_references"] = reply.marked("visual_references", refs[:6], 0.4)
    return found
