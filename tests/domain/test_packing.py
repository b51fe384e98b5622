"""What answers best goes in first, verbatim and once, and never more than fits."""

from hypothesis import given
from hypothesis import strategies as st

from domain.packing import pack, tokens

TEXTS = st.lists(st.text(st.sampled_from("abc .\n"), max_size=60), max_size=12)


@given(TEXTS, st.integers(0, 60))
def test_a_pack_is_never_larger_than_its_budget(texts: list[str], budget: int) -> None:
    packed = pack([*enumerate(texts)], {"a"}, budget)
    assert packed.tokens <= budget
    assert packed.tokens == sum(map(tokens, packed.words))


@given(TEXTS)
def test_with_room_for_all_everything_that_says_something_is_in_it_once(texts: list[str]) -> None:
    packed = pack([*enumerate(texts)], set(), 10_000)
    assert packed.words == tuple(dict.fromkeys(each for each in texts if each))


def test_of_a_text_that_does_not_fit_what_speaks_of_the_question_goes_in() -> None:
    text = "It rained the whole day long. The export failed. We had soup afterwards."
    packed = pack([(0, "Short."), (1, text)], {"export"}, 8)
    assert packed.words == ("Short.", "The export failed.")
    assert all(words in text or words == "Short." for words in packed.words)
