"""Nobody's words are read as markup: a hundred hostile texts stay letters."""

import json
from itertools import product

import pytest

from domain import slack_cards as cards
from domain import slack_views as views
from domain.slack_blocks import button, escaped, kept, lines, plain, quotes, sentence

SEEDS = (
    "<!channel>", "<!here>", "<!everyone>", "<@U123>", "<#C1|general>", "@channel", "@here",
    "<https://evil.example|click>", "https://evil.example/x", "<mailto:a@b.c>", "*bold* _it_ ~no~",
    "`code` ```block```", ":bomb:", "> quote", "&lt;!channel&gt;", "<script>alert(1)</script>",
    "\u202egnp.exe", "\u0000\u001b[31m", "<!date^1392734382^{date}^https://evil.example|x>",
    "<!subteam^S1>",
)  # fmt: skip
SHAPES = ("{}", "  {}  ", "ads {} again", "{0}{0}{0}", "\n{}\n")
HOSTILE = [shape.format(seed) for seed, shape in product(SEEDS, SHAPES)]


def shown(words: str) -> list[dict[str, object]]:
    """Every place in which words of people are shown."""
    vent = "0190aaaa-0000-7000-8000-000000000001"
    held = cards.Held(words, 60, "https://refleqt.example/beliefs/1")
    told = cards.Told(vent, (words,), words, 5, held, "https://refleqt.example/r")
    again = cards.Recurring(words, 5, (words,) * 5, 1, held, cards.Idea(vent, words, "2026-11-24"))
    week = cards.Week(3, ((words, 2),), (held,), 1, "https://refleqt.example")
    home = views.Home(
        (("21 November", words),), ((words, 2),), (views.Waiting(vent, words),), total=1
    )
    made = [cards.result(told), cards.again(again), cards.digest(week), cards.note(words)]
    return [*({"blocks": card.blocks} for card in made), views.home(home), views.vent_form(words)]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_inert_wherever_they_are_shown(words: str) -> None:
    for message in shown(words):
        for kind, text in texts_of(message):
            assert kind != "mrkdwn" or words.strip() not in text
        assert '"type": "link"' not in json.dumps(message)
        assert '"type": "broadcast"' not in json.dumps(message)


def texts_of(part: object) -> list[tuple[str, str]]:
    """(type, text) of each text object in a message."""
    found = []
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            found.append((str(part.get("type")), part["text"]))
        for each in part.values():
            found += texts_of(each)
    elif isinstance(part, list | tuple):
        for each in part:
            found += texts_of(each)
    return found


def test_there_are_a_hundred_of_them() -> None:
    assert len(set(HOSTILE)) == 100


def test_escaped_text_holds_no_tag_and_no_sign() -> None:
    safe = escaped("<!channel> & https://x.io *b* @here")
    assert "<" not in safe
    assert "&amp;" in safe
    assert "://" not in safe
    assert "@here" not in safe


def test_labels_and_words_fit_what_slack_bears() -> None:
    assert len(plain("x" * 500)["text"]) <= 75
    assert len(kept("x" * 9000)) <= 2900
    assert kept("\x00  ") == "…"
    assert len(sentence("x" * 9000)["text"]["text"]) <= 2900
    assert quotes(["a", "b"])["elements"][1]["elements"][0]["text"] == "b"
    assert lines(["a"])["elements"][0]["style"] == "bullet"


def test_a_button_that_cannot_be_taken_back_asks_first() -> None:
    made = button("Delete all", "delete_all", "home", style="danger", sure="Everything goes.")
    assert made["confirm"]["text"]["text"] == "Everything goes."
    assert "confirm" not in button("Undo", "vent_undo", "1")
