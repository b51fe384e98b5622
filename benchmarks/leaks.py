"""How fast the leak gate reads a brief of 4 kB, beside the naive way of looking for names.

The naive way cuts the same text into every span of one to five words and holds each, in its two
forms, against each name by edit distance: what the gate does, without a prefilter, and only its
rules of names. Both read the same texts for the same invented businesses in the same run. Texts are
made of the near misses of the golden set, which hold no leak and look as if they did. Prints
milliseconds by the wall and of the processor; the bar is held against the second, which says what
the gate costs also where others work on the same machine.

    python -m benchmarks.leaks --texts 200 --naive 20
"""

import argparse
import json
import platform
import time
from collections.abc import Callable

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein

from domain.anonymity import leaks
from domain.disguises import plain, skeleton
from domain.identity import Tenant, identity
from domain.leak_spans import LONGEST
from domain.passages import words
from evals.suites.leaks import businesses, cases

SIZE = 4096
BAR_MS = 50.0
SEED = 7


def texts(count: int) -> list[str]:
    """So many texts of 4 kB, each of other sentences in another order."""
    lines = [case.brief for case in cases("leaks_innocent") if isinstance(case.brief, str)]
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(count):
        text = ""
        while len(text) < SIZE:
            text += str(draw.choice(lines)) + str(draw.choice([" ", " ", "\n\n"]))
        found.append(text[:SIZE])
    return found


def naive(tenant: Tenant, text: str) -> list[str]:
    """Names of a business in a text, by comparing everything with everything."""
    names = [name for name in identity(tenant).all_names if len(name.key) >= 5]
    given = words(plain(text))
    found = []
    for at in range(len(given)):
        for size in range(1, LONGEST + 1):
            span = given[at : at + size]
            forms = {
                "".join(word.key for word in span),
                skeleton("".join(word.text for word in span)),
            }
            found += [
                name.text
                for name in names
                for form in forms
                if DamerauLevenshtein.distance(form, name.key, score_cutoff=1) <= 1
            ]
    return found


def measure(reads: Callable[[Tenant, str], object], given: list[str]) -> dict[str, float]:
    """Milliseconds of a way to read, over texts and businesses in turn."""
    tenants = [one.tenant for one in businesses().values()]
    for tenant in tenants:
        reads(tenant, "A short text that loads what is loaded once.")
    took = []
    for number, text in enumerate(given):
        start, worked = time.perf_counter(), time.process_time()
        reads(tenants[number % len(tenants)], text)
        took.append((time.perf_counter() - start, time.process_time() - worked))
    table = np.array(took) * 1000
    (wall50, cpu50), (wall95, cpu95) = np.quantile(table, [0.5, 0.95], axis=0)
    return {
        "ms_p50": round(float(wall50), 2),
        "ms_p95": round(float(wall95), 2),
        "ms_max": round(float(table[:, 0].max()), 2),
        "cpu_ms_p50": round(float(cpu50), 2),
        "cpu_ms_p95": round(float(cpu95), 2),
        "texts": len(given),
    }


def main() -> None:
    """Prints one JSON object; exit 1 above the bar."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--texts", type=int, default=200)
    ask.add_argument("--naive", type=int, default=20)
    told = ask.parse_args()
    given = texts(max(told.texts, told.naive))
    gate = measure(leaks, given[: told.texts])
    plainly = measure(naive, given[: told.naive])
    result = {
        "bytes": SIZE,
        "gate": gate,
        "naive": plainly,
        "times_faster": round(plainly["cpu_ms_p50"] / gate["cpu_ms_p50"], 1),
        "bar_ms_p95": BAR_MS,
        "machine": platform.processor() or platform.machine(),
    }
    print(json.dumps(result, indent=1))
    raise SystemExit(0 if gate["cpu_ms_p95"] <= BAR_MS else 1)


if __name__ == "__main__":
    main()
