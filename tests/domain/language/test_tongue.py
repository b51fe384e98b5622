"""The language is told, or the fallback stands."""

import pytest

from domain.language.tongue import language


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "We raised the price and nobody left."),
        ("de", "Wir haben die Preise erhöht und niemand hat sich darüber beschwert."),
        ("es", "Hemos subido los precios y ningún cliente se ha quejado todavía."),
        ("ja", "値段を上げたがだれも去らなかった。"),
        ("he", "העלינו את המחירים ואף אחד לא עזב"),
        ("en", "ok"),
    ],
)
def test_the_language_is_told(code, text):
    assert language(text) == code


def test_where_it_cannot_be_told_the_fallback_stands():
    assert language("😀😀😀", fallback="fr") == "fr"
