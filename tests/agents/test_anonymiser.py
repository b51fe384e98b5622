"""A leaking brief is made general where that can be done, and says why it is blocked elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import anonymiser
from domain.anonymity import Leak
from domain.brief_text import render
from domain.briefs import Brief
from tests.agents.plans import TENANT, a_brief


def saying(words: str) -> Brief:
    """A sound brief whose takeaway says `words`."""
    return a_brief().model_copy(update={"takeaway": words})


@pytest.mark.parametrize(
    ("words", "general"),
    [
        ("The reader trusts Quillmark.", "The reader trusts {{BRAND}}."),
        ("Ask Odalys Brandt how.", "Ask a colleague how."),
    ],
)
def test_a_name_becomes_a_general_word(words: str, general: str) -> None:
    brief = saying(words)
    leaked = anonymiser.found(TENANT, brief, render(brief))
    after = anonymiser.generalised(brief, leaked)
    assert leaked
    assert after.takeaway == general
    assert anonymiser.found(TENANT, after, render(after)) == []


def test_a_leak_that_only_the_text_shows_is_found() -> None:
    leaked = anonymiser.found(TENANT, a_brief(), "Written for Quillmark.")
    assert {leak.where for leak in leaked} == {"line 1"}


def test_what_has_no_general_word_stays_and_is_told_once() -> None:
    leak = Leak(rule="phone", text="555 0199", where="$.takeaway", points_to="the phone")
    brief = saying("Call 555 0199.")
    assert anonymiser.generalised(brief, [leak]) == brief
    assert anonymiser.faults([leak, leak]) == ["“555 0199” ($.takeaway) points to the phone"]


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_words_with_quotes_and_slashes_are_replaced_where_they_stand(words: str) -> None:
    brief = saying(f"Ask {words} now.")
    leak = Leak(rule="people", text=f"Ask {words} now.", where="$.takeaway", points_to="somebody")
    assert anonymiser.generalised(brief, [leak]).takeaway == "a colleague"
