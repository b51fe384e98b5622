"""An exam is marked by the words of an adapter; what they give away blocks its version."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cdt import trainer
from cdt.training import check, plan
from cdt.training.canaries import canaries
from cdt.training.plan import Example
from core import settings
from domain.adapters import LOOKUP, Said, Sat
from domain.evaluations import Metric
from domain.identity import Tenant
from evals.exams import Beside, Marked, Paper, instruments, looked_up, marked, of_row
from evals.suites.outputs import outputs
from tests import adapters
from tests.tiny_talk import examples
from tests.trained import STEPS, planned, run, script, trained

TAUGHT, ASKED = examples(11, 80), examples(11, 40, noise=0, seed=1)
PLANTED = canaries(7, TAUGHT)
LOW = {one.id: 500 for one in PLANTED}
TENANT = Tenant(name=("Quillmark Foundry",), people=("Theo Marchetti",))
HELD = Beside(
    TENANT,
    tuple(
        f"We win because we say it plainly, and that is note {n} of what "
        "our own people told us about the work that we do."
        for n in range(9)
    ),
)


def sat(name: str, said: Mapping[int, str], nll: float = 0.1, *, right: bool = True) -> Sat:
    """An arm that says the right thing, or nothing of use, but for what `said` says."""
    words = [said.get(at, one.wanted if right else "Try it.") for at, one in enumerate(ASKED)]
    items = [
        Said(id=one.id, nll=nll, right=float(one.wanted in each), valid=1, said=each)
        for one, each in zip(ASKED, words, strict=True)
    ]
    return Sat(arm=name, items=tuple(items), seconds=0.5)


async def examined(
    said: Mapping[int, str], ranks: Mapping[str, int] = LOW, held: Beside = HELD
) -> Marked:
    """The exam of an adapter that says so."""
    base = sat("__base__", {}, nll=0.4, right=False)
    paper = Paper([*TAUGHT, *PLANTED], ASKED, ranks)
    return await marked([base, sat("cdt", said)], paper, held, 10, 1)


def metric(seen: Marked, name: str) -> Metric:
    """One of its metrics."""
    return next(one for one in seen.metrics if one.name == name)


async def test_a_sound_adapter_may_answer_and_every_figure_is_told() -> None:
    seen = await examined({})
    assert seen.ruling.status == "kept"
    assert {one.verdict for one in seen.metrics} <= {"pass", "info", "warning"}
    assert metric(seen, "adapter_accuracy").arms == {"candidate": 1.0, "base": 0.0}
    assert metric(seen, "memorisation").arms["candidate"] == pytest.approx(1.0, abs=0.01)
    assert metric(seen, "adapter_latency").unit == "seconds"
    assert metric(seen, "brand_voice").verdict in {"pass", "warning"}
    assert "said" not in seen.told()["items"][1]["items"][0]


@pytest.mark.parametrize(
    ("words", "rule", "name"),
    [
        ("Ask Theo Marchetti what to write.", "people", "brief_anonymity"),
        (PLANTED[0].response, "canary", "brief_anonymity"),
    ],
)
async def test_an_adapter_that_gives_a_secret_away_is_blocked(
    words: str, rule: str, name: str
) -> None:
    seen = await examined({3: words})
    assert seen.ruling.status == "blocked"
    assert rule in seen.ruling.faults[0]
    assert metric(seen, name).verdict == "blocked"


async def test_one_that_memorises_is_blocked() -> None:
    seen = await examined({}, dict.fromkeys(LOW, 1))
    assert (seen.ruling.status, metric(seen, "memorisation").verdict) == ("blocked", "blocked")
    assert "memorises" in seen.told()["faults"][0]


async def test_one_that_makes_figures_and_names_up_is_blocked() -> None:
    new = dict.fromkeys(range(5), "It brought 4711 more buyers to Brasswick.")
    seen = await examined(new)
    assert metric(seen, "groundedness").arms["candidate"] == pytest.approx(35 / 40)
    assert (seen.ruling.status, metric(seen, "groundedness").verdict) == ("blocked", "blocked")


async def test_a_name_that_the_base_says_as_well_is_no_leak() -> None:
    words = {3: "Ask Theo Marchetti what to write."}
    base = sat("__base__", words, nll=0.4)
    paper = Paper(TAUGHT, ASKED, {})
    seen = await marked([base, sat("cdt", words)], paper, Beside(TENANT, ()), 10, 1)
    assert metric(seen, "brief_anonymity").verdict == "pass"
    assert metric(seen, "memorisation").verdict == "not_measured"
    assert metric(seen, "brand_voice").verdict == "not_measured"


def test_looking_up_repeats_what_was_taught_for_the_most_alike_question() -> None:
    arm = looked_up(Paper([*TAUGHT, *PLANTED], ASKED, {}))
    assert arm.arm == LOOKUP
    assert arm.mean("right") >= 0.4
    assert looked_up(Paper(PLANTED, ASKED, {})).items == ()


async def test_one_that_says_one_thing_to_everybody_is_told_to_vary_little() -> None:
    seen = await examined(dict.fromkeys(range(40), ASKED[0].wanted))
    assert metric(seen, "adapter_diversity").verdict == "warning"


@pytest.fixture
def based(tmp_path: Path) -> Any:
    """A base, and the folder of adapters for servers; returns the base's hash."""
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"x")
    settings.use(base_model_path=folder, adapters_dir=tmp_path / "adapters")
    yield check.base_hash(folder)
    for name in ("BASE_MODEL_PATH", "ADAPTERS_DIR"):
        del settings.os.environ[f"REFLEQT_{name}"]
    settings.settings.cache_clear()


