"""The command line: a table of commands, each imported only when it is asked for."""

from core import start  # noqa: F401, I001 (environment switches come first)

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from core.errors import RefleqtError
from core.text import printable

# name -> module with an `app`; the first line of the command's docstring is its help
COMMANDS: dict[str, str] = {
    "adapters": "api.commands.adapters",
    "approve": "api.commands.approve",
    "ask": "api.commands.ask",
    "attribute": "api.commands.attribute",
    "beliefs": "api.commands.beliefs",
    "bench": "api.commands.bench",
    "brief-check": "api.commands.brief_check",
    "cdt": "api.commands.cdt",
    "context": "api.commands.context",
    "costs": "api.commands.costs",
    "demo": "api.commands.demo",
    "dev": "api.commands.dev",
    "doctor": "api.commands.doctor",
    "erase": "api.commands.erase",
    "evals": "api.commands.evals",
    "export": "api.commands.export_data",
    "extract": "api.commands.extract",
    "import": "api.commands.import_file",
    "index": "api.commands.index",
    "interview": "api.commands.interview",
    "invite": "api.commands.invite",
    "jobs": "api.commands.jobs",
    "migrate": "api.commands.migrate",
    "models": "api.commands.models",
    "modes": "api.commands.modes",
    "operator": "api.commands.operator",
    "predictions": "api.commands.predictions",
    "prompts": "api.commands.prompts",
    "receipt": "api.commands.receipt",
    "reviewer": "api.commands.reviewer",
    "score": "api.commands.score",
    "search": "api.commands.search",
    "serve": "api.commands.serve",
    "simulate": "api.commands.simulate",
    "slack": "api.commands.slack",
    "worker": "api.commands.worker",
}


class Table(TyperGroup):
    """Finds a command by its row in COMMANDS, so that `refleqt extract` never imports the API."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(COMMANDS[cmd_name]).app)
        command.name = cmd_name
        return command


cli = Table(
    name="refleqt",
    help="Refleqt: a closed loop of marketing intelligence for founders.",
    no_args_is_help=True,
)


def main() -> None:
    """Entry point of `refleqt`: 0 done, 1 a check failed, 2 bad usage or bad input."""
    try:
        cli()
    except RefleqtError as wrong:
        print(printable(f"refleqt: {wrong}"), file=sys.stderr)  # noqa: T201
        sys.exit(wrong.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
