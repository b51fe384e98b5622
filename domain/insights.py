"""The first insight: what an interview shows about itself after five answers, with its quotes.

Nothing is inferred that was not said; where nothing can be seen yet it says so.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.interview import Evidence, InterviewResult, Mark, Turn
from domain.language.replies import hedged, skipped
from domain.passages import content, sentences, stem, stems, words

LEAST_ANSWERS = 5
LEAST_WORDS = 12
COMES_BACK = 3
"""In how many answers a word has to come up."""
WEIGHTY = (
    "icp_titles", "icp_pains", "pricing", "differentiators", "products", "state_working",
    "competitors_direct", "revenue_mechanics",
)  # fmt: skip
_NAMES = {"icp_titles": "who your best customer is", "icp_pains": "what goes wrong for them",
          "pricing": "your prices", "differentiators": "why people choose you",
          "products": "what you sell", "state_working": "which marketing works",
          "competitors_direct": "whom you lose deals to",
          "revenue_mechanics": "how the money comes in"}  # fmt: skip


class Insight(BaseModel):
    """What can be seen: `said` names it, `quotes` are exact words, `then` is what follows.

    `kind` is `not_yet` where nothing can be seen; `said` then says what is missing.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["contradiction", "doubt", "gap", "recurring", "weight", "not_yet"]
    said: str
    then: str = ""
    quotes: tuple[Evidence, ...] = ()


def first(turns: Sequence[Turn], result: InterviewResult) -> Insight:
    """The first insight of an interview: the most telling of what can be seen."""
    answered = [(n, one.answer or "") for n, one in enumerate(turns) if not skipped(one.answer)]
    if len(answered) < LEAST_ANSWERS:
        left = LEAST_ANSWERS - len(answered)
        more = "One more answer" if left == 1 else f"{left} more answers"
        return Insight(kind="not_yet", said=f"{more}, and there is something to see.")
    for found in (
        _contradicted(result),
        _doubted(result),
        _unmatched(result),
        _recurring(answered),
        _weightiest(answered, turns),
    ):
        if found is not None:
            return found
    return Insight(kind="not_yet", said="The answers are short: nothing can be seen in them yet.")


def _contradicted(result: InterviewResult) -> Insight | None:
    for one in result.contradictions:
        return Insight(
            kind="contradiction", said="Two things that you said do not go together.",
            then=one.question, quotes=(one.says, one.against),
        )  # fmt: skip
    return None


def _doubted(result: InterviewResult) -> Insight | None:
    """Something weighty that was said with doubt, beside something that was said without."""
    doubted = _marks(result, result.signals.certainty.hedged)
    sure = _marks(result, result.signals.certainty.assertive)
    for field, doubt in doubted:
        for other, certain in sure:
            if doubt.evidence[0].turn != certain.evidence[0].turn:
                return Insight(
                    kind="doubt",
                    said=f"You are sure about {_NAMES[other]}, and hedge on {_NAMES[field]}.",
                    then=f"Ask three customers about {_NAMES[field]} before money goes into it.",
                    quotes=(certain.evidence[0], doubt.evidence[0]),
                )  # fmt: skip
    return None


def _unmatched(result: InterviewResult) -> Insight | None:
    """What hurts customers and why they choose: said in words that have nothing in common."""
    pain, tips = result.profile.get("icp_pains"), result.profile.get("differentiators")
    if not (pain and tips and pain.evidence and tips.evidence):
        return None
    hurts, wins = pain.evidence[0], tips.evidence[0]
    if hurts.turn == wins.turn or content(stems(hurts.quote)) & content(stems(wins.quote)):
        return None
    return Insight(
        kind="gap",
        said="What hurts your customers and why they choose you share no word.",
        then="A page that names the trouble in their words and answers it in yours closes that.",
        quotes=(hurts, wins),
    )  # fmt: skip


def _recurring(answered: Sequence[tuple[int, str]]) -> Insight | None:
    """A word that comes up in several answers without being asked for."""
    said_in: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for turn, answer in answered:
        for key, word in dict(_telling(answer)).items():
            quote = next((one for one in sentences(answer) if word in one), answer)
            said_in[key].append((turn, word, quote))
    often = [each for each in said_in.values() if len(each) >= COMES_BACK]
    if not often:
        return None
    best = max(often, key=lambda each: (len(each), len(each[0][1])))
    return Insight(
        kind="recurring",
        said=f"“{best[0][1]}” comes up in {len(best)} of your {len(answered)} answers.",
        then="What a founder keeps coming back to is usually what the marketing should say first.",
        quotes=tuple(Evidence(turn=turn, quote=quote) for turn, _, quote in best[:COMES_BACK]),
    )  # fmt: skip


def _weightiest(answered: Sequence[tuple[int, str]], turns: Sequence[Turn]) -> Insight | None:
    """The answer that was given the most words, where it is far longer than the others."""
    lengths = sorted((len(answer.split()), turn) for turn, answer in answered)
    most, turn = lengths[-1]
    if most < LEAST_WORDS or most < 2 * lengths[-2][0]:
        return None
    asked, answer = turns[turn].question, turns[turn].answer or ""
    return Insight(
        kind="weight",
        said=f"You said most, {most} words, to one question: “{asked}”",
        then="That is where the stories are; the first piece of content could come from there.",
        quotes=(Evidence(turn=turn, quote=sentences(answer)[0]),),
    )  # fmt: skip


def _marks(result: InterviewResult, fields: Sequence[str]) -> list[tuple[str, Mark]]:
    known = [(field, result.profile[field]) for field in WEIGHTY if field in fields]
    return [(field, one) for field, one in known if one.evidence]


def _telling(answer: str) -> Iterator[tuple[str, str]]:
    """Words that carry meaning, by their stems; the longest form of each is kept."""
    meaning = content(stems(answer))
    for one in words(answer):
        if len(one.key) > 4 and (key := stem(one.key)) in meaning and not hedged(one.text):
            yield key, one.text
