"""A customer's words in a paraphrase: general words that say nearly what one of them said.

The paraphrases are ours, written down beforehand by angle; one is used only where a customer was
heard to say nearly that, and it cites where. So a creator hears a customer, and nobody is quoted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from agents.phrases import of_angle
from cdt.embed import embed
from domain.customer_words import Overheard

NEAR = 0.33
"""Likeness (cosine) of a paraphrase to what was said, from which it passes as one."""


@dataclass(frozen=True)
class Paraphrase:
    """Our words, and the note in which a customer says nearly the same."""

    text: str
    kind: str
    id: UUID


def paraphrase(angle: str, overheard: Sequence[Overheard]) -> Paraphrase | None:
    """The paraphrase of the angle that comes nearest to a customer's words; None where none does.

    Same words, same answer: ties go to the first of both lists.
    """
    ours = [str(one) for one in of_angle(angle).get("heard", ())]
    if not ours or not overheard:
        return None
    alike = embed(ours) @ embed([one.quote for one in overheard]).T
    row, column = divmod(int(alike.argmax()), len(overheard))
    if float(alike[row, column]) < NEAR:
        return None
    return Paraphrase(ours[row], overheard[column].kind, overheard[column].id)
