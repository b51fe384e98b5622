"""What the owner of a brief is shown of its anonymity: what leaks and how out, and the attack."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.anonymity import Leak
from domain.reidentification import Attack

Way = Literal["token", "role", "region", "page", "figure", "words", "shade"]
_WAYS: dict[str, Way] = {
    "name": "token", "aliases": "token", "legal": "token", "products": "token",
    "handles": "token", "domains": "token", "people": "role", "customers": "role",
    "city": "region", "address": "region", "phone": "page", "url": "page", "founded": "figure",
    "number": "figure", "facts": "words", "tagline": "words", "corpus": "words",
    "jargon": "words", "brand_colors": "shade",
}  # fmt: skip
WAYS: dict[Way, str] = {
    "token": "Write {{BRAND}} for the name.",
    "role": "Say the role: a colleague, a customer.",
    "region": "Say the region, or leave the place out.",
    "page": "Describe the page; the address comes after acceptance.",
    "figure": "Say a range or a share instead of the figure.",
    "words": "Say it in words that nobody at the business uses.",
    "shade": "Describe the colour: a dark green.",
}
"""What to do about a leak."""


class LeakReport(BaseModel):
    """`leaks` block the brief; `generalised` were said in general words already, and `coarsened`
    are parts that an attack led to. `attack` is None where too little is known to try one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    leaks: tuple[Leak, ...] = ()
    generalised: tuple[Leak, ...] = ()
    coarsened: tuple[str, ...] = ()
    attack: Attack | None = None

    @property
    def blocks(self) -> bool:
        """Whether no creator may see the brief."""
        return bool(self.leaks) or (self.attack is not None and self.attack.points_to_us)

    def faults(self) -> list[str]:
        """Why the brief is held back, in sentences, each once."""
        told = [f"“{one.text}” ({one.where}) points to {one.points_to}" for one in self.leaks]
        if self.attack is not None and self.attack.points_to_us:
            most = ", ".join(self.attack.helped) or "all of it together"
            told.append(f"Somebody who knows the trade would guess whose it is by: {most}")
        return [*dict.fromkeys(told)]

    @staticmethod
    def way_out(rule: str) -> Way:
        """The way out of a leak that a rule found."""
        return way_out(rule)


def way_out(rule: str) -> Way:
    """The way out of a leak that a rule found."""
    return _WAYS.get(rule, "words")
