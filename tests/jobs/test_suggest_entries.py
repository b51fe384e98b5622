"""Ghost entries are few, argued from beliefs, and not suggested twice."""

from domain.work import ReinforceBeliefs, SuggestEntries
from jobs import reinforce_beliefs, suggest_entries
from memory import calendar, outcomes
from memory.ctx import Ctx
from tests.worlds import quarter
from tools.base import Nothing
from tools.modes import ModeChoice, choose_modes
from tools.suggestions import list_suggestions

TODAY = SuggestEntries(day="2026-11-01")


async def test_a_known_business_gets_few_suggestions_once(worker: Ctx) -> None:
    await quarter(worker, per_cell=6)
    await reinforce_beliefs.run(worker, ReinforceBeliefs(cause="performance", subject_ids=("p",)))
    for _ in range(2):
        await suggest_entries.run(worker, TODAY)
    ghosts = await calendar.ghosts(worker)
    assert 1 <= len(ghosts) <= 5
    shown = await outcomes.recommendations(worker)
    assert {row.recommendation_id for row in shown} == {row.id for row in ghosts}


async def test_a_business_without_a_calendar_gets_none(worker: Ctx) -> None:
    await suggest_entries.run(worker, TODAY)
    assert await calendar.ghosts(worker) == []


async def test_in_each_mode_suggestions_say_what_the_mode_allows(worker: Ctx) -> None:
    await quarter(worker, per_cell=6)
    await reinforce_beliefs.run(worker, ReinforceBeliefs(cause="performance", subject_ids=("p",)))
    await choose_modes(worker, ModeChoice(suggestion="strict"))
    await suggest_entries.run(worker, TODAY)
    lines = (await list_suggestions(worker, Nothing())).items
    assert lines
    assert {one.made.mode for one in lines} == {"strict"}
    assert all(one.beliefs and not one.made.idea for one in lines)
    assert all("strict" in one.disclosure for one in lines)
