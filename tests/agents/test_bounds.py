"""Strict leaves out what nothing carries and says so; creative adds ideas, marked; the usual mode
is as drafted."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from agents import bounds, cartographer
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer
from domain.asking import Mode
from domain.map_text import render
from domain.maps import ExecutionMap, mode_faults
from domain.planning import Combination, Evidence
from memory.ctx import Ctx
from tests.agents.plans import known_well

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
PLAN = Combination("quality_manager", "risk", "webinars", 0.8, 0.6)


def known_in(mode: Mode) -> Evidence:
    """A business that is known well and speaks to others too, with its maps in a mode."""
    known = known_well()
    other = [replace(one, channel="email", angle="craft", segment="lead") for one in known.shown]
    return replace(known, mode=mode, shown=[*known.shown, *other])


def made(mode: Mode) -> ExecutionMap:
    """The first map of that business."""
    return cartographer.draft(known_in(mode)).maps[0]


def test_the_three_modes_differ_and_each_keeps_its_own_rule() -> None:
    strict, usual, creative = made("strict"), made("adaptive"), made("creative")
    assert [one.mode for one in (strict, usual, creative)] == ["strict", "adaptive", "creative"]
    assert (strict.pain, bool(usual.pain)) == (None, True)
    assert len(strict.artifacts) < len(usual.artifacts)
    assert (strict.ideas, usual.ideas, len(creative.ideas) > 0) == ((), (), True)
    assert creative.model_copy(update={"ideas": (), "mode": "adaptive"}) == usual
    assert [mode_faults(one) for one in (strict, usual, creative)] == [[], [], []]


def test_strict_states_nothing_that_evidence_does_not_carry() -> None:
    strict, known = made("strict"), known_in("strict")
    assert all(known.ids.issuperset(s.id for s in one.evidence) for one in strict.claims())
    assert {one.ground for one in strict.channels} <= {"worked", "audience"}
    text = render(strict)
    assert "as we read" not in text
    assert {one.part for one in strict.unknown} == {"audience", "contents", "predicted"}
    for one in strict.unknown:
        assert one.text in text
        assert one.text.startswith("I don't know")
        assert "because" in one.text
    assert "Its mode was strict" in text


def test_where_strict_carries_no_plan_it_says_so() -> None:
    known = replace(known_well(), mode="strict", beliefs=(), combinations=(), themes=())
    assert str(cartographer.draft(known).do_nothing).startswith("I don't know of a plan")


def test_an_idea_is_new_says_its_width_and_is_never_what_somebody_forbade() -> None:
    known = known_in("creative")
    first, second = bounds.ideas(known, PLAN)
    assert (first.angle, first.channel) == ("risk", "email")
    assert (second.angle, second.channel) == ("craft", "webinars")
    (left,) = made("creative").ideas
    assert (left.angle, left.channel) == ("craft", "webinars")
    assert "all 40 pieces" in first.text
    assert first.text.startswith("An idea to test:")
    banned = frozenset({("channel", "email", ""), ("messaging", "craft", "quality_manager")})
    assert bounds.ideas(replace(known, forbidden=banned), PLAN) == []
    few = replace(known, results={})
    assert "I don't know how many conversions" in bounds.ideas(few, PLAN)[0].text


@pytest.mark.parametrize(
    ("mode", "field", "value"),
    [
        ("strict", "title", "Quality managers love it"),
        ("strict", "message", "They buy whatever they are shown."),
        ("creative", "ideas", []),
    ],
)
async def test_a_model_may_refine_what_the_mode_leaves_open_and_no_more(
    ctx: Ctx, served: Served, mode: Mode, field: str, value: object
) -> None:
    known, drafted = known_in(mode), made(mode)
    served(lambda _body: Give({**drafted.model_dump(mode="json"), field: value}))
    thought = await cartographer.refine(ctx, known, {}, drafted)
    assert (thought.answer, thought.by) == (drafted, "draft")
    assert f"{field} was changed" in " ".join(thought.dropped)


async def test_a_strict_outline_may_be_worded(ctx: Ctx, served: Served) -> None:
    known, drafted = known_in("strict"), made("strict")
    given = drafted.model_dump(mode="json")
    given["artifacts"][0]["outline"] = ["Open with the day itself", "Show the list", "One step"]
    served([Give(given)])
    thought = await cartographer.refine(ctx, known, {}, drafted)
    assert thought.answer.artifacts[0].outline[0] == "Open with the day itself"
    assert thought.answer.made_by == "model"
