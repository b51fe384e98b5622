"""How long words are kept: one window per kind, set by the business; None keeps them until erased.

Windows are about words. What was counted from them (topics, beliefs, sums) stays, unless the words
are erased by name.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from core.errors import BadInput

Kind = Literal["vents", "answers", "transcripts", "chats", "pulls", "audio", "mail", "exports"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_DAYS = 3650


class WindowOutOfRange(BadInput):
    """A window is a number of days between its least and 3650."""


@dataclass(frozen=True)
class Window:
    """A kind of words: what they are, the days they are kept unless set, and the least and most."""

    what: str
    days: int | None = None
    least: int = 1
    most: int = MOST_DAYS
    must_end: bool = False


WINDOWS: dict[Kind, Window] = {
    "vents": Window("vents"),
    "answers": Window("answers of the interview"),
    "transcripts": Window("notes and transcripts of team activities"),
    "chats": Window("chats that nobody wrote in since"),
    "pulls": Window("raw answers of connected tools"),
    "audio": Window("recordings, once they have a transcript", days=0, least=0, must_end=True),
    "mail": Window("e-mails that were sent", days=30, most=365, must_end=True),
    "exports": Window("archives that were made", days=7, most=30, must_end=True),
}


def check(kind: Kind, days: int | None) -> int | None:
    """The window to keep. Raises `WindowOutOfRange`; `must_end` kinds have no None."""
    window = WINDOWS[kind]
    if days is None:
        if window.must_end:
            raise WindowOutOfRange(
                f"{kind} end after {window.most} days at most.", field="days", value=None
            )
        return None
    if not window.least <= days <= window.most:
        raise WindowOutOfRange(
            f"Got {days} for {kind}; it may be {window.least} to {window.most}.",
            field="days", value=days,
        )  # fmt: skip
    return days
