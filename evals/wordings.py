"""Champion and challenger: two wordings of a prompt answer the same golden scenes.

Both take the product's own way: draft by code, refinement by the configured model, its checks. An
input scores the share of metrics that the answer reaches; where the model's words were thrown away
and the draft stood, it scores 0, since then the wording did nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deepeval.test_case import LLMTestCase

from cdt import gateway
from cdt.calls import NoModelConfigured
from core.errors import NotFound
from core.ids import content_hash
from domain.access import Actor
from domain.pairwise import Comparison, tally
from domain.wordings import Ruling, ruled
from evals.judges import Preferred, asking
from evals.scenes import TASKS, Task, scenes
from evals.suites.outputs import REMEDY, Score, measured
from memory.ctx import open_ctx
from prompts import library
from prompts.library import Prompt

Say = Callable[[str], None]


class NoGoldenInputs(NotFound):
    """There are no golden inputs for this prompt."""


@dataclass(frozen=True)
class Said:
    """What came of a wording on one input: the text that stands, what it reached, or what stood
    against it (`dropped`; then the draft stands). `unheard`: the model did not answer at all."""

    scene: str
    text: str
    scores: tuple[Score, ...]
    dropped: tuple[str, ...] = ()
    unheard: bool = False

    @property
    def score(self) -> float:
        """The share of metrics reached; 0 where the draft stood."""
        reached = [one.reached for one in self.scores]
        return 0.0 if self.dropped or not reached else sum(reached) / len(reached)


@dataclass(frozen=True)
class Compared:
    """Both wordings on the inputs that both were heard on, and the ruling; `unheard` counts the
    others."""

    champion: tuple[Said, ...]
    challenger: tuple[Said, ...]
    ruling: Ruling
    unheard: int = 0
    verdicts: tuple[Comparison, ...] = ()

    def reached(self) -> dict[str, tuple[float, float]]:
        """For each metric the share of inputs on which champion and challenger reach it."""
        names = dict.fromkeys(score.metric for one in self.champion for score in one.scores)
        told = {
            name: (_share(self.champion, name), _share(self.challenger, name)) for name in names
        }
        return {"kept": (_kept(self.champion), _kept(self.challenger)), **told}


async def compare(
    actor: Actor, prompt_id: str, challenger: Prompt, *, judge: bool = False, say: Say = print
) -> Compared:
    """Ask with both wordings and rule. Raises `NoGoldenInputs`, or `NoModelConfigured`.

    Changes nothing: what a model was asked stays in the books and on audit cards.
    """
    if prompt_id not in TASKS:
        known = ", ".join(TASKS)
        raise NoGoldenInputs(prompt_id, remedy=f"One of {known}.")
    async with open_ctx(actor, read_only=True) as ctx:
        if not await gateway.ready(ctx):
            raise NoModelConfigured("Both wordings are asked of it.", remedy=REMEDY)
    champion = library.known(prompt_id)
    tasks = [TASKS[prompt_id](scene) for scene in scenes().values()]
    pairs: list[tuple[Task, Said, Said]] = []
    for task in tasks:
        one, other = [await _said(actor, task, each) for each in (champion, challenger)]
        say(f"{task.scene.id}: champion {one.score:.2f}, challenger {other.score:.2f}")
        pairs += [(task, one, other)] * (not one.unheard and not other.unheard)
    ruling = ruled(
        {one.scene: one.score for _, one, _ in pairs},
        {other.scene: other.score for _, _, other in pairs},
        int(content_hash(champion.hash, challenger.hash)[:8], 16),
    )
    return Compared(
        champion=tuple(one for _, one, _ in pairs),
        challenger=tuple(other for _, _, other in pairs),
        ruling=ruling, unheard=len(tasks) - len(pairs),
        verdicts=await _judged(actor, pairs) if judge else (),
    )  # fmt: skip


def lines(found: Compared) -> list[str]:
    """The comparison for a reader: each metric, then the difference and the ruling."""
    ruling = found.ruling
    rows = [
        f"  {name:14} champion {one:.1%}, challenger {other:.1%}"
        for name, (one, other) in found.reached().items()
    ]
    return [
        f"{ruling.n} golden inputs; share on which each metric is reached:", *rows,
        f"score: champion {ruling.champion:.3f}, challenger {ruling.challenger:.3f}; difference "
        f"{ruling.difference:+.3f} (95 %: {ruling.low:+.3f} to {ruling.high:+.3f})",
        *([f"left out, since no model answered: {found.unheard}"] if found.unheard else []),
        *_told(found.verdicts),
        f"{ruling.decision.replace('_', ' ')}: {ruling.reason}",
    ]  # fmt: skip


async def _said(actor: Actor, task: Task, wording: Prompt) -> Said:
    with library.trying(wording):
        thought = await task.refine(actor)
    text = thought.answer.model_dump_json()
    dropped = thought.dropped if thought.by == "draft" else ()
    kept = dropped or (() if thought.by == "model" else ("The draft stood.",))
    return Said(task.scene.id, text, tuple(measured(task, text)), kept, thought.unheard)


async def _judged(
    actor: Actor, pairs: Sequence[tuple[Task, Said, Said]]
) -> tuple[Comparison, ...]:  # fmt: skip
    """Both orders of every input on which the two wordings said something different."""
    verdicts = []
    for task, one, other in pairs:
        if one.text == other.text:
            continue
        metric = Preferred(asking(actor))
        case = LLMTestCase(
            input=task.wanted, actual_output=other.text, expected_output=one.text,
            context=[*task.given],
        )  # fmt: skip
        await metric.a_measure(case)
        if metric.comparison is not None:
            verdicts.append(metric.comparison)
    return tuple(verdicts)


def _told(verdicts: Sequence[Comparison]) -> list[str]:
    if not verdicts:
        return []
    sums = tally(verdicts)
    return [
        f"judge, both orders of {sums.judged}: challenger {sums.wins} wins, {sums.losses} losses, "
        f"{sums.ties} ties; orders disagreed on {sums.disagreements or 0:.0%}. It decides nothing."
    ]


def _kept(side: Sequence[Said]) -> float:
    return sum(not one.dropped for one in side) / max(1, len(side))


def _share(side: Sequence[Said], metric: str) -> float:
    reached = [score.reached for one in side for score in one.scores if score.metric == metric]
    return sum(reached) / max(1, len(reached))
