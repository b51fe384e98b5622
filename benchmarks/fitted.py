"""Keeps what a fit found beside the rule that reads it."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression


def keep(
    name: str,
    features: Sequence[str],
    scaling: tuple[np.ndarray, np.ndarray],
    model: LogisticRegression,
) -> None:
    """Write `domain/language/<name>.json`; `scaling` is the mean and spread of each feature."""
    mean, scale = scaling
    kept = {
        "version": 1,
        "features": list(features),
        "mean": mean.round(5).tolist(),
        "scale": scale.round(5).tolist(),
        "coefficients": model.coef_[0].round(5).tolist(),
        "intercept": model.intercept_.round(5).tolist(),
    }
    target = Path("domain/language") / f"{name}.json"
    target.write_text(json.dumps(kept, indent=1) + "\n")
