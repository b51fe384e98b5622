"""Who is meant: one speaker by name, the one who asks, or the one who is asked."""

from domain.addressing import meant


def test_a_speaker_is_meant_by_name() -> None:
    assert meant("When did Nora paint a sunrise?", ("nora", "piet")) == ["nora"]


def test_two_names_mean_nobody_alone() -> None:
    assert meant("What do Nora and Piet share?", ("nora", "piet")) == []


def test_who_asks_means_their_own_words() -> None:
    assert meant("Which degree did I take?", ("user", "assistant")) == ["user"]


def test_who_is_asked_is_meant_by_what_they_told() -> None:
    asked = "Can you remind me which radio you recommended?"
    assert meant(asked, ("user", "assistant")) == ["assistant"]


def test_where_no_such_speaker_is_nobody_is_meant() -> None:
    assert meant("What did I say?", ("nora", "piet")) == []
    assert meant("What does it cost?", ("user", "assistant")) == []
