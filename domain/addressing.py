"""Who is meant by a question: a speaker by name, "I" for who asks, "you" for who is asked."""

import re
from collections.abc import Collection

from domain.language.terms import root, split

ASKING = ("user", "me", "human", "founder")
ASKED = ("assistant", "ai", "bot")
"""Names under which transcripts keep who asks and who answers, as roots are found for them."""
_TOLD = re.compile(
    r"\byou(?:'ve| have| had| also| just)?(?: ever)? (?:recommend|suggest|told|tell|mention|gave"
    r"|give|provid|list|wr[io]te|nam|advis|propos|said|say|explain|creat|shar|describ|ma[dk]e|plan)"
    r"|\byour (?:advice|answer|suggestion|recommendation|list|reply|text|plan)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:I|my|mine|me|My)\b")


def meant(question: str, speakers: Collection[str]) -> list[str]:
    """Roots of the speakers, out of `speakers`, whose words are asked for; [] where nobody is."""
    named = [
        one for one in dict.fromkeys(root(word) for word in split(question)) if one in speakers
    ]
    if len(named) == 1:
        return named
    if named:
        return []
    if _TOLD.search(question):
        return _known(ASKED, speakers)
    return _known(ASKING, speakers) if _FIRST.search(question) else []


def _known(names: Collection[str], speakers: Collection[str]) -> list[str]:
    return [found for name in names if (found := root(name)) in speakers]
