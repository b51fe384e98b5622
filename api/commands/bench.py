"""`refleqt bench`: how good and how fast a part is, on your own labelled data."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from api.opening import AsJson, DataDir, choose, run
from core import settings
from core.errors import BadInput, TooLarge
from core.text import printable
from domain.conversations import read

app = typer.Typer(no_args_is_help=True)
LARGEST = 256 * 1024 * 1024


class FileUnreadable(BadInput):
    """The file cannot be read."""


@app.callback()
def bench() -> None:
    """Measure a part of Refleqt on labelled data."""


@app.command()
def retrieval(
    file: Annotated[Path, typer.Argument(help="Conversations of the LoCoMo form, JSON")],
    top: Annotated[int, typer.Option(min=1, max=100, help="Also tell recall at this depth")] = 10,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Keep each conversation as its own business, ask its questions, and tell what was found.

    Without --data-dir everything happens in a store of its own that is gone at the end.

    Examples: refleqt bench retrieval talks.json; refleqt bench retrieval talks.json --top 20 --json
    """
    from evals.suites import retrieval as measuring

    given = read(_text(file))
    with _store(data_dir):
        found = run(lambda: measuring.retrieval(given, top, _say), chroma=False)
    typer.echo(json.dumps(found) if as_json else printable("\n".join(lines(found))))


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for a reader."""
    told = [
        f"{found['questions']} questions: recall@5 {found['recall@5']:.3f}, recall@10 "
        f"{found['recall@10']:.3f}, nDCG@10 {found['ndcg@10']:.3f}",
        f"ms a question: p50 {found['ms_p50']}, p95 {found['ms_p95']}; "
        f"read in {found['ingest_seconds']} s",
    ]
    told += [
        f"  category {name}: {one['questions']} questions, recall@10 {one['recall@10']:.3f}"
        for name, one in found["by_category"].items()
    ]
    told += [
        f"  packed {one['ratio']} times smaller: {one['evidence_kept']:.1%} of the evidence kept, "
        f"{one['kept_whole']:.1%} in all its words"
        for one in found["compression"]
    ]
    return told


def _say(what: str) -> None:
    typer.echo(printable(what), err=True)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise TooLarge(
                f"{file} has over {LARGEST} bytes.", field="file", value=str(file),
                remedy="Give fewer conversations.",
            )  # fmt: skip
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise FileUnreadable(
            f"{file}: {wrong}.", field="file", value=str(file), remedy="Give a JSON file in UTF-8."
        ) from None


@contextmanager
def _store(data_dir: Path | None) -> Iterator[None]:
    """The chosen data directory, or a new one that is taken away again."""
    if data_dir is not None:
        choose(data_dir)
        yield
        return
    before = settings.settings()
    with tempfile.TemporaryDirectory(prefix="refleqt-bench-") as folder:
        settings.use(
            data_dir=Path(folder), database_url="", owner_database_url="", chroma_url=""
        )  # fmt: skip
        choose(None)
        try:
            yield
        finally:
            settings.use(**before.model_dump())
