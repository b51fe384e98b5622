"""Names and secrets out of training rows: a model learns `{{BUSINESS}}`, never who that is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

BUSINESS = "{{BUSINESS}}"
UNSAID = "{{SECRET}}"
CONTACT = "{{CONTACT}}"

_SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\b(?:sk|pk|rk|ghp|gho|xox[abprs]|glpat|AKIA|ASIA|AIza)[-_]?[A-Za-z0-9_-]{16,}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"
    r"|(?<=://)[^\s:/@]+:[^\s/@]+(?=@)"
    r"|(?i:\b(?:password|passwort|passwd|secret|token|api[ _-]?key)\b\s*(?:is|[:=])\s*)\S+"
    r"|\b(?:\d[ -]?){13,19}\b",
    re.DOTALL,
)
_CONTACTS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)\+\d[\d ()/-]{7,}\d")


def names_of(name: str, slug: str) -> tuple[str, ...]:
    """What a business is called: its name, the same in one word, and as in an address."""
    return tuple(dict.fromkeys(one for one in (name, name.replace(" ", ""), slug) if one))


def hide(text: str, names: Iterable[str]) -> str:
    """`text` with every one of `names` as `{{BUSINESS}}`, without secrets and ways to reach."""
    return hide_names(_CONTACTS.sub(CONTACT, _SECRETS.sub(UNSAID, text)), names)


def hides(text: str) -> bool:
    """Whether something was taken out of a text."""
    return any(place in text for place in (BUSINESS, UNSAID, CONTACT))


def secrets_in(text: str) -> tuple[str, ...]:
    """The secrets that a text holds, each as a word of its own: a quote from it may have lost what
    shows that it is one."""
    hits = [hit.group().split()[-1].strip(".,;:!?\"'()") for hit in _SECRETS.finditer(text)]
    return tuple(dict.fromkeys(one for one in hits if len(one) > 3))


def hide_names(text: str, names: Iterable[str]) -> str:
    """`text` with every one of `names` as `{{BUSINESS}}`.

    Names are found in any case, as whole words, the longest first; one of fewer than three letters
    is left, since it is part of everything.
    """
    for name in sorted({one.strip() for one in names}, key=lambda one: (-len(one), one)):
        if len(name) > 2:
            text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", BUSINESS, text)
    return text


def reveal(text: str, name: str) -> str:
    """`text` with the business's name where the model put its place; unchanged without a name."""
    return text.replace(BUSINESS, name) if name else text


@dataclass
class Veil:
    """Reveals a text that comes in pieces: the beginning of a place waits for its end."""

    name: str
    held: str = ""

    def lift(self, piece: str, *, last: bool = False) -> str:
        """What can be shown by now; with `last` all that is left."""
        text = reveal(self.held + piece, self.name)
        sizes = () if last or not self.name else range(len(BUSINESS) - 1, 0, -1)
        waits = next((size for size in sizes if text.endswith(BUSINESS[:size])), 0)
        self.held = text[len(text) - waits :]
        return text[: len(text) - waits]
