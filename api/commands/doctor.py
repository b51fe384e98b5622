"""`refleqt doctor`: look at everything that Refleqt needs, with a fix for each finding."""

from __future__ import annotations

import asyncio
import json

import typer

from api.opening import AsJson, DataDir, choose
from core.errors import CheckFailed, Unavailable
from memory import db, server
from tools import checkup
from tools.checkup import Check, Finding

app = typer.Typer()


class NotWell(CheckFailed):
    """Something needs mending."""


@app.command()
def doctor(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Look at everything that Refleqt needs, and say how to mend what is not well.

    Examples: refleqt doctor; refleqt doctor --json
    """
    choose(data_dir)
    findings = asyncio.run(_look(checkup.FIRST))
    if all(one.ok for one in findings if one.check in ("data directory", "keys")):
        findings += _inside()
    if as_json:
        lines = [one.model_dump() for one in findings]
        typer.echo(json.dumps({"well": all(one.ok for one in findings), "findings": lines}))
    else:
        typer.echo("\n".join(map(_line, findings)))
    bad = [one.check for one in findings if not one.ok]
    if bad:
        raise NotWell(f"({', '.join(bad)})")


def _inside() -> list[Finding]:
    """What needs a database; it is started for the time of the look."""
    try:
        with server.held():
            return asyncio.run(_look(checkup.THEN))
    except Unavailable as wrong:
        found = f"{wrong.title} {wrong.detail}".strip()
        return [Finding(check="postgres", ok=False, found=found, fix=wrong.remedy)]


async def _look(checks: tuple[Check, ...]) -> list[Finding]:
    """Findings up to the first that makes the rest pointless."""
    findings: list[Finding] = []
    try:
        for check in checks:
            findings.append(await check())
            if not findings[-1].ok and findings[-1].check in ("postgres", "schema"):
                break
    finally:
        await db.close()
    return findings


def _line(one: Finding) -> str:
    mark = "ok " if one.ok else "-> "
    return f"{mark} {one.check}: {one.found}" + (f"\n     {one.fix}" if one.fix else "")
