"""An error is a sentence with the offending value and a way out."""

import pytest

from core import errors
from core.errors import BadInput, RefleqtError, TooLarge

FAMILY = [kind for kind in vars(errors).values() if isinstance(kind, type)]
FAMILY = [kind for kind in FAMILY if issubclass(kind, RefleqtError)]


class OfferWithdrawn(BadInput):
    """This offer was taken back.

    Only the first line is shown.
    """


def test_the_docstring_the_detail_and_the_remedy_are_the_message() -> None:
    wrong = OfferWithdrawn("Offer 7.", remedy="Ask for another.", offer=7)
    assert str(wrong) == "This offer was taken back. Offer 7. Ask for another."
    assert (wrong.title, wrong.name) == ("This offer was taken back.", "OfferWithdrawn")
    assert wrong.fields == {"offer": 7}


def test_a_kind_of_bad_input_keeps_its_exit_code_and_may_have_its_own_status() -> None:
    assert (OfferWithdrawn.exit_code, OfferWithdrawn.status) == (2, 422)
    assert (TooLarge.exit_code, TooLarge.status) == (2, 413)


@pytest.mark.parametrize("kind", FAMILY)
def test_every_member_of_the_family_speaks_in_a_sentence(kind: type[RefleqtError]) -> None:
    assert kind().title.endswith(".")
    assert 400 <= kind.status <= 503
    assert kind.exit_code in (1, 2)


def test_only_what_passes_by_itself_may_be_tried_again() -> None:
    again = {kind.__name__ for kind in FAMILY if kind.retry_may_help}
    assert again == {"TooMany", "Unavailable"}
