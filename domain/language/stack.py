"""Tools named in an answer, by the part of the stack that they belong to."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.interview import Mark
from domain.language.entities import is_word
from domain.language.lexicons import pattern, table, word_set, words
from domain.language.replies import Reply, lower_case, names
from domain.language.stance import ours

PARTS = ("stack_cms", "stack_email", "stack_crm", "stack_analytics", "stack_social")

_CLAUSE = re.compile(r"[,;.](?!\w)|\band\b|\bplus\b|\bbut\b")


_DOES = re.compile(
    r"(?:\s+and\s+[A-Z]\w+)?\s+(?:(?:still|also|always|only|just|mostly|usually|never|often)\s+)*"
    r"(?:keeps?|pays?|paid|uses?|handles?|looks?|writes?|wrote|sends?|likes?|wants?|hates?|loves?|"
    r"prefers?|knows?|says?|said|thinks?|picks?|chose|checks?|posts|insists?|looked|set)\b"
)
"""What people do with tools, right behind a name."""


@lru_cache(maxsize=1)
def _tools() -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    rows = {
        name.lower(): (name, part)
        for part in PARTS
        for name in reversed(table("stack")["tools"][part])
    }
    for short, name in table("stack")["short"].items():
        rows[short] = rows[name.lower()]
    return rows, pattern(rows)


def stack(reply: Reply) -> dict[str, Mark]:
    """The tools of each part of the stack, as the founder wrote them where they are known."""
    if not reply.about("stack"):
        return {}
    found: dict[str, list[str]] = {}
    quotes: dict[str, str] = {}
    held = ours(reply.answer)
    for name, place, part in named(reply.answer):
        if held[place].isspace():
            continue
        part = _told_part(reply, place, name) or part
        found.setdefault(part, []).append(name)
        quotes.setdefault(part, reply.saying(place))
    return {
        part: reply.marked(part, list(dict.fromkeys(tools)), 0.85, quotes[part])
        for part, tools in found.items()
    }


def named(text: str) -> list[tuple[str, int, str]]:
    """(name, offset, part) of every tool, known or only shaped like a name."""
    rows, known = _tools()
    found: list[tuple[str, int, str]] = []
    taken: list[tuple[int, int]] = []
    lower = lower_case(text)
    for hit in known.finditer(text):
        word = hit.group()
        if word.lower() in word_set("stopwords", "tools_that_are_words") and not (
            word[0].isupper() or (_alone(text, hit) and lower)
        ):
            continue
        name, part = rows[" ".join(word.lower().split())]
        found.append((name, hit.start(), part))
        taken.append(hit.span())
    for start, name in names(text):
        end = start + len(name)
        new = not any(start < b and a < end for a, b in taken)
        if new and not _generic(name) and not _person(name, text[end:]):
            found.append((name, start, _near_part(text, start, end) or "stack_cms"))
            taken.append((start, end))
    if lower:
        found.extend(_strangers(text, taken))
    return sorted(found, key=lambda row: row[1])


def _alone(text: str, hit: re.Match[str]) -> bool:
    """Whether a name stands by itself in a list: between commas, or at an end."""
    return (
        re.search(r"(?:^|[,;:.]|\band)\s*$", text[: hit.start()]) is not None
        and re.match(r"\s*(?:$|[,;.]|and\b|for\b)", text[hit.end() :]) is not None
    )


def _person(name: str, behind: str) -> bool:
    """Whether a name that is no known tool is a person's: a given name, or one who does things."""
    return name.split()[0] in table("gazetteer")["given"]["names"] or bool(_DOES.match(behind))


def _generic(name: str) -> bool:
    return name.lower() in {
        "crm",
        "email",
        "cms",
        "seo",
        "site",
        "website",
        "none",
        "no",
        "excel sheet",
    }


def _strangers(text: str, taken: list[tuple[int, int]]) -> list[tuple[str, int, str]]:
    """In an answer without capitals: items of a list that are one unknown word."""
    found = []
    for hit in re.finditer(
        r"(?:(?<=^)|(?<=, )|(?<=and ))([\w.]{3,})(?=\s*(?:,|\.|$|and\b|for\b))", text
    ):
        inside = any(a <= hit.start() < b for a, b in taken)
        if not inside and not is_word(hit.group()) and not hit.group().isdigit():
            found.append(
                (hit.group(), hit.start(), _near_part(text, hit.start(), hit.end()) or "stack_cms")
            )
    return found


def _near_part(text: str, start: int, end: int) -> str:
    """The part that the words right behind (`for the newsletter`) or before a name point to."""
    behind = _CLAUSE.split(text[end : end + 60])[0]
    before = _CLAUSE.split(text[max(0, start - 40) : start])[-1]
    for where in (behind, before):
        for part in PARTS:
            if words("stack", "near", part).search(where):
                return part
    return ""


def _told_part(reply: Reply, place: int, name: str) -> str:
    """What the founder uses it for beats what it is known for: `HubSpot for e-mail`."""
    if len(reply.fields) == 1:
        return reply.fields[0]
    behind = re.match(
        r"\s+(?:for|as) (?:the |our |an? )?([\w-]+)", reply.answer[place + len(name) :]
    )
    if behind:
        for part in PARTS:
            if words("stack", "near", part).fullmatch(behind.group(1)):
                return part
    return ""


def refused(reply: Reply) -> list[str]:
    """Parts of the stack that the answer says are not there (`no CRM`)."""
    if not reply.about("stack"):
        return []
    found = []
    for clause in re.split(r"[,;.](?!\w)", reply.answer):
        if words("stack", "none", "words").search(clause) and not named(clause):
            found += [part for part in PARTS if words("stack", "near", part).search(clause)]
    return list(dict.fromkeys(found))
