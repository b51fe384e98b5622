"""What is worth most goes in first, verbatim and once, and never more than fits."""

from hypothesis import given
from hypothesis import strategies as st

from domain.packing import Piece, pack, tokens, written

WORDS = st.text(st.sampled_from("abc .\n"), max_size=60)
PIECES = st.lists(
    st.builds(
        Piece, WORDS, st.floats(0, 1), st.sampled_from(("said", "beliefs")),
        st.sampled_from(("", "note 3 May", "team 4 May")), st.sampled_from(("", "Piet")),
    ),
    max_size=12,
)  # fmt: skip


def texts(*said: str) -> list[Piece]:
    """Pieces of equal worth."""
    return [Piece(each) for each in said]


@given(PIECES, st.integers(0, 80), st.integers(0, 40))
def test_a_pack_is_never_larger_than_its_budget_and_says_its_size(
    pieces: list[Piece], budget: int, floor: int
) -> None:
    packed = pack(pieces, {"a"}, budget, {"beliefs": floor})
    assert packed.tokens <= budget
    assert tokens(written(pieces, packed)) == packed.tokens


@given(PIECES)
def test_with_room_for_all_everything_that_says_something_is_in_it_once(
    pieces: list[Piece],
) -> None:
    packed = pack(pieces, set(), 10_000)
    said = [" ".join(pieces[place].text.split()) for place in packed.places]
    assert len(set(said)) == len(said)
    assert set(said) == {" ".join(each.text.split()) for each in pieces if each.text.strip()}
    assert packed.words == tuple(pieces[place].text for place in packed.places)
    inside = {*packed.places, *packed.again}
    assert inside == {place for place, each in enumerate(pieces) if each.text.strip()}


def test_of_a_text_that_does_not_fit_what_speaks_of_the_question_goes_in() -> None:
    text = "It rained the whole day long. The export failed. We had soup afterwards."
    packed = pack(texts("Short.", text), {"export"}, 8)
    assert packed.words == ("Short.", "The export failed.")


def test_neighbours_share_the_label_of_their_source() -> None:
    pieces = [Piece("One.", heading="note 3 May"), Piece("Two.", heading="note 3 May")]
    packed = pack(pieces, set(), 100)
    assert written(pieces, packed) == "note 3 May\nOne.\nTwo."


def test_a_part_keeps_its_floor_against_what_is_worth_more() -> None:
    pieces = [*(Piece(f"Said number {n}.", 1.0, "said") for n in range(9)),
              Piece("A belief.", 0.1, "beliefs")]  # fmt: skip
    assert 9 not in pack(pieces, set(), 20).places
    assert 9 in pack(pieces, set(), 20, {"beliefs": 5}).places


def test_a_unit_that_repeats_a_whole_note_stands_for_it() -> None:
    unit = Piece("3 times: “The export failed.”", 1.0, quote="The export failed.")
    packed = pack([Piece("The export  failed.", 0.5), unit], set(), 100)
    assert (packed.places, packed.again) == ((1,), (0,))
