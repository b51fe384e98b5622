"""Quotes are exact words, at most eighteen, cut where one may cut."""

from hypothesis import given
from hypothesis import strategies as st

from domain.language.terms import roots
from domain.quoting import MOST_WORDS, count, quote_of, speaker_of

LONG = (
    "Even if you are getting 40 hours a month of work, the client has to work harder managing six "
    "members of an agency than they would with one freelancer, and that costs $8k a month."
)


def test_a_short_sentence_is_quoted_whole() -> None:
    assert quote_of("Weddle renewed!", []) == "Weddle renewed!"


def test_a_long_one_is_cut_to_what_was_asked_about() -> None:
    quote = quote_of(LONG, roots("cost of the agency"), figures=True)
    assert quote in LONG
    assert "$8k" in quote
    assert count(quote) <= MOST_WORDS


def test_a_speaker_is_not_quoted_with_the_words() -> None:
    line = "Hank Obuya: The buyer is the quality manager."
    assert quote_of(line, []) == "The buyer is the quality manager."
    whole = f"Odalys Brandt: No slides.\n\n{line} The owner is a signature."
    assert speaker_of(whole, "The owner is a signature.") == "Hank Obuya"


@given(st.text(max_size=400), st.sets(st.sampled_from(["agenc", "cost", "work"])))
def test_a_quote_always_stands_in_its_text(text: str, wanted: set[str]) -> None:
    quote = quote_of(text, wanted)
    assert quote in text
    assert count(quote) <= MOST_WORDS
