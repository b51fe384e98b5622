"""The extractor reads many texts as it reads each alone."""

from agents.extractor import draft, draft_many
from cdt.embed import embed


def test_many_texts_read_at_once_read_as_they_do_alone():
    texts = ["We raised prices in May.", "Churn worries me, maybe it is the onboarding."]
    together = draft_many(texts, embed, ["a", "b"])
    assert [one.id for one in together] == ["a", "b"]
    for text, read in zip(texts, together, strict=True):
        alone = draft(text, embed)
        assert [one.topic for one in alone.topics] == [one.topic for one in read.topics]
        assert alone.entities == read.entities


def test_no_texts_give_no_readings():
    assert draft_many([], embed) == []
