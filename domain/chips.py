"""What a field of the profile may be answered with: chips to choose from, a scale, or words."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from core.text import clean_text, shorten
from domain.business import PROFILE_KINDS
from domain.interview import AXES, CLOSED, NotAProfileValue, check_value

Kind = Literal["one", "many", "scale", "words", "list"]
SCALE = (-1.0, -0.5, 0.0, 0.5, 1.0)
MOST_ITEMS = 30
MOST_CHARACTERS = 300


class Options(BaseModel):
    """How a field is answered by hand; `allowed` is empty where any words will do."""

    model_config = ConfigDict(frozen=True)

    field: str
    kind: Kind
    allowed: tuple[str, ...] = ()


def options(field: str) -> Options:
    """The options of a field. Raises `NotAProfileValue` for a field that does not exist."""
    if field not in PROFILE_KINDS:
        raise NotAProfileValue("No such field.", field=field, value=field)
    if field in AXES:
        return Options(field=field, kind="scale", allowed=tuple(f"{each:g}" for each in SCALE))
    many = PROFILE_KINDS[field] == "list"
    if field in CLOSED:
        return Options(field=field, kind="many" if many else "one", allowed=CLOSED[field])
    return Options(field=field, kind="list" if many else "words")


def typed(field: str, value: Any) -> Any:
    """A value by hand in the type of its field; None takes the field back.

    Raises `NotAProfileValue` for what the field cannot hold.
    """
    how = options(field)
    if value is None or value in ("", []):
        return None
    if how.kind == "scale":
        found: Any = _number(field, value)
    elif how.kind in ("many", "list"):
        given = value if isinstance(value, list) else [value]
        found = list(dict.fromkeys(_words(each) for each in given[:MOST_ITEMS]))
    else:
        found = _words(value[0] if isinstance(value, list) else value)
    check_value(field, found)
    return found


def _number(field: str, value: Any) -> float:
    try:
        return float(value[0] if isinstance(value, list) else value)
    except (TypeError, ValueError) as wrong:
        raise NotAProfileValue(
            f"{field} is {value!r}.", field=field, value=value, remedy="A number from -1 to 1."
        ) from wrong


def _words(value: Any) -> str:
    return shorten(clean_text(str(value)), MOST_CHARACTERS)