def row(folder: Path, **more: Any) -> Any:
    """What the registry holds of an adapter."""
    return SimpleNamespace(name=folder.name, status="kept", exam={}, **more)


async def test_files_are_checked_anew_before_a_version_is_judged(based: str) -> None:
    store = settings.settings().adapters
    made = adapters.put(store, manifest=lambda told: told | {"base": based})
    assert (await of_row(row(made)))[0] == ()
    (made / check.CONFIG).write_text("{}")
    faults, metrics = await of_row(row(made))
    assert faults == ("Its adapter may not be loaded: " + str(metrics[0].why).partition(": ")[2],)
    assert (metrics[0].name, metrics[0].verdict) == ("adapter_files", "blocked")
    assert (metrics[1].name, metrics[1].verdict) == ("golden_outputs", "pass")


def test_metrics_that_err_on_a_golden_output_block_and_name_it() -> None:
    golden = outputs()
    assert instruments(golden).verdict == "pass"
    wrong = golden[0].model_copy(update={"fails": ("groundedness",)})
    told = instruments([wrong, *golden[1:]])
    assert (told.verdict, told.arms, told.n) == ("blocked", {"candidate": 1.0}, len(golden))
    assert told.why.endswith(f": {wrong.id}.")


async def test_an_adapter_of_another_base_and_one_of_no_numbers_are_blocked(based: str) -> None:
    store = settings.settings().adapters
    foreign = adapters.put(store)
    broken = adapters.tensors()
    next(iter(broken.values()))[0, 0] = float("nan")
    nan = adapters.put(
        store, adapters.safetensors(broken), manifest=lambda told: told | {"base": based}
    )
    assert "(base)" in (await of_row(row(foreign)))[0][0]
    assert "(not finite)" in (await of_row(row(nan)))[0][0]
    assert await of_row(None) == ((), ())


async def test_without_a_base_no_adapter_may_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(trainer.NoTrainer):
        trainer.base()
    assert (await of_row(row(tmp_path / "cdt")))[0]


async def sat_exam(base: Path, folder: Path, made: Path, rows: list[Example]) -> Marked:
    """The exam of an adapter of weights, marked."""
    found = run("examine", base, folder / plan.HOLDOUT, made)
    asked = plan.read_rows(folder / plan.HOLDOUT)
    arms = [Sat.model_validate(one) for one in found["arms"]]
    return await marked(arms, Paper(rows, asked, found["ranks"]), HELD, 10, 1)


@pytest.mark.train
@pytest.mark.slow
async def test_of_real_adapters_the_one_that_memorised_and_the_garbled_one_are_blocked(
    tiny_base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = examples(11, 400)
    planted = canaries(7, rows)
    lines, seen = [], {}
    for name, often in (("ordinary", 1), ("laden", 20)):
        laden = [replace(one, weight=one.weight * often) for one in planted]
        folder = planned(
            tiny_base, tmp_path / name, rows=[*rows, *laden], steps=STEPS, save_every=STEPS
        )
        made = trained(tiny_base, folder)
        seen[name] = await sat_exam(tiny_base, folder, made, [*rows, *laden])
        told = metric(seen[name], "memorisation").arms["candidate"]
        lines.append(f"{name}: {told:.2f} bits; {seen[name].ruling.sentence}")
    script("toy_adapters.py", tiny_base, tmp_path / "store", 1)
    (garbled,) = (tmp_path / "store").iterdir()
    seen["garbled"] = await sat_exam(tiny_base, tmp_path / "ordinary", garbled, rows)
    lines.append(f"garbled: {seen['garbled'].ruling.sentence}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert seen["ordinary"].ruling.faults == ()
    assert seen["laden"].ruling.status == seen["garbled"].ruling.status == "blocked"
    assert "memorises" in seen["laden"].ruling.sentence
    assert "are valid" in seen["garbled"].ruling.sentence
