"""Plain requests to do something, read by rule into acts that wait for a person's yes."""

import re
from datetime import date

from core.ids import content_hash
from core.text import shorten
from domain.asking import Proposal
from domain.language.channels import mentions
from domain.language.periods import span_of

_CALENDAR = re.compile(
    r"^\s*(?:please\s+|could you\s+|can you\s+)?(?:put|add|schedule|plan|enter)\s+(?P<what>.+?)"
    r"\s+(?:in|on|to|into)\s+(?:the|our|my)\s+calendar\b(?P<when>.*)$|"
    r"^\s*(?:please\s+|could you\s+|can you\s+)?schedule\s+(?P<what2>.+?)"
    r"\s+(?P<when2>(?:for|on)\s.+)$",
    re.IGNORECASE | re.DOTALL,
)
_PLANNED = re.compile(
    r"^\s*(?P<polite>please\s+|(?:could|can|would) you\s+(?:please\s+)?)?"
    r"(?:put|add|schedule|plan|enter|book)\s+(?P<what>"
    r"(?:(?:an?|another|one|the|our|new)\s+(?:[\w'’-]+\s+){0,2}?)?"
    r"(?:webinar|newsletter|e-?mail|blog post|article|video|ad|landing page|(?:[\w-]+ )?post)s?\b"
    r"(?!\s+(?:spend|budget|cost)).+)$",
    re.IGNORECASE | re.DOTALL,
)
"""Adding, scheduling or planning a piece of content; the day has to be named as well."""
_NOTE = re.compile(
    r"^\s*(?:please\s+)?(?:note|remember|write down|make a note|jot down|take a note)"
    r"(?:\s+of)?(?:\s+that|\s*:)\s*(?P<words>.+)$|"
    r"^\s*(?:please\s+)?remind me\s+(?:to|that|of|about)\s+(?P<later>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_TYPES = {
    "webinar": "webinar", "newsletter": "email", "email": "email", "e-mail": "email",
    "blog post": "blog_post", "article": "blog_post", "video": "video", "ad": "ad_copy",
    "landing page": "landing_page", "post": "social_post",
}  # fmt: skip


def proposals_of(text: str, today: date) -> tuple[Proposal, ...]:
    """What a request asks to be done, at most one act; nothing where it only asks something."""
    if note := _NOTE.match(text):
        words = (note["words"] or note["later"]).strip()
        return (
            Proposal(
                tool="submit_vent", arguments={"text": words},
                summary=f"Keep this as a private note: “{shorten(words, 80)}”",
            ),
        )  # fmt: skip
    planned = _planned(text, today)
    if planned and "calendar" not in text.lower():
        return (_entry(planned["what"], "", today),)
    wanted = _CALENDAR.match(text)
    if wanted:
        said = wanted["what"] or wanted["what2"], wanted["when"] or wanted["when2"] or ""
        return (_entry(*said, today),)
    return ()


def asks_only(text: str, today: date) -> bool:
    """Whether a text asks something, over and above what it wants done."""
    planned = _planned(text, today)
    if planned and planned["polite"] and text.strip().find("?") in (-1, len(text.strip()) - 1):
        return False
    return not (_NOTE.match(text) or _CALENDAR.match(text) or planned) or "?" in text


def _planned(text: str, today: date) -> re.Match[str] | None:
    """A piece of content that is to be added on a day that is named."""
    wanted = _PLANNED.match(text)
    return wanted if wanted and span_of(wanted["what"], today) else None


def _entry(what: str, when: str, today: date) -> Proposal:
    what = what.strip(' .:,"“”?!')
    span = span_of(when, today) or span_of(what, today)
    if span and span.words in what:
        placed = rf"(?:\b(?:on|for|in|at|by)\s+(?:the\s+)?)?{re.escape(span.words)}"
        what = " ".join(re.sub(placed, " ", what, count=1).split()).strip(" ,.")
        what = re.sub(r"\s+(?:on|for|in|at|by)$", "", what)
    title = re.sub(r"^(?:a|an|the)\s+", "", what)
    title = title[:1].upper() + title[1:]
    kind = next((slug for cue, slug in _TYPES.items() if _says(cue, what)), "social_post")
    named = mentions(what)
    day = _ahead(span.first, today) if span else None
    row = {
        "id": f"asked-{content_hash(title, str(day))[:12]}", "title": title,
        "artifact_type": kind, "status": "idea", "publish_on": day.isoformat() if day else None,
        "channel": named[0].slug if named else None,
    }  # fmt: skip
    on = f"on {day.day} {day:%B %Y}" if day else "without a day"
    return Proposal(
        tool="save_entries", arguments={"entries": [row]},
        summary=f"Put “{shorten(title, 80)}” in the calendar {on}, as an idea",
    )  # fmt: skip


def _says(cue: str, text: str) -> bool:
    return bool(re.search(rf"\b{cue}s?\b", text, re.IGNORECASE))


def _ahead(day: date, today: date) -> date:
    """A day without a year is the next one."""
    return day if day >= today else date(day.year + 1, day.month, min(day.day, 28))
