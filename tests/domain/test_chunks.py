"""A text is cut at its joints; no word of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from domain.chunks import MOST, TARGET, cut

SENTENCE = "Our ads bring clicks and no customers at all, and nobody says why. "


@given(st.text(st.characters(codec="utf-8"), max_size=4000))
def test_no_word_is_lost_and_none_is_added(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


@given(st.text(st.sampled_from("ab .\n"), max_size=6000))
def test_no_passage_is_longer_than_the_most(text: str) -> None:
    assert all(0 < len(passage) <= MOST for passage in cut(text))


def test_sentences_stay_whole() -> None:
    passages = cut(SENTENCE * 30)
    assert all(passage.endswith("why.") for passage in passages)
    assert all(len(passage) <= TARGET for passage in passages)


def test_a_run_without_end_is_cut_all_the_same() -> None:
    assert [len(passage) for passage in cut("x" * (MOST + 5))] == [MOST, 5]


def test_nothing_gives_nothing() -> None:
    assert cut(" \n ") == []
