"""One newsroom for all tests of this room, and readers of it."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from seeds.sample import Newsroom, NewsroomServer, serve

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def room() -> Newsroom:
    return Newsroom.build()


@pytest.fixture
def server(room: Newsroom) -> Iterator[NewsroomServer]:
    with serve(room, slow_seconds=0.05) as running:
        yield running


@pytest.fixture(scope="session")
def register() -> dict[str, dict[str, str]]:
    with (SEEDS / "companies.csv").open(encoding="utf-8") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


@pytest.fixture(scope="session")
def themes() -> set[str]:
    with (SEEDS / "themes.csv").open(encoding="utf-8") as lines:
        return {row["id"] for row in csv.DictReader(lines) if row["parent"]}
