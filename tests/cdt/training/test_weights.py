"""An adapter is known by how it answers, and one that changes nothing is found out."""

import json
import shutil
from pathlib import Path

import pytest

from cdt.training import check
from tests.trained import chat, script, serving, words

pytestmark = [pytest.mark.train, pytest.mark.slow]


@pytest.fixture(scope="module")
def made(toy_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two adapters."""
    store = tmp_path_factory.mktemp("store")
    script("toy_adapters.py", toy_base, store, 2)
    return store


def test_another_adapter_behind_a_fingerprint_is_refused(
    toy_base: Path, made: Path, tmp_path: Path
) -> None:
    """Every checksum is right, and still it does not answer as its manifest says."""
    one, other = sorted(made.iterdir())
    folder = tmp_path / one.name
    shutil.copytree(one, folder)
    told = check.read_manifest(one) | {"fingerprint": check.read_manifest(other)["fingerprint"]}
    (folder / check.MANIFEST).write_text(json.dumps(told))
    with serving(toy_base, tmp_path) as client:
        plain = words(chat(client, "base", "Hello", max_tokens=20, temperature=1, seed=1))
        reply = chat(client, one.name, "Hello", max_tokens=3)
        assert reply.status_code == 409
        assert reply.json()["error"]["code"] == "fingerprint"
        assert words(chat(client, "base", "Hello", max_tokens=20, temperature=1, seed=1)) == plain


@pytest.mark.parametrize("told", [{}, {"probes": [1, 2, 3]}, {"probes": [{"top": []}] * 3}])
def test_a_fingerprint_that_is_none_is_refused(
    toy_base: Path, made: Path, tmp_path: Path, told: object
) -> None:
    one = min(made.iterdir())
    folder = tmp_path / one.name
    shutil.copytree(one, folder)
    changed = check.read_manifest(one) | {"fingerprint": told}
    (folder / check.MANIFEST).write_text(json.dumps(changed))
    with serving(toy_base, tmp_path) as client:
        reply = chat(client, one.name, "Hello", max_tokens=3)
        assert reply.json()["error"]["code"] == "fingerprint"


@pytest.mark.parametrize("kind", ["qwen3", "bitnet"])
def test_other_architectures_are_served_with_adapters_beside_them(
    train_python: Path, tmp_path: Path, kind: str
) -> None:
    base, store = tmp_path / "base", tmp_path / "store"
    script("tiny_base.py", kind, "toy", base, 0)
    script("toy_adapters.py", base, store, 1)
    with serving(base, store) as client:
        plain = words(chat(client, "base", "Hello", max_tokens=8))
        name = next(store.iterdir()).name
        assert words(chat(client, name, "Hello", max_tokens=8)) != plain
