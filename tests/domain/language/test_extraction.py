"""Whatever the text, an extraction is sound and bounded work."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cdt.embed import READER
from domain.language.extraction import MOST_SENTENCES, draft, draft_many, finish, prepare
from domain.language.sentences import steady

words = st.sampled_from(
    ["Google", "we", "price", "$5", "maybe", "العملاء", "😀", "é", "e\u0301", "\x00", "\ud800", "."]
)
texts = st.one_of(
    st.text(st.characters(codec=None), min_size=1, max_size=120),
    st.lists(words, min_size=1, max_size=30).map(" ".join),
).filter(lambda text: text.replace("\x00", "").strip())


@settings(max_examples=40, deadline=None)
@given(texts)
def test_every_span_is_a_slice_of_the_input_and_every_share_a_share(text):
    read = finish(prepare(text), READER)
    calm = steady(text)
    assert len(calm) == len(text)
    for one in [*read.topics, *read.themes, *read.hedges, *read.signals]:
        assert calm[one.start : one.end] == one.quote
    assert all(calm[one.start : one.end] == one.text for one in read.entities)
    assert all(0 <= share <= 1 for share in (read.charge, read.pain.p, read.certainty.score))
    assert read.sentiment is None or -2 <= read.sentiment <= 2


def test_a_very_long_text_is_bounded_work():
    prepared = prepare("We lost a customer because of the price. " * 30_000)
    assert len(prepared.parts) == MOST_SENTENCES


def test_text_without_a_letter_is_read_as_saying_nothing():
    read = finish(prepare("… !? —"), READER)
    assert (read.topics, read.themes, read.entities, read.sentiment) == ([], [], [], None)


def test_many_texts_read_at_once_read_as_they_do_alone():
    texts = ["We raised prices in May.", "Churn worries me, maybe it is the onboarding."]
    together = draft_many(texts, READER, ["a", "b"])
    assert [one.id for one in together] == ["a", "b"]
    for text, read in zip(texts, together, strict=True):
        alone = draft(text, READER)
        assert [one.topic for one in alone.topics] == [one.topic for one in read.topics]
        assert alone.entities == read.entities


def test_no_texts_give_no_readings():
    assert draft_many([], READER) == []
