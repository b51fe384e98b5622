"""However many ask at once, nobody hears another's adapter, and no more are held than allowed."""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import pytest

from cdt.training import check
from tests.trained import chat, script, serving, words

pytestmark = [pytest.mark.train, pytest.mark.slow]
ASKS = ("Which channel works best?", "Plan the next step.", "What should we write?")


@pytest.fixture(scope="module")
def store(toy_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve adapters with voices of their own."""
    folder = tmp_path_factory.mktemp("store")
    script("toy_adapters.py", toy_base, folder, 12)
    return folder


def voices(client: httpx.Client, names: list[str]) -> dict[tuple[str, str], str]:
    """What each adapter answers when nobody else asks."""
    return {
        (name, ask): words(chat(client, name, ask, max_tokens=6)) for name in names for ask in ASKS
    }


def fuzz(client: httpx.Client, names: list[str], requests: int) -> Counter[str]:
    """Ask at random from 48 threads; how many answers were the adapter's own, or another's."""
    known = voices(client, names)
    assert len({tuple(known[name, ask] for ask in ASKS) for name in names}) == len(names)
    rng = np.random.default_rng(5)
    asked = [(names[rng.integers(len(names))], ASKS[rng.integers(3)]) for _ in range(requests)]

    def one(given: tuple[str, str]) -> str:
        name, ask = given
        said = words(chat(client, name, ask, max_tokens=6))
        if said == known[name, ask]:
            return "own"
        others = (known[other, ask] for other in names if other != name)
        return "another's" if said in others else "nobody's"

    with ThreadPoolExecutor(48) as pool:
        return Counter(pool.map(one, asked))


def told(counts: Counter[str], health: dict[str, int], requests: int) -> str:
    """The figures of a fuzz."""
    return (
        f"\n{requests} requests: {dict(counts)}, {health['loads']} loads,"
        f" {health['evictions']} evictions, at most {health['most_loaded']} in memory\n"
    )


def test_of_many_at_once_nobody_hears_another(
    toy_base: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = sorted(each.name for each in store.iterdir())
    with serving(toy_base, store, most=4) as client:
        counts = fuzz(client, names, 500)
        health = client.get("/health").json()
    assert counts == {"own": 500}
    assert health["evictions"] > 12
    assert health["most_loaded"] == 4
    with capsys.disabled():
        sys.stdout.write(told(counts, health, 500))


@pytest.mark.torture
def test_ten_thousand_requests_over_fifty_adapters(
    toy_base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script("toy_adapters.py", toy_base, tmp_path, 50)
    names = sorted(each.name for each in tmp_path.iterdir())
    with serving(toy_base, tmp_path, most=8) as client:
        counts = fuzz(client, names, 10_000)
        health = client.get("/health").json()
    assert counts == {"own": 10_000}
    assert health["most_loaded"] == 8
    with capsys.disabled():
        sys.stdout.write(told(counts, health, 10_000))


def test_a_pinned_adapter_stays_while_others_come_and_go(toy_base: Path, store: Path) -> None:
    names = sorted(each.name for each in store.iterdir())
    with serving(toy_base, store, most=3, pinned=names[:1]) as client:
        for name in [*names[:6], names[0]]:
            words(chat(client, name, "Hello", max_tokens=2))
        health = client.get("/health").json()
    assert health["loads"] == 6
    assert names[0] in health["loaded"]


def test_after_a_restart_what_lies_on_disk_is_the_truth(toy_base: Path, tmp_path: Path) -> None:
    script("toy_adapters.py", toy_base, tmp_path, 2)
    first, second = sorted(each.name for each in tmp_path.iterdir())
    with serving(toy_base, tmp_path) as client:
        said = words(chat(client, first, ASKS[0], max_tokens=6))
    (tmp_path / second).rename(tmp_path.parent / second)
    with serving(toy_base, tmp_path) as client:
        listed = [line["id"] for line in client.get("/models").json()["data"]]
        assert listed == ["base", first]
        assert words(chat(client, first, ASKS[0], max_tokens=6)) == said
        assert chat(client, second, ASKS[0]).status_code == 404
        (tmp_path.parent / second).rename(tmp_path / second)
        assert chat(client, second, ASKS[0]).status_code == 200
        (tmp_path / first).rename(tmp_path.parent / first)
        assert chat(client, first, ASKS[0]).status_code == 404
        assert words(chat(client, second, ASKS[0], max_tokens=6))
        (tmp_path.parent / first).rename(tmp_path / first)


def test_a_base_of_another_kind_refuses_every_adapter(
    train_python: Path, store: Path, tmp_path: Path
) -> None:
    script("tiny_base.py", "qwen3", "toy", tmp_path, 0)
    name = min(each.name for each in store.iterdir())
    with serving(tmp_path, store) as client:
        reply = chat(client, name, "Hello")
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "base")


def test_weights_that_rot_on_disk_are_refused_at_the_next_load(
    toy_base: Path, tmp_path: Path
) -> None:
    script("toy_adapters.py", toy_base, tmp_path, 4)
    names = sorted(each.name for each in tmp_path.iterdir())
    with serving(toy_base, tmp_path, most=2) as client:
        assert chat(client, names[0], "Hello", max_tokens=2).status_code == 200
        weights = tmp_path / names[0] / check.WEIGHTS
        raw = bytearray(weights.read_bytes())
        raw[-9] ^= 4
        weights.write_bytes(raw)
        for name in names[1:]:
            assert chat(client, name, "Hello", max_tokens=2).status_code == 200
        reply = chat(client, names[0], "Hello", max_tokens=2)
        assert reply.json()["error"]["code"] == "weights checksum"
