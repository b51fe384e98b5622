"""Whether words say yes to a question of yes or no: a statement, not a mention, doubt or denial."""

import re

from domain.language.heads import yes_or_no
from domain.language.terms import idle, kin, root, roots, split

_NOT = re.compile(
    r"\b(?:no|not|never|nobody|none|nothing|hardly|barely|without|instead|stopped|quit|unless|if|"
    r"maybe|perhaps|might|may|could|would|should|will|want(?:ed|s)?|plan(?:ned|s)?|consider\w*|"
    r"think(?:ing)? (?:of|about)|almost|asked|try to|hope|wish|cannot)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
_US = re.compile(r"\b(?:we|i|us|our|my)\b|['’](?:ve|re|m)\b", re.IGNORECASE)
_VERBS = {"use": "use", "used": "use", "using": "use", "have": "have", "has": "have", "try": "try",
          "tried": "try", "make": "make", "take": "take"}  # fmt: skip
_SUBJECT = re.compile(
    r"^\W*(?:so\s+|and\s+|but\s+)?\w+(?:n['’]t)?\s+(?P<who>we|i|us|our|my)\b(?:\s+ever)?\s+(?P<rest>.+)$",
    re.IGNORECASE,
)


def affirmed(question: str, quote: str) -> bool:
    """Whether `quote` plainly says yes to what `question` asks of those who ask it.

    It must be a statement of theirs that says every word of the question, the verb among them.
    """
    asked = _SUBJECT.match(question)
    if not yes_or_no(question) or asked is None or _NOT.search(quote) or not _US.search(quote):
        return False
    wanted = [
        root(word) for word in split(asked["rest"]) if not idle(word) or word.lower() in _VERBS
    ]
    here = {*roots(quote), *(root(word) for word in split(quote))}
    return bool(wanted) and all(one in here or kin(one) & here for one in wanted)
