"""Greetings, thanks and requests for help, answered in a line; and texts that ask nothing."""

import re
from functools import lru_cache

from domain.language.lexicons import table
from domain.language.terms import idle, split
from domain.passages import known

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_REPLIES = {
    "hello": "Hello. Ask me about your business: what was said, planned, spent or measured.",
    "thanks": "You are welcome.",
    "bye": "See you.",
    "help": (
        "I answer questions about your business from what was said, planned and measured, and I "
        "show what each answer rests on. You can ask what people said about something and when, "
        "how a figure developed, which channel brings revenue, who the competitors are, what "
        "waits for you, or what I believe and why. You can also tell me to note something or to "
        "put something in the calendar; I propose it, and nothing is done until you say so."
    ),
}
PLAIN = "I can make nothing of that. Please ask in a few words what you would like to know."


def reply_to(text: str) -> str:
    """The answer to a greeting, thanks, or a request for help; "" where something is asked."""
    bare = " ".join(_EDGES.sub("", text).lower().replace("’", "'").split())
    return next((_REPLIES[kind] for kind, cue in _cues() if bare and cue.fullmatch(bare)), "")


def asks_nothing(text: str, absent: int) -> bool:
    """Whether a text says nothing: no word of it is known here, and none is a word of English.

    `absent` is how many of its words the business never uses.
    """
    said = [*split(text)]
    strange = [word for word in said if not idle(word) and not known(word.lower())]
    return len(strange) == len(said) and absent >= len({word.lower() for word in strange})


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("asking")["courtesy"]
    polite = (
        r"(?:[\s,!.]+(?:there|refleqt|again|everybody|all|please|a lot|so much|very much|you))*"
    )
    return tuple(
        (kind, re.compile(rf"(?:{'|'.join(map(re.escape, said))}){polite}"))
        for kind, said in rows.items()
    )
