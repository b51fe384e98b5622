"""How a command opens the house: settings, stores, schema; and gives all of it back at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from core import settings, telemetry
from memory import db, server

T = TypeVar("T")
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Where all state lives; REFLEQT_DATA_DIR says the same"),
]
Business = Annotated[str | None, typer.Option(help="Id, slug or name, where there are several")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout")]


def choose(data_dir: Path | None) -> None:
    """Take the settings of this call, and set up logging."""
    if data_dir is not None:
        settings.use(data_dir=data_dir)
    telemetry.configure()


async def bring_up() -> bool:
    """Bring the database to the newest schema; False when it was there already."""
    from memory import migrate

    if await migrate.is_current():
        return False
    await migrate.migrate()
    return True


def run(work: Callable[[], Awaitable[T]], *, schema: bool = True, chroma: bool = False) -> T:
    """Do a command's work with Postgres up, by default with the newest schema; Chroma if asked."""

    async def main() -> T:
        try:
            if schema:
                await bring_up()
            return await work()
        finally:
            await db.close()

    with server.held(chroma=chroma):
        return asyncio.run(main())
