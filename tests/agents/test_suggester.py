"""Ghost entries rest on beliefs; a model may word them or drop one, and brings none."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from agents import suggester
from agents.suggester import Suggestion
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer
from core.ids import derived_id
from domain.beliefs import Belief, Scope
from domain.suggestions import mode_faults
from memory.ctx import Ctx

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
TODAY = date(2026, 11, 1)


def held(category: str, subject: str, segment: str = "") -> Belief:
    """A belief that results speak for."""
    scope = Scope.model_validate({"category": category, "subject": subject, "segment": segment})
    belief_id = str(derived_id(category, subject, segment))
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Belief(
        id=belief_id, scope=scope, claim=f"{subject} does well.", alpha=9, beta=1,
        as_of=at, first_observed=at, evidence_count=5,
    )  # fmt: skip


HELD = [
    held("messaging", "craft", "shop_owner"),
    held("messaging", "time_saved", "quality_manager"),
    held("channel", "email"),
]


def drafted() -> list[Suggestion]:
    """Two ghost entries."""
    return suggester.draft(TODAY, HELD, [])


def shown(found: Sequence[Suggestion]) -> dict[str, Any]:
    """The entries as cards."""
    return {"cards": [suggester.card_of(one).model_dump(mode="json") for one in found]}


async def test_what_is_believed_and_not_planned_is_suggested(ctx: Ctx) -> None:
    found = await suggester.refine(ctx, drafted(), HELD, [])
    assert found == drafted()
    assert len(found) == 2
    assert await suggester.refine(ctx, [], HELD, []) == []


async def test_a_title_may_be_better_and_a_card_may_go(ctx: Ctx, served: Served) -> None:
    [card, _] = shown(drafted())["cards"]
    served([Give({"cards": [{**card, "title": "What a worn gauge costs you"}]})])
    [one] = await suggester.refine(ctx, drafted(), HELD, [])
    first = drafted()[0]
    assert one.entry.title == "What a worn gauge costs you"
    assert (one.entry.id, one.entry.publish_on, one.beliefs) == (
        first.entry.id,
        first.entry.publish_on,
        first.beliefs,
    )


async def test_a_card_that_nobody_drafted_is_dropped_with_the_answer(
    ctx: Ctx, served: Served
) -> None:
    cards = shown(drafted())["cards"]
    served(lambda _body: Give({"cards": [*cards, {**cards[0], "id": "ghost-new"}]}))
    assert await suggester.refine(ctx, drafted(), HELD, []) == drafted()


def test_where_a_belief_is_weak_another_message_is_tried_with_them() -> None:
    doubted = held("messaging", "price", "shop_owner").model_copy(update={"alpha": 2, "beta": 4})
    found = suggester.draft(TODAY, [*HELD, doubted], [])
    trial = found[-1]
    assert [one.tries is not None for one in found] == [False, False, True]
    assert f"{trial.tries}" == doubted.id
    assert (trial.entry.segment, trial.entry.angle) == ("shop_owner", "time_saved")
    assert "We doubt it" in trial.why
    planned = [suggester.Planned(TODAY, "shop_owner", "craft")]
    assert all(one.tries is None for one in suggester.draft(TODAY, [*HELD, doubted], planned))


DOUBTED = held("messaging", "price", "shop_owner").model_copy(update={"alpha": 2, "beta": 4})
REACHED = {("", ""): [float(n) for n in range(40)]}


def test_strict_tries_nothing_and_says_which_day_nobody_measured() -> None:
    bare = held("messaging", "speed", "shop_owner").model_copy(update={"evidence_count": 0})
    every = [*HELD, DOUBTED, bare]
    usual = suggester.draft(TODAY, every, [])
    strict = suggester.draft(TODAY, every, [], mode="strict")
    assert any(one.tries for one in usual)
    assert not any(one.tries for one in strict)
    known = frozenset(UUID(one.id) for one in every if suggester.carried(one))
    assert mode_faults(suggester.cards_of(strict), "strict", known) == []
    assert all("I don't know whether a" in one.why for one in strict)
    timed = held("timing", f"{strict[0].entry.publish_on:%A}".lower())
    assert "I don't know" not in suggester.draft(TODAY, [*every, timed], [], 1, "strict")[0].why
    nothing = [one.model_copy(update={"evidence_count": 0}) for one in HELD]
    assert suggester.draft(TODAY, nothing, [], mode="strict") == []
    assert suggester.why_none(nothing, [], "strict").startswith("I don't know")


def test_creative_adds_what_was_never_tried_with_its_width_and_nothing_forbidden() -> None:
    usual = suggester.draft(TODAY, HELD, [])
    found = suggester.ideas(TODAY, HELD, [], usual, REACHED)
    assert {(one.entry.segment, one.entry.angle) for one in found} == {
        ("quality_manager", "craft"), ("shop_owner", "time_saved"),
    }  # fmt: skip
    for one in found:
        assert one.why.startswith("An idea to test:")
        assert "all 40 pieces" in one.why
    assert mode_faults(suggester.cards_of(found), "adaptive", frozenset())
    assert mode_faults(suggester.cards_of(found), "creative", frozenset()) == []
    banned = [
        held("messaging", "craft", "quality_manager").model_copy(
            update={"owner_verdict": "forbidden", "evidence_count": 0}
        )
    ]
    left = suggester.ideas(TODAY, [*HELD, *banned], [], usual, {})
    assert [one.entry.segment for one in left] == ["shop_owner"]
    assert "I don't know how many conversions" in left[0].why
    assert suggester.ideas(TODAY, HELD[:2], [], [], REACHED) == []


async def test_a_strict_card_keeps_every_word_and_an_idea_its_mark(
    ctx: Ctx, served: Served
) -> None:
    strict = suggester.draft(TODAY, HELD, [], mode="strict")
    cards = shown(strict)["cards"]
    served(lambda _body: Give({"cards": [{**cards[0], "title": "Owners love craft"}]}))
    found = await suggester.refine(ctx, strict, HELD, [], "strict")
    assert found == strict
    assert {one.made_by for one in found} == {"rules"}
    ideas = suggester.ideas(TODAY, HELD, [], [], REACHED)
    cards = shown(ideas)["cards"]
    served(lambda _body: Give({"cards": [{**cards[0], "why": "This surely works."}]}))
    assert await suggester.refine(ctx, ideas, HELD, [], "creative") == ideas
