"""An extraction has every promised field and no share beyond one."""

import pytest
from pydantic import ValidationError

from domain.language.shapes import Extraction, Topic


def test_an_extraction_holds_every_promised_field():
    promised = [
        "id",
        "topics",
        "themes",
        "entities",
        "sentiment",
        "charge",
        "pain",
        "certainty",
        "hedges",
        "signals",
        "competitors",
        "channels",
        "audiences",
        "language",
    ]
    assert set(promised) <= set(Extraction().model_dump())


def test_a_share_beyond_one_is_refused():
    with pytest.raises(ValidationError):
        Topic(topic="seo", p=1.2, quote="x", start=0, end=1)
