"""Fits the weights of the parts of retrieval: `python -m benchmarks.fit_retrieval [--write]`.

On conversations of our own making (`benchmarks/talk`), one set of weights for each form. Each
question is a choice among its candidates (softmax); the sets of `chat` and `prose` are drawn
towards that of `talk`, which rests on the most questions. Prints figures on conversations that the
fit has not seen. For each part, the weights without it are kept too, for the ablation.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.labelled import Labelled, indexed, wanted
from benchmarks.talk import made
from cdt.embed import read_tokens
from domain.conversations import gain, read, recall
from domain.fusion import PARTS
from memory.retrieval import weighed

TARGET = Path("domain/fusion.json")
ABLATION = Path("benchmarks/talk/ablation.json")
STRENGTH = 0.002
PULL = 0.02
MAKERS = {"talk": made.talk, "chat": made.chat, "prose": made.notes}
Case = tuple[Labelled, frozenset[str], np.ndarray, np.ndarray]


def cases(kind: str, seed: int) -> list[Case]:
    """Questions of one kind: where, evidence, candidates, and what speaks for each of them."""
    found = []
    for conversation in read(json.dumps(MAKERS[kind](seed))):
        labelled = indexed(conversation)
        for asked in conversation.questions:
            seen = weighed(labelled.words, wanted(asked.question), labelled.allowed, read_tokens)
            found.append((labelled, asked.evidence, seen.places, seen.parts))
    return found


def fitted(given: list[Case], towards: np.ndarray, pull: float, without: str = "") -> np.ndarray:
    """Weights under which the evidence is the likeliest choice; 0 for a part left out."""
    kept = np.array([name != without for name in PARTS], float)
    towards = towards * kept
    rows = []
    for labelled, evidence, places, parts in given:
        true = np.array([labelled.marks[place] in evidence for place in places], float)
        if 0 < true.sum() < len(true):
            rows.append((parts, true / true.sum()))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.0, np.zeros_like(weights)
        for parts, share in rows:
            score = parts @ (weights * kept)
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            total -= float(share @ np.log(chance + 1e-12))
            slope -= kept * (parts.T @ (share - chance))
        away = weights - towards
        return total / len(rows) + pull * away @ away, slope / len(rows) + 2 * pull * away

    return minimize(loss, towards, jac=True, method="L-BFGS-B").x * kept


def figures(given: list[Case], weights: np.ndarray) -> str:
    """Recall and gain by weights."""
    found = []
    for labelled, evidence, places, parts in given:
        order = places[np.argsort(-(parts @ weights), kind="stable")]
        turns = labelled.turns([int(place) for place in order])
        found.append(
            [recall(turns, evidence, 5), recall(turns, evidence, 10), gain(turns, evidence)]
        )
    five, ten, dcg = np.mean(found, axis=0)
    return f"recall@5 {five:.3f} recall@10 {ten:.3f} nDCG@10 {dcg:.3f} of {len(found)}"


def all_forms(given: dict[str, list[Case]], without: str = "") -> dict[str, np.ndarray]:
    """Weights of each form, those of `talk` first."""
    talk = fitted(given["talk"], np.zeros(len(PARTS)), STRENGTH, without)
    others = {kind: fitted(given[kind], talk, PULL, without) for kind in given if kind != "talk"}
    return {"talk": talk, **others}


def kept(weights: dict[str, np.ndarray]) -> dict[str, dict[str, float]]:
    """Form → part → weight, as it is written down."""
    return {
        form: dict(zip(PARTS, each.round(4).tolist(), strict=True))
        for form, each in weights.items()
    }


def main() -> None:
    """Fit, report, and with --write keep the weights beside the rule."""
    given = {kind: cases(kind, 1) for kind in MAKERS}
    weights = all_forms(given)
    for kind in MAKERS:
        print(f"{kind}: {kept(weights)[kind]}")
        print(f"  fitted {figures(given[kind], weights[kind])}")
        print(f"  unseen {figures(cases(kind, 2), weights[kind])}")
    if "--write" in sys.argv:
        found = {"version": 1, "weights": kept(weights)}
        TARGET.write_text(json.dumps(found, indent=1) + "\n")
        left_out = {part: kept(all_forms(given, part)) for part in PARTS}
        ABLATION.write_text(json.dumps(left_out, indent=1) + "\n")


if __name__ == "__main__":
    main()
