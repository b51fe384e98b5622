"""A leaking brief is made general where that can be done, and says why it is blocked elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import anonymiser
from domain.anonymity import Leak, leaks_of
from domain.brief_text import render
from domain.briefs import Brief
from domain.reidentification import Attack
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
    leaked = leaks_of(TENANT, brief, render(brief))
    after = anonymiser.generalised(brief, leaked)
    assert leaked
    assert after.takeaway == general
    assert leaks_of(TENANT, after, render(after)) == []


def test_a_leak_that_only_the_text_shows_is_found() -> None:
    leaked = leaks_of(TENANT, a_brief(), "Written for Quillmark.")
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


NEAR = Attack(rank=2, candidates=20, competitors=0, share=0.2, chance=0.4, helped=("audience",))
FAR = NEAR.model_copy(update={"rank": 9, "share": 0.02})


def test_a_brief_says_less_where_an_attack_comes_near_by_its_audience() -> None:
    before = a_brief()
    kept = anonymiser.guarded(before, lambda brief: NEAR if brief == before else FAR)
    assert (kept.attack, kept.coarsened) == (FAR, ("title", "audience"))
    assert kept.brief.audience.role.startswith(anonymiser.SOMEBODY)
    assert "minute" in kept.brief.audience.role
    assert kept.brief.success == before.success
    assert kept.brief.messages == before.messages


def test_words_go_only_as_far_as_it_takes() -> None:
    told = a_brief()
    voice = told.voice.model_copy(update={"words": ("calibration",)})
    role = f"Quality managers in machine shops{told.audience.role[told.audience.role.index(',') :]}"
    audience = told.audience.model_copy(update={"role": role})
    before = told.model_copy(
        update={"voice": voice, "audience": audience, "offer": "software for machine shops"}
    )
    kept = anonymiser.guarded(before, lambda brief: NEAR if brief.voice.words else FAR)
    assert (kept.coarsened, kept.brief.offer) == (("trade",), before.offer)
    narrow = "machine shops"
    kept = anonymiser.guarded(before, lambda brief: NEAR if narrow in brief.offer else FAR)
    assert (kept.coarsened, kept.brief.offer) == (("trade", "offer"), "software for manufacturing")
    assert kept.brief.audience.role.startswith("Quality managers in manufacturing,")
    kept = anonymiser.guarded(before, lambda brief: NEAR if brief.offer else FAR)
    assert kept.coarsened == ("trade", "offer")
    assert kept.brief.audience.role.startswith("Quality managers, who give it")
    assert kept.brief.title == before.title


def test_a_brief_stays_where_nobody_comes_near_or_words_do_not_help() -> None:
    before = a_brief()
    by_voice = NEAR.model_copy(update={"helped": ("voice",)})
    for found in (None, FAR, by_voice):
        kept = anonymiser.guarded(before, lambda _, found=found: found)
        assert (kept.brief, kept.attack, kept.coarsened) == (before, found, ())
