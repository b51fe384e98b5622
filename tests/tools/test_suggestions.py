"""A ghost is shown once with its reason, and answered once or let lie."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.imports import CalendarRow
from domain.suggestions import IGNORED_AFTER, Made
from memory import calendar, outcomes
from memory.ctx import Ctx
from tests.worlds import facts
from tools.calendar import EntryId, Period, list_entries
from tools.changes import ChangeId, undo_change
from tools.entries import read_entry
from tools.suggestions import (
    Choice,
    Ghost,
    Ghosts,
    NoSuchSuggestion,
    Nothing,
    SuggestionAnsweredAlready,
    answer_suggestion,
    keep_quiet,
    let_lie,
    list_suggestions,
    refused,
    suggest_entries,
)

DAY = date(2026, 11, 10)


def ghost(name: str) -> Ghost:
    """An e-mail that one belief speaks for."""
    entry = CalendarRow(
        id=name, title=f"Ghost {name}", artifact_type="email", status="idea", publish_on=DAY,
        channel="email", segment="quality_manager", angle="time",
    )  # fmt: skip
    return Ghost(entry=entry, why="E-mails do well.", beliefs=[new_id()])


async def shown(ctx: Ctx, *names: str) -> list[UUID]:
    """Suggestions of today; returns their ids."""
    ask = Ghosts(day=ctx.at.date(), ghosts=[ghost(name) for name in names])
    return (await suggest_entries(ctx, ask)).entry_ids


async def test_a_ghost_is_shown_once_at_its_place(ctx: Ctx) -> None:
    first = await shown(ctx, "g1", "g2")
    again = await shown(ctx, "g1", "g2")
    logged = await outcomes.recommendations(ctx)
    assert (len(first), again) == (2, [])
    assert {row.recommendation_id: row.shown_position for row in logged} == {
        first[0]: 1, first[1]: 2,
    }  # fmt: skip
    assert {line.id for line in (await list_suggestions(ctx, Nothing())).items} == {*first}
    assert await facts(ctx, "EntriesSuggested") == 1


async def test_a_ghost_is_no_entry_until_it_is_taken(ctx: Ctx) -> None:
    (entry_id,) = await shown(ctx, "g1")
    assert (await list_entries(ctx, Period())).items == []
    chosen = await answer_suggestion(ctx, Choice(entry_id=entry_id, action="accepted"))
    assert chosen.status == "planned"
    assert [line.id for line in (await list_entries(ctx, Period())).items] == [entry_id]
    assert (await list_suggestions(ctx, Nothing())).items == []
    assert await facts(ctx, "EntriesSaved") == 1


@pytest.mark.parametrize(
    ("action", "title", "day"),
    [("accepted", "Ghost g1", DAY), ("modified", "Mine", DAY + timedelta(days=1))],
)
async def test_only_who_changes_a_ghost_changes_its_title_and_day(
    ctx: Ctx, action: str, title: str, day: date
) -> None:
    (entry_id,) = await shown(ctx, "g1")
    choice = Choice(entry_id=entry_id, action=action, title="Mine", publish_on=DAY + timedelta(1))
    await answer_suggestion(ctx, choice)
    (line,) = (await list_entries(ctx, Period())).items
    (logged,) = await outcomes.recommendations(ctx)
    assert (line.title, line.publish_on, logged.user_action) == (title, day, action)


async def test_a_no_is_kept_and_final(ctx: Ctx) -> None:
    (entry_id,) = await shown(ctx, "g1")
    choice = Choice(entry_id=entry_id, action="rejected")
    assert (await answer_suggestion(ctx, choice)).status == "dropped"
    with pytest.raises(SuggestionAnsweredAlready, match="dropped"):
        await answer_suggestion(ctx, choice)
    assert (await shown(ctx, "g1"), (await list_entries(ctx, Period())).items) == ([], [])


async def test_what_nobody_answered_by_its_day_is_taken_off(ctx: Ctx) -> None:
    (entry_id,) = await shown(ctx, "g1")
    await let_lie(ctx, ctx.at.date() + timedelta(days=1))
    assert len(await calendar.ghosts(ctx)) == 1
    await let_lie(ctx, DAY)
    (logged,) = await outcomes.recommendations(ctx)
    assert (await calendar.ghosts(ctx), logged.user_action) == ([], "ignored")
    with pytest.raises(SuggestionAnsweredAlready):
        await answer_suggestion(ctx, Choice(entry_id=entry_id, action="accepted"))


async def test_an_entry_of_the_founder_is_no_suggestion(ctx: Ctx) -> None:
    own = CalendarRow(id="own", title="Mine", artifact_type="email", publish_on=DAY)
    await calendar.keep_entries(ctx, [own.model_dump()])
    for entry_id in (calendar.entry_id(ctx, "own"), new_id()):
        with pytest.raises(NoSuchSuggestion, match=str(entry_id)):
            await answer_suggestion(ctx, Choice(entry_id=entry_id, action="accepted"))


def test_a_ghost_without_a_belief_is_no_ghost() -> None:
    with pytest.raises(ValidationError, match="beliefs"):
        Ghost(entry=ghost("g").entry, why="Because.", beliefs=[])


async def test_not_now_is_no_refusal(ctx: Ctx) -> None:
    (entry_id,) = await shown(ctx, "g1")
    await answer_suggestion(ctx, Choice(entry_id=entry_id, action="ignored"))
    (logged,) = await outcomes.recommendations(ctx)
    assert (logged.user_action, await calendar.ghosts(ctx)) == ("ignored", [])


@pytest.mark.parametrize("action", ["accepted", "modified", "rejected", "ignored"])
async def test_every_answer_can_be_taken_back_and_given_again(ctx: Ctx, action: str) -> None:
    (entry_id,) = await shown(ctx, "g1")
    choice = Choice(entry_id=entry_id, action=action, title="Mine")
    chosen = await answer_suggestion(ctx, choice)
    undone = await undo_change(ctx, ChangeId(change_id=chosen.change_id))
    (line,) = (await list_suggestions(ctx, Nothing())).items
    (logged,) = await outcomes.recommendations(ctx)
    assert (line.title, line.publish_on, logged.user_action) == ("Ghost g1", DAY, None)
    await undo_change(ctx, ChangeId(change_id=undone.change_id))
    (logged,) = await outcomes.recommendations(ctx)
    assert (await calendar.ghosts(ctx), logged.user_action) == ([], action)


async def test_who_may_not_answer_may_not_take_an_answer_back(ctx: Ctx) -> None:
    (entry_id,) = await shown(ctx, "g1")
    chosen = await answer_suggestion(ctx, Choice(entry_id=entry_id, action="accepted"))
    member = Ctx(Actor("team", ctx.actor.user_id, ctx.business_id), ctx.db)
    with pytest.raises(ScopeMissing, match="plans:write"):
        await undo_change(member, ChangeId(change_id=chosen.change_id))


async def test_a_ghost_tells_why_by_which_beliefs_and_in_its_order(ctx: Ctx) -> None:
    first, second = await shown(ctx, "b", "a")
    found = await list_suggestions(ctx, Nothing())
    assert [one.id for one in found.items] == [first, second]
    assert found.items[0].why == "E-mails do well."
    assert (found.items[0].confidence, found.because) == (None, None)  # that belief is not held


async def test_what_was_changed_and_why_not_is_logged(ctx: Ctx) -> None:
    one, two = await shown(ctx, "g1", "g2")
    later = DAY + timedelta(days=2)
    await answer_suggestion(ctx, Choice(entry_id=one, action="modified", publish_on=later))
    await answer_suggestion(ctx, Choice(entry_id=two, action="rejected", because="wrong_time"))
    logged = await outcomes.recommendations(ctx)
    told = {row.recommendation_id: row.context_extracted for row in logged}
    assert told[one] == {"changed": {"publish_on": {"from": f"{DAY}", "to": f"{later}"}}}
    assert told[two] == {"because": "wrong_time"}
    assert [row.id for row in await refused(ctx, ctx.at.date())] == [two]


async def test_a_ghost_that_waited_for_long_is_ignored_and_said_so_once(ctx: Ctx) -> None:
    (one,) = await shown(ctx, "g1")
    await let_lie(ctx, ctx.at.date() + IGNORED_AFTER - timedelta(days=1))
    assert len(await calendar.ghosts(ctx)) == 1
    for _ in range(2):
        await let_lie(ctx, ctx.at.date() + IGNORED_AFTER)
    assert await calendar.ghosts(ctx) == []
    assert {row.user_action for row in await outcomes.recommendations(ctx)} == {"ignored"}
    assert await facts(ctx, "SuggestionAnswered") == 1
    assert one


async def test_a_day_without_a_suggestion_says_why_once(ctx: Ctx) -> None:
    for _ in range(2):
        await keep_quiet(ctx, ctx.at.date(), "Nothing is sure.")
    assert (await list_suggestions(ctx, Nothing())).because == "Nothing is sure."
    assert await facts(ctx, "NothingSuggested") == 1


async def test_a_suggestion_says_who_worded_it_and_in_which_mode(ctx: Ctx) -> None:
    idea = ghost("g1").model_copy(
        update={"made": Made(made_by="model", mode="creative", idea=True)}
    )
    shown_now = await suggest_entries(ctx, Ghosts(day=DAY, ghosts=[idea, ghost("g2")]))
    first, second = (await list_suggestions(ctx, Nothing())).items
    assert (first.made.idea, first.confidence) == (True, None)
    assert first.disclosure.startswith("Drafted by software from your evidence, worded by a model")
    assert "creative" in first.disclosure
    assert "no language model wrote it" in second.disclosure
    whole = await read_entry(ctx, EntryId(entry_id=shown_now.entry_ids[0]))
    assert (whole.idea, whole.disclosure) == (True, first.disclosure)
