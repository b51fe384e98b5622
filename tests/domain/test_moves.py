"""Sentences tell what a competitor did, or what it is; what did not happen is no move."""

import pytest

from domain.moves import set_against, told_of

NAMES = ("Acme Analytics", "Acme")


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("Acme raised its prices by a fifth.", "raised_prices"),
        ("Acme just launched a plan for teams.", "launched"),
        ("Acme Analytics was bought by Oracle last week.", "was_bought"),
        ("Acme, quietly, hired our old head of sales.", "hired"),
        ("Acme's price increase is all they talk about.", "raised_prices"),
        ("Last week Acme shut down the free plan.", "ended"),
        ("Acme bought a smaller rival.", "bought"),
        ("Acme raised $40 million.", "raised_money"),
        ("Acme laid off half of the team.", "laid_off"),
        ("If Acme raised its prices we would win.", ""),
        ("Did Acme launch anything?", ""),
        ("Acme never launched it.", ""),
        ("I hope Acme raised prices.", ""),
        ("We launched against Acme.", ""),
        ("Acme will launch something.", ""),
        ("We hired someone from Acme.", ""),
        ("Rumour has it that maybe Acme was bought.", ""),
    ],
)
def test_a_move_is_what_it_plainly_did(text: str, move: str) -> None:
    (told,) = told_of(NAMES, text)
    assert told.move == move
    assert text[told.start : told.end] == told.quote == text


def test_a_claim_is_told_from_a_mere_mention_and_a_comparison_from_both() -> None:
    text = "Acme is slow. I met somebody from Acme. We are cheaper than Acme. It rains."
    told = told_of(NAMES, text)
    assert [(one.claim, one.framed) for one in told] == [
        (True, False), (False, False), (True, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "framed"),
    [
        ("Acme is similar to Plumb in that both are gauges.", True),
        ("Plumb is made for shops, whereas Acme caters to labs.", True),
        ("Acme has fewer guides than Plumb.", True),
        ("A review compared Plumb to a competing device, Acme.", True),
        ("They switched from us to Acme.", True),
        ("I have long wanted an alternative to my current platform, Acme.", False),
        ("Earnings through Acme rose, but 95% of that came from a single user.", False),
        ("We buy Acme and use it on our $190 gauge instead of the $350 one.", False),
        ("Plumb is sold through Acme.", False),
    ],
)
def test_who_is_compared_is_framed_and_whom_we_buy_from_is_not(text: str, framed: bool) -> None:
    (told,) = told_of(NAMES, text, ["Plumb"])
    assert told.framed is framed


def test_only_who_is_set_against_us_is() -> None:
    text = "We lost the deal to Acme. We use HubSpot. Acme and Linear are cheaper than us."
    assert set_against(["Acme", "HubSpot", "Linear"], text) == ["Acme", "Linear"]
    assert set_against(["HubSpot"], "We switched to HubSpot.") == []


def test_other_scripts_and_empty_texts_tell_nothing() -> None:
    assert told_of(NAMES, "") == []
    assert told_of(NAMES, "我们的价格 🙂") == []
