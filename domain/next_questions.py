"""What one might ask next, from what an answer rests on; three at most, none just asked."""

from collections.abc import Iterable, Sequence

MOST = 3
UNKNOWN = ("What do we know about our customers?", "What keeps coming back?", "What is missing?")
_BY_KIND = {
    "vent": ("How often did this come up?", "When was this first mentioned?"),
    "answer": ("What do we still not know about ourselves?",),
    "activity": ("What else did the team say?",),
    "file": ("What else does the file say?",),
    "theme": ("When did this come up last?",),
    "belief": ("Which evidence speaks against it?", "Why do we believe that?"),
    "map": ("Why now?", "What does it cost?"),
    "entry": ("What is due next?",),
    "record": ("How did it develop over the last months?", "What did best?"),
    "reading": ("How did it develop over the last months?", "What changed last month?"),
    "journey": ("Which channel brought the revenue?",),
    "credit": ("Which channel brought the revenue?",),
    "signal": ("What changed last month?",),
}
ALWAYS = ("What should we do about it?",)


def next_questions(asked: str, known: bool, kinds: Iterable[str]) -> Sequence[str]:
    """Questions after an answer that rests on evidence of these kinds, the likeliest first."""
    found = list(UNKNOWN) if not known else []
    if known:
        for kind in dict.fromkeys(kinds):
            found += _BY_KIND.get(kind, ())
        found = [*found[: MOST - 1], *ALWAYS]
    just = asked.strip().casefold()
    return [each for each in dict.fromkeys(found) if each.casefold() != just][:MOST]
