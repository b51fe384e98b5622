"""Names and secrets out of training rows: a model learns `{{BUSINESS}}`, never who that is."""

import re
from collections.abc import Iterable

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


def hide(text: str, names: Iterable[str]) -> str:
    """`text` with every one of `names` as `{{BUSINESS}}`, and no secret, address or number to call.

    Names are found in any case, as whole words, the longest first; one of fewer than three letters
    is left, since it is part of everything.
    """
    hidden = _CONTACTS.sub(CONTACT, _SECRETS.sub(UNSAID, text))
    for name in sorted({one.strip() for one in names}, key=lambda one: (-len(one), one)):
        if len(name) > 2:
            hidden = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", BUSINESS, hidden)
    return hidden


def reveal(text: str, name: str) -> str:
    """`text` with the business's name where the model put its place."""
    return text.replace(BUSINESS, name)
