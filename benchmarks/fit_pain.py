"""Fits the pain rule: `python -m benchmarks.fit_pain FOLDER [--write]`; FOLDER as in fit_topics."""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict

from benchmarks.fitted import keep
from cdt.embed import READER
from domain.language.pain import FEATURES, features, leaning
from domain.language.sentences import sentences

STRENGTH = 0.1


def rows(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Features (texts, 5) and whether each text hurts."""
    texts = {d["id"]: d["text"] for d in map(json.loads, (folder / "passages.jsonl").open())}
    x, y = [], []
    for label in map(json.loads, (folder / "labels.jsonl").open()):
        text = texts[label["id"]]
        parts = sentences(text)
        vectors = READER.meanings(text).of([(part.start, part.end) for part in parts])
        x.append(features(parts, leaning(vectors, READER.embed)))
        y.append(bool(label["pain"]))
    return np.array(x), np.array(y)


def main() -> None:
    """Fit, report the area under the curve on texts left out, and with --write keep the rule."""
    x, y = rows(Path(sys.argv[1]))
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / scale
    model = LogisticRegression(C=STRENGTH)
    left_out = cross_val_predict(model, z, y, cv=LeaveOneOut(), method="predict_proba")[:, 1]
    model.fit(z, y)
    print(f"left out AUC {roc_auc_score(y, left_out):.3f}")
    for name, value in zip(FEATURES, model.coef_[0], strict=True):
        print(f"{name:10} {value:+.3f}")
    if "--write" in sys.argv:
        keep("pain", FEATURES, (mean, scale), model)


if __name__ == "__main__":
    main()
