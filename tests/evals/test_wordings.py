"""Two wordings answer the same golden inputs by the product's way, and the better one is told."""

import json
from collections.abc import Callable, Sequence

import pytest

from cdt.calls import NoModelConfigured
from cdt.model_says import Brain, Fail, Give, Reply, Say
from cdt.model_server import ModelServer, shown
from domain.access import Actor
from evals.scenes import TASKS, scenes
from evals.wordings import Compared, NoGoldenInputs, compare, lines
from prompts import library
from prompts.library import Prompt

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
ID = "briefing/write_brief"
MARK = "Write for the one reader who stands at the counter."


def challenger(prompt_id: str = ID) -> Prompt:
    """The present wording with a sentence more."""
    text = (library.FOLDER / f"{prompt_id}.md").read_text("utf-8")
    now = library.load(prompt_id)
    text = text.replace(f"version = {now.version}", f"version = {now.version + 1}", 1)
    return library.contender(prompt_id, text.replace("\n+++\n", f"\n+++\n{MARK}\n", 1))


def draft(body: dict[str, object], **changes: object) -> Give:
    """The draft as it was shown, with changes."""
    return Give({**json.loads(shown(body, "draft")), **changes})


def has_mark(body: dict[str, object]) -> bool:
    """Whether the challenger's words are asked."""
    return MARK in json.dumps(body)


async def compared(actor: Actor, prompt_id: str = ID, *, judge: bool = False) -> Compared:
    """The comparison with the marked wording."""
    heard: list[str] = []
    found = await compare(actor, prompt_id, challenger(prompt_id), judge=judge, say=heard.append)
    assert len(heard) == len(scenes())
    return found


async def test_a_wording_whose_words_stand_beats_one_whose_words_are_thrown_away(
    lasting: Actor, served: Served
) -> None:
    served(lambda body: draft(body) if has_mark(body) else draft(body, takeaway="Up 38 %."))
    found = await compared(lasting)
    assert (found.ruling.decision, found.ruling.n) == ("release", 36)
    assert found.reached()["kept"] == (0.0, 1.0)
    assert all("number 38" in " ".join(one.dropped) for one in found.champion)
    told = "\n".join(lines(found))
    assert "champion 0.000, challenger 1.000; difference +1.000 (95 %:" in told
    assert library.known(ID) == library.load(ID)


async def test_a_name_from_nowhere_costs_a_metric(lasting: Actor, served: Served) -> None:
    served(lambda body: draft(body, takeaway="As in Velo.") if has_mark(body) else draft(body))
    found = await compared(lasting)
    assert found.ruling.decision == "keep"
    assert found.reached()["groundedness"] == (1.0, 0.0)
    assert found.reached()["validity"] == (1.0, 1.0)


@pytest.mark.slow
async def test_a_judge_joins_and_decides_nothing(lasting: Actor, served: Served) -> None:
    def brain(body: dict[str, object]) -> Reply:
        if shown(body, "question"):
            place = "first" if "mondays" in shown(body, "first") else "second"
            return Give({"why": "It is nearer to a day.", "prefers": place})
        return draft(body, takeaway="The mondays count.") if has_mark(body) else draft(body)

    served(brain)
    found = await compared(lasting, judge=True)
    assert (found.ruling.decision, len(found.verdicts)) == ("keep", 36)
    assert "It decides nothing." in "\n".join(lines(found))


async def test_inputs_on_which_no_model_answered_are_left_out(
    lasting: Actor, served: Served
) -> None:
    served(lambda body: Fail("refused") if has_mark(body) else draft(body))
    found = await compared(lasting)
    assert (found.ruling.decision, found.ruling.n, found.unheard) == ("not_enough_evidence", 0, 36)
    assert "left out, since no model answered: 36" in lines(found)


def agreeing(body: dict[str, object]) -> Reply:
    """A model that says what the draft says, to whichever prompt."""
    words = shown(body, "draft")
    return Give(json.loads(words)) if words.startswith("{") else Say(f"KNOWN\n{words}")


@pytest.mark.slow
@pytest.mark.parametrize("prompt_id", [one for one in TASKS if one != ID])
async def test_every_prompt_with_golden_inputs_is_compared(
    lasting: Actor, served: Served, prompt_id: str
) -> None:
    server = served(agreeing)
    found = await compared(lasting, prompt_id)
    assert (found.ruling.decision, found.ruling.n) == ("keep", 36)
    assert found.reached()["kept"] == (1.0, 1.0)
    assert sum(has_mark(one) for one in server.requests) == 36
    assert len(server.requests) == 72


async def test_without_inputs_or_without_a_model_nothing_is_compared(lasting: Actor) -> None:
    with pytest.raises(NoGoldenInputs, match="judging/prefer_answer"):
        await compare(lasting, "judging/prefer_answer", challenger())
    with pytest.raises(NoModelConfigured) as refused:
        await compare(lasting, ID, challenger())
    assert "refleqt models add" in str(refused.value.remedy)
