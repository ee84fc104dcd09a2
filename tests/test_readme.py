"""The README says what is true: its commands exist, its SQL answers, its verbs are the command's."""

import re

import pytest
from typer.main import get_command

from flows.cli.main import app
from tests.conftest import ROOT, Home

README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(heading: str) -> list[str]:
    """The fenced blocks below a heading, without their fences."""
    section = re.split(r"^## ", README, flags=re.M)
    body = next(part for part in section if part.startswith(heading))
    return re.findall(r"^```\w*\n(.*?)^```", body, flags=re.M | re.S)


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
    listed = set(re.findall(r"^\| `kawaraban ([a-z ]+)` \|", README, flags=re.M))
    assert listed == verbs()


def test_every_verb_has_help_with_an_example(home: Home) -> None:
    for verb in sorted(verbs()):
        told = home.run(*verb.split(), "--help")
        assert told.returncode == 0, told.stderr
        assert f"Example: " in told.stdout
        assert f"kawaraban {verb}" in told.stdout.split("Example: ")[1]


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(README.splitlines()) < 130
