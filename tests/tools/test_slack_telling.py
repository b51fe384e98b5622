"""The fifth time is said once, with five quotes; a week is told once; nobody hears another's."""

from core.clock import SimulatedClock
from domain.work import SendSlackDigests
from memory import queue
from tests.slacks import USER, Workspace, words_of

SAID = (
    "Third customer this month who cancelled because onboarding took too long. I am frustrated.",
    "Another one cancelled because onboarding took too long. This hurts, I am so frustrated.",
    "A customer cancelled because onboarding took too long again. It hurts, I hate it.",
    "Cancelled again because onboarding took too long. We lose customers, I am frustrated.",
    "One more customer cancelled because onboarding took too long. I am so frustrated.",
)


async def test_the_fifth_time_leads_to_the_belief_once(
    place: Workspace, simulated: SimulatedClock
) -> None:
    words = [f"{each} ({n})" for n, each in enumerate((*SAID, SAID[0]))]
    for number, text in enumerate(words):
        event = {"ts": f"{1_700_000_000 + 7200 * number}.000100"}
        await place.send(place.message(text, event=event))
        await place.work()
    cards = [each for each in place.fake.said_to(USER) if "time you say this" in each["text"]]
    assert len(cards) == 1
    quotes = cards[0]["blocks"][1]["elements"]
    assert len(quotes) == 5
    assert "What I believe now" in words_of(cards[0])


async def test_a_week_is_told_once_to_who_said_something(
    place: Workspace, simulated: SimulatedClock
) -> None:
    await place.link("U2")
    await place.send(place.message("Churn again.", event={"ts": "now"}))
    await place.work()
    for _ in range(2):
        async with place.open() as ctx:
            await queue.enqueue(ctx, [SendSlackDigests(week="2026-W44")])
        await place.work()
    said = place.fake.said_to(USER)
    digests = [each for each in said if "What I heard this week" in each["text"]]
    assert ["1 note" in each["text"] for each in digests] == [True]
    assert place.fake.said_to("U2") == []
