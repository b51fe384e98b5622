"""Stretches of a text mean what their tokens do in context; what none covers is read alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cdt.embed import READER, embed
from domain.language.meanings import MOST_PASSAGES, passages_of

TEXT = "Pilots love it.\n\nProcurement takes forever, though — nobody signs. We lose deals."


def near(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other)


def test_a_sentence_in_context_means_nearly_what_it_means_alone():
    sentence = "Procurement takes forever, though — nobody signs."
    start = TEXT.index(sentence)
    (inside,) = READER.meanings(TEXT).of([(start, start + len(sentence))])
    (alone,) = embed([sentence])
    (other,) = embed(["Our cat sleeps on the warm keyboard."])
    assert near(inside, alone) > 0.6
    assert near(inside, alone) > near(inside, other) + 0.3


def test_a_label_that_no_passage_holds_is_read_alone():
    talk = "Ana: The price is too high.\nBen: Which price do you mean?\nAna: The yearly one."
    (label,) = READER.meanings(talk).of([(0, 3)])
    assert near(label, embed(["Ana"])[0]) > 0.999


def test_a_text_with_too_many_passages_is_not_read_whole():
    long = "We lost another customer because of the price. " * 60 * MOST_PASSAGES
    assert passages_of(long) == []
    (inside,) = READER.meanings(long).of([(0, 46)])
    assert near(inside, embed([long[0:46]])[0]) > 0.999


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=120).filter(lambda text: any(map(str.isalnum, text))))
def test_every_stretch_of_any_text_has_a_vector_of_length_one(text: str):
    rows = READER.meanings(text).of([(0, len(text)), (0, 1), (len(text) - 1, len(text))])
    assert rows.shape == (3, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
