"""What a mention is compared by: the stretch that hurts, its families and its words."""

import numpy as np
import pytest

from cdt.embed import READER, embed
from core.errors import BadInput
from domain.language.gist import common, families, gist, matter
from domain.language.lexicons import table


def test_a_matter_is_known_by_its_family_whatever_the_word():
    assert families("They unsubscribe.") == families("Another goodbye.") == ("leaving",)
    assert families("The inspector comes, then the auditor.") == ("inspection", "inspection")
    assert families("A quiet walk.") == ()


def test_the_words_of_a_matter_leave_out_numbers_and_idle_words():
    said = "I really think 14 auditors came last week, and so did one auditor."
    assert matter(said) == {"auditor"}


def test_the_quote_is_a_sentence_of_the_text_at_its_place():
    text = "Nice weather. Two more customers cancelled right after their audit. Lunch was good."
    part, it = gist(text, READER)
    assert part.quote == text[part.start : part.end]
    assert part.quote.startswith("Two more customers")
    assert abs(float(np.linalg.norm(it.vector)) - 1) < 1e-5


def test_of_a_long_text_the_stretch_that_hurts_is_taken():
    hurt = "We keep losing customers to the cheaper rival and I cannot stop it."
    calm = (f"Item {n} of the agenda was read out and we moved on. " for n in range(30))
    _, it = gist("".join(calm) + hurt, READER)
    assert "rivals" in it.families


def test_nothing_said_is_refused():
    with pytest.raises(BadInput, match="empty"):
        gist("   \n", READER)


def test_the_common_vector_is_shorter_than_any_text():
    assert common(embed).shape == (384,)
    assert float(np.linalg.norm(common(embed))) < 1


def test_families_are_lower_case_and_never_say_a_cue_twice():
    for name, cues in table("concerns")["families"].items():
        assert len(cues) == len(set(cues)), name
        assert [cue for cue in cues if cue != cue.lower()] == [], name


def test_marks_without_a_word_have_a_gist_too():
    part, it = gist("… !?", READER)
    assert part.quote == "… !?"
    assert it.families == ()
