"""How long a data key is used before it is changed."""

from datetime import datetime, timedelta

KEY_LIFE = timedelta(days=90)


def key_is_old(made_at: datetime, now: datetime) -> bool:
    """Whether words shall be sealed with a new key from now on."""
    return now - made_at >= KEY_LIFE
