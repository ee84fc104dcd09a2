from datetime import date
from pathlib import Path

import pytest

import seeds
from tasks.tag.registers import load_registers
from tasks.tag.tagger import Tagger

SEEDS = Path(seeds.__file__).parent


@pytest.fixture(scope="session")
def registers():
    return load_registers(SEEDS / "companies.csv", SEEDS / "themes.csv")


@pytest.fixture(scope="session")
def tagger(registers):
    return Tagger(registers)


@pytest.fixture(scope="session")
def tag(tagger):
    """The tags of one article: ``tag(body)``, ``tag(body, title=…, lang=…)``."""

    def _tag(body, title="", lang="ja", published=date(2026, 5, 20), publisher=None):
        return tagger.tag_article(title, body, lang, published, publisher)

    return _tag
