"""Ghost entries rest on beliefs; a model may word them or drop one, and brings none."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from agents import suggester
from agents.suggester import Suggestion
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer
from core.ids import derived_id
from domain.beliefs import Belief, Scope
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
