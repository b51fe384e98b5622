"""Two adapters of one base made into one: the niche's and a customer's own (product DL8).

The result is an adapter like any other: checked, with a fingerprint, examined before it answers.
The base itself is never merged into anything.
"""

# pyright: reportMissingImports=false
from collections.abc import Sequence
from pathlib import Path

from cdt.training import check, weights
from cdt.training.mixture import Mixture
from cdt.training.peft_backend import save
from cdt.training.plan import Plan

MERGED, DENSITY = "merged", 0.5


def merge(folder: Path, plan: Plan, wanted: Mixture, base: Path) -> None:
    """Leave the weights of the mixture in `made` of a run's folder. Raises `AdapterRefused`."""
    model, tokens = weights.load_base(base)
    for part in wanted.parts:
        model = weights.add_adapter(model, tokens, Path(part.folder), plan.base)
    more = {"density": DENSITY} if wanted.method == "ties" else {}
    model.add_weighted_adapter(
        [Path(part.folder).name for part in wanted.parts],
        [part.weight for part in wanted.parts], MERGED, combination_type=wanted.method, **more,
    )  # fmt: skip
    save(model, folder / "made", plan, MERGED)


def rank_of(made: Path) -> int:
    """The rank that came out: the larger one's, or the sum of both."""
    return int(check.read_config(made)["r"])


def losses(manifests: Sequence[check.Manifest], wanted: Mixture) -> float:
    """The parts' losses by their weights; the mixture itself was never trained."""
    total = sum(part.weight for part in wanted.parts)
    pairs = zip(manifests, wanted.parts, strict=True)
    return sum(one.loss * part.weight for one, part in pairs) / total
