"""A judge of two answers: the configured model, asked in both orders.

The judge may be the model that wrote one of the two, and then likes its own words: a swap of the
order does not cure that. Its verdict is a hint for people, and no gate rests on it.
"""

from agents.base import think
from domain.pairwise import SIDES, Comparison, Pair, Preference, Side, Verdict
from memory.ctx import Ctx

PROMPT = "judging/prefer_answer"
UNDECIDED = Preference(prefers="tie")


async def compare(ctx: Ctx, pair: Pair) -> Comparison:
    """Both verdicts on a pair: first with `one` in the first place, then with `other`.

    Without a model, or with one that gives no verdict, the comparison is not judged.
    """
    one, other = [await _asked(ctx, pair, side) for side in SIDES]
    return Comparison(verdicts=(one, other))


async def _asked(ctx: Ctx, pair: Pair, was_first: Side) -> Verdict:
    first, second = (pair.one, pair.other) if was_first == "one" else (pair.other, pair.one)
    inputs = {
        "question": pair.question,
        "evidence": pair.evidence,
        "findings": pair.findings,
        "first": first,
        "second": second,
    }
    thought = await think(ctx, PROMPT, inputs, UNDECIDED, [_a_choice_has_its_reason])
    return Verdict(
        was_first=was_first, said=thought.answer, judged=thought.by == "model",
        dropped=thought.dropped,
    )  # fmt: skip


def _a_choice_has_its_reason(answer: Preference) -> list[str]:
    bare = answer.prefers != "tie" and not answer.why.strip()
    return ["it prefers one answer and does not say why"] * bare
