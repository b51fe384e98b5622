"""Ask tells whose doings are asked about: the golden businesses, tuned and held."""

import pytest

from evals.suites.doings import BAR, House, Question, houses, run, share, told

LITTLE = House(
    business="Little",
    notes=("I quit the bank because I was bored.", "Our customers cancel because of the price."),
    cases=(
        Question(id="a", question="Why do customers cancel?", right=("because of the price",),
                 traps=("I quit the bank",)),
        Question(id="b", question="Why did Marek cancel?", held=True),
    ),
)  # fmt: skip


@pytest.fixture
def _house(_idle: None) -> None:
    """A store in which businesses may be made."""


def test_half_of_the_questions_are_held_and_every_snippet_stands_in_a_note() -> None:
    found = houses()
    cases = [case for house in found for case in house.cases]
    assert (len(found), len(cases), sum(case.held for case in cases)) == (5, 38, 19)
    assert len({case.id for case in cases}) == len(cases)
    assert all(
        any(snippet in note for note in house.notes)
        for house in found for case in house.cases for snippet in (*case.right, *case.traps)
    )  # fmt: skip


@pytest.mark.usefixtures("_house")
async def test_an_answer_is_right_by_its_first_words_and_without_a_trap() -> None:
    outcomes = await run([LITTLE])
    assert [one.right for one in outcomes] == [True, True]
    assert told(outcomes)[-1] == "held: right 100.0% of 1 (bar 75%)"
    trapped = outcomes[0].case.model_copy(update={"traps": LITTLE.cases[0].right})
    wrong = LITTLE.model_copy(update={"business": "Other", "cases": (trapped,)})
    assert share(await run([wrong]), held=False) == 0.0


@pytest.mark.usefixtures("_house")
async def test_the_golden_questions_reach_the_bar_tuned_and_held() -> None:
    outcomes = await run(houses())
    assert share(outcomes, held=False) >= BAR, told(outcomes)
    assert share(outcomes, held=True) >= BAR, told(outcomes)
