"""Yes is said for a plain statement of ours, and never for a mention, a doubt or a denial."""

import pytest

from domain.affirming import affirmed


@pytest.mark.parametrize(
    ("quote", "yes"),
    [
        ("We sell on Amazon and in our shop.", True),
        ("Amazon products appear and disappear.", False),
        ("We don't sell on Amazon.", False),
        ("Maybe we should sell on Amazon.", False),
        ("Brasswick sells on Amazon.", False),
        ("Do we sell on Amazon?", False),
    ],
)
def test_yes_needs_a_plain_statement(quote: str, yes: bool) -> None:
    assert affirmed("Do we sell on Amazon?", quote) is yes


def test_a_question_for_more_than_yes_is_never_affirmed() -> None:
    assert not affirmed("Where do we sell?", "We sell on Amazon.")
