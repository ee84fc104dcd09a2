"""One run of the demo for all tests that only read what it made."""

import os
from pathlib import Path

import pytest

from tests.conftest import QUIET, Home


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Home:
    """A home in which ``kawaraban demo`` ran twice; what it printed stands in ``first.txt`` and ``second.txt``."""
    path = tmp_path_factory.mktemp("demo")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN_", "PREFECT_"))}
    home = Home(path, kept | QUIET | {"KAWARABAN_HOME": str(path), "PREFECT_API_URL": prefect_server})
    for name in ("first.txt", "second.txt"):
        told = home.run("demo")
        assert told.returncode == 0, told.stderr[-3000:]
        (path / name).write_text(told.stderr + told.stdout)
    return home


@pytest.fixture(scope="session")
def demo_file(demo_home: Home) -> Path:
    """The file that the demo published."""
    return demo_home.path / "demo" / "kawaraban.duckdb"
