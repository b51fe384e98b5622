"""Whether somebody says that they may not want to live; and what is said to them then.

No diagnosis and no score: a few first-person phrases, taken literally. Such words are kept off the
record, whatever was chosen: they train nothing and nobody else is shown them.
"""

import re

_PHRASES = re.compile(
    r"\b(?:kill(?:ing)? myself|end(?:ing)? my (?:own )?life|take my own life|suicid\w*"
    r"|(?:want|going|ready|rather) to die|wish i (?:was|were) dead|better off dead|don'?t want to"
    r" (?:live|be alive|wake up)|no (?:reason|point) (?:to|in) liv(?:e|ing)|hurt(?:ing)? myself"
    r"|harm(?:ing)? myself|self[- ]harm|can'?t go on living)\b",
    re.IGNORECASE,
)

SUPPORT = (
    "That sounds very heavy, and you do not have to carry it alone. I have kept this off the"
    " record: nobody else sees it, and nothing is made of it. If you might hurt yourself, please"
    " call the emergency number where you are. In the US and Canada you can call or text 988, in"
    " the UK and Ireland call 116 123; findahelpline.com lists free lines in other countries."
    " Telling one person whom you trust can help, too."
)


def heard(text: str) -> bool:
    """Whether the words name an end of one's own life, or hurting oneself."""
    return _PHRASES.search(text.replace("’", "'")) is not None
