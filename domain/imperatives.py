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
    wanted = _CALENDAR.match(text)
    return (_entry(wanted, today),) if wanted else ()


def asks_only(text: str) -> bool:
    """Whether a text asks something, over and above what it wants done."""
    return not (_NOTE.match(text) or _CALENDAR.match(text)) or "?" in text


def _entry(wanted: re.Match[str], today: date) -> Proposal:
    what = (wanted["what"] or wanted["what2"]).strip(' .:,"“”')
    when = wanted["when"] or wanted["when2"] or ""
    span = span_of(when, today) or span_of(what, today)
    if span and span.words in what:
        what = what.replace(span.words, " ").strip(" ,.")
        what = re.sub(r"\s+(?:on|for|in|at)$", "", what)
    title = re.sub(r"^(?:a|an|the)\s+", "", what)
    title = title[:1].upper() + title[1:]
    kind = next((slug for cue, slug in _TYPES.items() if cue in what.lower()), "social_post")
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


def _ahead(day: date, today: date) -> date:
    """A day without a year is the next one."""
    return day if day >= today else date(day.year + 1, day.month, min(day.day, 28))
