"""Guards a brief: what would tell whose it is becomes a general word, or the brief is blocked."""

import json
import re
from collections.abc import Sequence

from domain.anonymity import Leak, leaks
from domain.briefs import BRAND, Brief
from domain.identity import Tenant

GENERAL = {
    "name": BRAND,
    "aliases": BRAND,
    "legal": BRAND,
    "handles": BRAND,
    "products": BRAND,
    "domains": BRAND,
    "people": "a colleague",
    "customers": "a customer",
    "city": "the region",
}
"""What stands for a leaked word, by the field of the tenant that it points to."""


def found(tenant: Tenant, brief: Brief, rendered: str) -> list[Leak]:
    """Every leak of the record and of the text that a creator would read."""
    return [*leaks(tenant, brief), *leaks(tenant, rendered)]


def generalised(brief: Brief, leaked: Sequence[Leak]) -> Brief:
    """The brief with leaked words replaced where a general word is known; check it again."""
    text = brief.model_dump_json()
    for leak in sorted(leaked, key=_exact_first):
        general = GENERAL.get(leak.rule)
        if general:
            written = json.dumps(leak.text, ensure_ascii=False)[1:-1]
            text = text.replace(written, general)
            text = re.sub(rf"({re.escape(general)})(?: +\1)+", r"\1", text)  # name and surname
    return Brief.model_validate_json(text)


def _exact_first(leak: Leak) -> tuple[bool, int, str]:
    """A name as it is known, then the shorter: what stands around a name stays."""
    return leak.text.casefold() != leak.points_to.casefold(), len(leak.text), leak.text


def faults(leaked: Sequence[Leak]) -> list[str]:
    """Leaks as sentences for the founder, each once."""
    told = [f"“{leak.text}” ({leak.where}) points to {leak.points_to}" for leak in leaked]
    return [*dict.fromkeys(told)]
