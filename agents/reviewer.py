"""Reviews a deliverable against its brief: what is met, and what the creator should change."""

import re
from collections.abc import Sequence

from cdt.embed import embed
from domain.anonymity import leaks
from domain.briefs import Brief
from domain.identity import Tenant
from domain.reviews import Judgement, judge

WINDOW = 3
NAMES = ("name", "aliases", "legal", "domains", "handles", "products", "people", "customers")


def draft(brief: Brief, text: str, tenant: Tenant, earlier: Sequence[str]) -> Judgement:
    """The review by code; `earlier` are texts that may not be copied."""
    named = [leak.text for leak in leaks(tenant, text) if leak.rule in NAMES]
    return judge(brief, text, likeness(brief, text), [*dict.fromkeys(named)], earlier)


def likeness(brief: Brief, text: str) -> list[float]:
    """Per key message, the cosine (-1 to 1) to the passage of `text` that is nearest to it."""
    sentences = [one for one in re.split(r"(?<=[.!?])\s+|\n+", text) if len(one.split()) > 2]
    if not sentences:
        return [0.0] * len(brief.messages)
    passages = [" ".join(sentences[at : at + WINDOW]) for at in range(len(sentences))]
    asked = embed([message.text for message in brief.messages])
    return [float(each) for each in (asked @ embed(passages).T).max(axis=1)]
