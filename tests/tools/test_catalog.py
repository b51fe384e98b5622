"""The catalogue holds every tool once, and says which of them people start."""

from importlib import import_module
from pathlib import Path

import tools
from domain.access import PEOPLE, SCOPES
from tools import catalog
from tools.base import Tool


def declared() -> list[str]:
    """Names of all tools that stand in the files of the folder."""
    folder = Path(next(iter(tools.__path__)))
    modules = [import_module(f"tools.{path.stem}") for path in sorted(folder.glob("[a-z]*.py"))]
    found = {id(each): each for module in modules for each in vars(module).values()}
    return sorted(each.name for each in found.values() if isinstance(each, Tool))


def test_every_tool_stands_in_the_catalogue_once() -> None:
    assert sorted(tool.name for tool in catalog.TOOLS) == declared()
    assert len(catalog.BY_NAME) == len(catalog.TOOLS)


def test_every_tool_says_what_it_does_and_who_may() -> None:
    known = frozenset().union(*SCOPES.values())
    for tool in catalog.TOOLS:
        assert tool.summary.endswith("."), tool.name
        assert tool.scope in known, tool.name


def test_people_get_no_tool_that_follows_from_something_else() -> None:
    offered = {tool.name for tool in catalog.for_people()}
    assert catalog.BY_NAME.keys() - offered >= catalog.JOBS_ALONE
    assert all(
        any(catalog.BY_NAME[name].scope in SCOPES[role] for role in PEOPLE)
        for name in catalog.JOBS_ALONE
    ), "a tool that nobody has the scope for need not be listed"


def test_a_tool_belongs_to_the_noun_of_its_file() -> None:
    assert catalog.noun(catalog.BY_NAME["submit_vent"]) == "vents"
