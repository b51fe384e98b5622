"""JSON as it should be: no key twice, no NaN or Infinity, no endless depth, nothing after its end.

Python's reader takes all of these. A model's answer is data from outside and is held to the letter.
"""

import json
from math import isfinite
from typing import Any

from core.errors import BadInput
from core.text import clean

MOST_DEPTH = 100


class NotStrictJson(BadInput):
    """This is not JSON as the standard has it."""


def loads(text: str) -> Any:
    """The value of a JSON text, its words cleaned (no NUL, no lone surrogates).

    Raises `NotStrictJson`, which says what is wrong and never repeats the text.
    """
    try:
        value = json.loads(
            text,
            object_pairs_hook=_once_each,
            parse_constant=_no_number,
            parse_float=_finite,
        )
        return clean(value) if _depth(value) <= MOST_DEPTH else _refuse("nested too deeply")
    except NotStrictJson:
        raise
    except json.JSONDecodeError as wrong:
        raise NotStrictJson(f"{wrong.msg} at character {wrong.pos}.") from None
    except (ValueError, RecursionError) as wrong:  # a number of five thousand digits
        raise NotStrictJson(f"{type(wrong).__name__}.") from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _refuse("a key stands twice")


def _no_number(name: str) -> Any:
    return _refuse(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _refuse("a number is too large")


def _refuse(why: str) -> Any:
    raise NotStrictJson(f"{why[0].upper()}{why[1:]}.")


def _depth(value: Any) -> int:
    depth, layer = 0, [value]
    while layer:
        depth += 1
        inner = [each for each in layer if isinstance(each, dict | list)]
        layer = [
            one for each in inner for one in (each.values() if isinstance(each, dict) else each)
        ]
    return depth
