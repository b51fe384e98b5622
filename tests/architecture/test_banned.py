"""No source runs code from data, commits inside, swallows errors or names a machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, parsed, plant, python_files

BANNED_MODULES = (
    "pickle",
    "cloudpickle",
    "dill",
    "joblib",
    "shelve",
    "marshal",
    "chromadb.server.fastapi",
    "langchain.load",
    "langchain_core.load",
    "langchain_core.prompts.loading",
)
BANNED_CALLS = ("eval", "exec", "compile", "__import__", "torch.load", "load_prompt", "yaml.load")
BANNED_NAMES = ("trust_remote_code", "JSONReader", "NLSQLTableQueryEngine", "NLSQLRetriever")
COMMITS = ("api/", "jobs/", "memory/ctx.py", "memory/migrate.py")
"""The edges: where a transaction begins and ends."""
BROAD = ("jobs/worker.py", "api/app.py", "graphs/base.py")
HOSTS = ("pypi", "pythonhosted", "npmjs")
ADDRESS = re.compile(
    rf"(index|files|registry)\.({'|'.join(HOSTS)})\.org|{HOSTS[0]}\.org/simple|huggingface\.co/"
    r"|(?<![\w.])(localhost|127\.0\.0\.1):\d{4,5}/(simple|root)|--(extra-)?index-url[ =]http"
    r"|(?<![\w.])/(work|root|home/\w+|Users/\w+|tmp/w)/"
)


def dangers(root: Path) -> list[str]:
    """Imports, calls and names that run code from data or read untrusted files as objects."""
    found = []
    for path in python_files(root, (*PACKAGES, "benchmarks", "examples")):
        for node in ast.walk(parsed(path)):
            if danger := _danger(node):
                found.append(f"{path.relative_to(root)}: {danger}")
    return sorted(found)


def _danger(node: ast.AST) -> str | None:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        module = node.module or ""
        names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
    else:
        return _dangerous_word(node)
    return next((each for each in names if _in_banned_module(each)), None) or next(
        (each for each in names if each.rpartition(".")[2] in BANNED_NAMES), None
    )


def _dangerous_word(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        return called if called in BANNED_CALLS else None
    word = getattr(node, "arg", None) or getattr(node, "attr", None) or getattr(node, "id", None)
    return word if word in BANNED_NAMES else None


def _in_banned_module(name: str) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in BANNED_MODULES)


def inner_commits(root: Path) -> list[str]:
    """Calls of `commit()` outside the edges."""
    return [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in python_files(root, PACKAGES)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and not str(path.relative_to(root)).startswith(COMMITS)
    ]


def broad_handlers(root: Path) -> list[str]:
    """`except Exception`, `except BaseException` and bare `except` outside the three files.

    A handler that tidies up and ends in a bare `raise` swallows nothing and is fine.
    """
    return [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in python_files(root, PACKAGES)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and _is_broad(node.type)
        and not _passes_on(node)
        and str(path.relative_to(root)) not in BROAD
    ]


def _is_broad(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(ast.unparse(name) in ("Exception", "BaseException") for name in names)


def _passes_on(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def addresses(root: Path, names: list[str]) -> list[str]:
    """Files that name a package registry, a model hub or a path of one machine."""
    found = []
    for name in names:
        path = root / name
        if name == "tests/architecture/test_banned.py" or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if ADDRESS.search(line):
                found.append(f"{name}:{number}")
    return found


def tracked(root: Path) -> list[str]:
    """Files that git knows in `root`, or that it would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=True
    ).stdout.split("\n")[:-1]


def test_no_source_runs_code_from_data() -> None:
    assert dangers(ROOT) == []


def test_nobody_commits_inside() -> None:
    assert inner_commits(ROOT) == []


def test_broad_handlers_live_in_three_files() -> None:
    assert broad_handlers(ROOT) == []


def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    assert addresses(ROOT, tracked(ROOT)) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from pickle import loads",
        "from langchain_core.load import loads",
        "from langchain_core import load",
        "import chromadb.server.fastapi",
        "weights = torch.load(path)",
        "model = fetch(name, trust_remote_code=True)",
        "eval(text)",
        "exec(text)",
        "from llama_index.core.readers.json import JSONReader",
    ],
)
def test_a_planted_danger_is_found(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "cdt/planted.py", f"{line}\n")
    assert len(dangers(tmp_path)) == 1


def test_a_method_named_eval_is_none_of_these(tmp_path: Path) -> None:
    plant(tmp_path, "cdt/fine.py", "model.eval()\ncompiled = re.compile('a')\n")
    assert dangers(tmp_path) == []


def test_a_commit_inside_is_found_and_one_at_the_edge_is_not(tmp_path: Path) -> None:
    plant(tmp_path, "tools/vents.py", "async def keep(ctx):\n    await ctx.db.commit()\n")
    plant(tmp_path, "jobs/worker.py", "async def run(db):\n    await db.commit()\n")
    assert inner_commits(tmp_path) == ["tools/vents.py:2"]


@pytest.mark.parametrize(
    "handler", ["except Exception:", "except:", "except (Exception, OSError):"]
)
def test_a_broad_handler_is_found(tmp_path: Path, handler: str) -> None:
    plant(tmp_path, "tools/vents.py", f"try:\n    pass\n{handler}\n    pass\n")
    assert broad_handlers(tmp_path) == ["tools/vents.py:3"]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://x",
        f"see {HOSTS[0]}.org/simple",
        f"open('/{'work'}/shared/a')",
        f"/{'root'}/.cache",
    ],
)
def test_an_address_is_found(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "docs/running.md", f"{line}\n")
    assert addresses(tmp_path, ["docs/running.md"]) == ["docs/running.md:1"]
