"""Sentences are said when they have ended and pass, however the words are cut into pieces."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agents.speaking import Speaker, say_whole
from core.ids import derived_id
from domain.asking import Asked, Evidence, Gathered, Said, Utterance

AT = datetime(2026, 10, 7, tzinfo=UTC)
WORDS = "The ads cost $5,126. Nobody came."
ANSWER = (
    "KNOWN\nThe ads cost $5,126 [1]. A note says: “The ads cost $5,126. Nobody came.” [1] "
    "That is all there is."
)


def material() -> Gathered:
    """One note about the ads."""
    one = Evidence(label=1, kind="vent", id=derived_id("v"), text=WORDS, at=AT)
    return Gathered(asked=Asked(text="Do the ads work?"), at=AT, evidence=(one,))


async def spoken(*pieces: str) -> tuple[Speaker, list[str]]:
    """What is heard when words come in these pieces."""
    said: list[str] = []

    async def say(piece: Utterance) -> None:
        assert isinstance(piece, Said)
        said.append(piece.text)

    speaker = Speaker(material(), say)
    for piece in pieces:
        await speaker.hear(piece)
    await speaker.finish()
    return speaker, said


@given(st.lists(st.integers(0, len(ANSWER)), max_size=12))
async def test_the_pieces_make_no_difference(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(ANSWER)]
    speaker, said = await spoken(*(ANSWER[a:b] for a, b in pairwise(places)))
    assert "".join(said) == ANSWER.removeprefix("KNOWN\n")
    assert (speaker.known, speaker.faults()) == (True, [])


async def test_a_sentence_waits_for_its_end() -> None:
    said: list[str] = []

    async def say(piece: Utterance) -> None:
        said.append(getattr(piece, "text", ""))

    speaker = Speaker(material(), say)
    await speaker.hear("KNOWN\nThe ads cost $5,126 [1]. And no")
    assert said == ["The ads cost $5,126 [1]."]


@given(st.integers(0, len(ANSWER) - 1))
async def test_an_answer_cut_anywhere_says_only_whole_checked_sentences(cut: int) -> None:
    _, said = await spoken(ANSWER[:cut])
    for sentence in "".join(said).split("] "):
        assert "7" not in sentence


async def test_what_fails_is_held_back_and_named() -> None:
    speaker, said = await spoken(
        "KNOWN\nThe ads cost $5,126 [1]. They cost $9,999 [1]. Nobody came."
    )
    assert "9,999" not in "".join(said)
    assert "9999" in speaker.dropped[0]


async def test_unknown_is_heard_and_not_said() -> None:
    speaker, said = await spoken("UNK", "NOWN\n", "I do not know.")
    assert (speaker.known, said) == (False, ["I do not know."])


async def test_a_whole_text_is_said_by_sentence() -> None:
    said: list[str] = []

    async def say(piece: Utterance) -> None:
        said.append(getattr(piece, "text", ""))

    await say_whole("One is so. Two is not.", say)
    assert said == ["One is so.", " Two is not."]
