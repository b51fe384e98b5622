"""One sample of each message that the app sends; their Block Kit is kept in `data/slack`."""

import json
from pathlib import Path
from typing import Any

from domain import slack_cards as cards
from domain import slack_views as views

FOLDER = Path(__file__).with_name("data") / "slack"
VENT = "0190aaaa-0000-7000-8000-000000000001"
HOUSE = "https://refleqt.example"
QUOTES = (
    "Third customer this month who cancelled because onboarding took too long.",
    "Another one cancelled, they never got through the onboarding.",
    "Nobody renews when the onboarding drags on for weeks.",
    "Two people asked about churn again, and why customers cancel.",
    "We lose them in week two. It is always the data import.",
)
HELD = cards.Held("Retention is a standing concern", 58, f"{HOUSE}/beliefs/1")


def samples() -> dict[str, dict[str, Any]]:
    """Name → message or view as Slack takes it."""
    told = cards.Told(VENT, ("retention", "operations"), QUOTES[2], 3, HELD, f"{HOUSE}/receipts/1")
    idea = cards.Idea(VENT, "A checklist for the first week, by e-mail", "2026-11-24")
    again = cards.Recurring(QUOTES[2], 5, QUOTES, 0, HELD, idea, f"{HOUSE}/calendar")
    week = cards.Week(7, ((QUOTES[2], 5), ("The agency is late again", 2)), (HELD,), 2, HOUSE)
    home = views.Home(
        tuple(("21 November 2026", words) for words in QUOTES[:3]), ((QUOTES[2], 5),),
        (views.Waiting(VENT, "Buy the map “Win back the first week” for $840"),),
        total=23, address=HOUSE,
    )  # fmt: skip
    made = {
        "kept": cards.kept(VENT, off_record=False),
        "kept_off_record": cards.kept(VENT, off_record=True),
        "support": cards.support(VENT),
        "result": cards.result(told),
        "result_of_nothing": cards.result(cards.Told(VENT)),
        "fifth_time": cards.again(again),
        "fifth_time_without_idea": cards.again(
            cards.Recurring(QUOTES[2], 5, QUOTES[:3], 2, None, None, f"{HOUSE}/calendar")
        ),
        "week": cards.digest(week),
        "withdrawn": cards.withdrawn(VENT, deleted=False),
        "withdrawn_with_its_message": cards.withdrawn(VENT, deleted=True),
        "all_withdrawn": cards.all_withdrawn(23, "2026-11-21T10:00:00+00:00"),
        "connect": cards.connect(f"{HOUSE}/slack/link/token"),
        "paused": cards.paused(),
        "write_down": cards.write_down(),
        "type_it": cards.type_it(VENT),
        "greeting": cards.greeting(),
        "note": cards.note("It was accepted at 10:00 UTC."),
    }
    shown = {name: {"text": card.text, "blocks": list(card.blocks)} for name, card in made.items()}
    return shown | {
        "home": views.home(home),
        "home_of_a_stranger": views.stranger_home(f"{HOUSE}/slack/link/token"),
        "form": views.vent_form(QUOTES[0], "private", vent=VENT),
        "form_that_says_something": views.told_form("This note is not there any more."),
    }


def as_kept(message: dict[str, Any]) -> str:
    """A message as its file holds it."""
    return json.dumps(message, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    for name, message in samples().items():
        (FOLDER / f"{name}.json").write_text(as_kept(message))
