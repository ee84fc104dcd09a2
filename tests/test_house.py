"""The house keeps its shape: its rooms, and which may import which."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = {"flows", "tasks", "warehouse", "tests", "seeds"}
FILES = {"pyproject.toml", "README.md", "docker-compose.yml", "LICENSE"}
STEPS = {"discover", "fetch", "extract", "tag", "cluster", "load", "publish", "report"}
MODULES = [p for room in ("flows", "tasks", "warehouse", "seeds") for p in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def step_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "tasks" and len(parts) > 1 and parts[1] in STEPS else None


def is_allowed(path: Path, module: str) -> bool:
    where = path.relative_to(ROOT).parts
    top = module.split(".")[0]
    if top == "prefect":
        return where[0] == "flows" or path.name == "task.py"
    if where[0] == "flows":
        return top != "tests"
    if where[0] == "tasks":
        own = where[1] if where[1] in STEPS else None
        if top == "warehouse":
            return own in {"load", "publish", "report"}
        return top not in {"flows", "seeds", "tests"} and step_of(module) in {None, own}
    return top == where[0] or top not in ROOMS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_arrows(path: Path) -> None:
    against = sorted({module for module in imported(path) if not is_allowed(path, module)})
    assert against == []


def test_the_top_level_has_these_rooms_and_no_others() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - {"build", "kawaraban.egg-info"} == ROOMS | FILES
