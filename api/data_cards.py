"""The card of a data set in words: Markdown for a person."""

from collections.abc import Mapping, Sequence

from tools.datasets import DataCard, SourceLine


def told(card: DataCard) -> str:
    """How much, from where, in which shares and windows, what was left out and why."""
    of = f"version {card.version} ({card.month})" if card.version else "today"
    ordered = sorted(card.sources, key=lambda one: (-one.share, one.source))
    cap = "" if card.cap is None else (
        f"No source has more than {card.cap:.0%} of the weight where there are enough sources. "
    )  # fmt: skip
    parts = [
        f"# Data set of {of}",
        f"{card.pairs} instruction pairs; {card.trained_on} measured artifacts to learn from, "
        f"{card.held_out} held out by time: in no training row, and not looked up when the model "
        "is examined.",
        _list("Kept back", card.unsound),
        "\n".join([*HEAD, *(_row(one) for one in ordered)]) if ordered else "",
        f"{cap}A name, a secret or an address was taken out of {card.hidden} pieces.",
        _list("Left out, by reason", _counts(card.left_out)),
        f"Data hash `{card.data_hash}`.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


HEAD = (
    "## Sources", "", "| source | weight | window | pairs | share | left out |",
    "|---|---|---|---|---|---|",
)  # fmt: skip


def _row(one: SourceLine) -> str:
    weight = "–" if one.weight is None else f"{one.weight:g}"
    pairs = "–" if one.pairs is None else f"{one.pairs}"
    out = ", ".join(_counts(one.left_out)) or "–"
    return f"| {one.source} | {weight} | {_window(one)} | {pairs} | {one.share:.1%} | {out} |"


def _window(one: SourceLine) -> str:
    """How far back a source reaches."""
    if one.months is not None:
        return f"{one.months} months"
    if one.cycles is not None:
        return f"the last {one.cycles} pulls"
    if one.half_life_days is not None:
        return f"all, halved every {one.half_life_days:g} days"
    return "all"


def _counts(reasons: Mapping[str, int]) -> list[str]:
    return [f"{why.replace('_', ' ')}: {count}" for why, count in sorted(reasons.items())]


def _list(title: str, items: Sequence[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {one}" for one in items) if items else ""
