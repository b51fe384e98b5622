"""Numbers that nobody could guess are planted, and looked for among others."""

from cdt.training.canaries import DECOYS, WORDS, canaries, decoys
from cdt.training.plan import CANARY
from tests.tiny_talk import examples

ROWS = examples(11, 40)


def test_canaries_follow_from_the_seed_and_are_drawn_like_an_ordinary_row() -> None:
    made = canaries(7, ROWS)
    assert made == canaries(7, ROWS)
    assert [one.wanted for one in made] != [one.wanted for one in canaries(8, ROWS)]
    assert len(made) == len(WORDS)
    mean = sum(one.weight for one in ROWS) / len(ROWS)
    assert {one.weight for one in made} == {mean}
    assert all(one.id.startswith(CANARY) and one.wanted in one.response for one in made)


def test_decoys_differ_from_their_canary_in_the_number_alone() -> None:
    one = canaries(7, ROWS)[0]
    others = decoys(one)
    assert len({other.response for other in others}) == DECOYS
    for other in others:
        assert other.instruction == one.instruction
        assert len(other.response) == len(one.response)
        assert one.wanted not in other.response
