"""What Ask takes and gives."""

import pytest
from pydantic import ValidationError

from domain.asking import Asked, Evidence


def test_a_question_needs_words() -> None:
    with pytest.raises(ValidationError):
        Asked(text="")


def test_labels_begin_with_one() -> None:
    with pytest.raises(ValidationError):
        Evidence.model_validate({"label": 0, "kind": "vent", "id": "0" * 32, "text": "words"})
