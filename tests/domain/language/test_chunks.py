"""A text is cut at its joints; no word of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from domain.language.chunks import MOST, TARGET, cut, parts

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


def test_talk_is_cut_into_turns_with_who_says_them() -> None:
    talk = "Marta: Shall we start?\nPriya: The ads bring nobody.\nMarta: Then stop them."
    assert [(one.speaker, one.text, one.turn) for one in parts(talk)] == [
        ("Marta", "Shall we start?", 0),
        ("Priya", "The ads bring nobody.", 1),
        ("Marta", "Then stop them.", 2),
    ]


def test_a_long_turn_is_cut_and_stays_its_speakers() -> None:
    cut_up = parts(f"user: Any ideas?\nassistant: {SENTENCE * 30}")
    assert len(cut_up) > 3
    assert {one.speaker for one in cut_up[1:]} == {"assistant"}
    assert {one.turn for one in cut_up[1:]} == {1}


def test_lines_without_a_name_go_on_with_the_turn_before() -> None:
    first, second = parts("Marta: Two things.\nThe price is one.\nPriya: And the other?")
    assert first.text == "Two things. The price is one."
    assert second.speaker == "Priya"


def test_labels_that_are_words_do_not_make_talk() -> None:
    assert [one.speaker for one in parts("Pros: it is cheap.\nCons: it is slow.")] == [""]
