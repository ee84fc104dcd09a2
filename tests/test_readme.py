"""The README says what is true: its commands exist, its SQL answers, its verbs are the command's."""

import re
import shlex

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from flows.cli.main import app
from tests.conftest import ROOT, Home

README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(heading: str) -> list[str]:
    """The fenced blocks below a heading, without their fences."""
    section = re.split(r"^## ", README, flags=re.MULTILINE)
    body = next(part for part in section if part.startswith(heading))
    return re.findall(r"^```\w*\n(.*?)^```", body, flags=re.MULTILINE | re.DOTALL)


def verbs() -> set[str]:
    """Every verb of the command, groups with their sub-verbs."""
    found = set()
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        found |= {f"{name} {sub}" for sub in command.commands} if hasattr(command, "commands") else {name}
    return found


@pytest.mark.parametrize("heading", ["Quick start", "Tests"])
def test_each_of_the_two_commands_is_one_block_that_makes_its_own_environment(heading: str) -> None:
    command = fenced(heading)[0]
    assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert "-c .ci/constraints.txt" in command


def test_the_table_of_verbs_is_the_commands_verbs() -> None:
    listed = set(re.findall(r"^\| `kawaraban ([a-z ]+)` \|", README, flags=re.MULTILINE))
    assert listed == verbs()


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    told = CliRunner().invoke(app, [*verb.split(), "--help"])
    assert told.exit_code == 0
    assert f"kawaraban {verb}" in told.output.split("Example: ")[1]


@pytest.mark.slow
def test_the_figures_shown_are_those_of_the_demo(demo_home: Home) -> None:
    printed = {" ".join(line.split()) for line in (demo_home.path / "first.txt").read_text().splitlines()}
    for line in fenced("Quick start")[1].splitlines():
        cells = line.split()
        if any(cell.isdecimal() for cell in cells):
            assert any(_is_within(cells, row.split()) for row in printed), line


def _is_within(cells: list[str], row: list[str]) -> bool:
    """The cells occur in the row, in this order."""
    rest = iter(row)
    return all(cell in rest for cell in cells)


@pytest.mark.slow
@pytest.mark.parametrize("command", fenced("Ask")[0].splitlines())
def test_the_commands_that_ask_are_answered(demo_home: Home, command: str) -> None:
    told = demo_home.run(*shlex.split(command)[1:])
    assert told.returncode == 0, told.stderr
    assert len(told.stdout.splitlines()) > 1


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(README.splitlines()) < 132
