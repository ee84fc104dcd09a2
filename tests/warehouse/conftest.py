"""A fresh warehouse file with one running run."""

from pathlib import Path

import polars as pl
import pytest

from tests.samples import NOW
from tests.warehouse.newsdesk import Newsdesk
from tests.warehouse.sample_truth import publish_truth
from warehouse import writer as runs
from warehouse.connect import Writer


@pytest.fixture
def run_id(writer: Writer) -> str:
    started = runs.start_run(writer.con, runs.RunStart("monitor", None, "1", "r1"), NOW)
    source = {
        "source_id": ["minato"], "name": ["港通信"], "homepage": ["http://minato.example/"], "lang": ["ja"],
        "kind": ["media"], "tier": [1], "is_enabled": [True], "terms": ["none"], "min_interval_seconds": [0.0],
        "poll_minutes": [60], "min_items": [None], "max_silence_days": [None],
    }  # fmt: skip
    company = {
        "id": ["sakana-ai"], "name_ja": ["Sakana AI"], "name_en": ["Sakana AI"], "kind": ["startup"],
        "country": ["JP"], "founded": [2023], "aliases": [["Sakana AI"]], "products": [["AI Scientist"]],
    }  # fmt: skip
    theme = {
        "id": ["tech"], "parent_id": [None], "name_ja": ["技術"], "name_en": ["Technology"], "definition": ["…"],
    }  # fmt: skip
    runs.replace_registers(
        writer.con, sources=pl.DataFrame(source), companies=pl.DataFrame(company), themes=pl.DataFrame(theme)
    )
    return started


@pytest.fixture
def desk(writer: Writer) -> Newsdesk:
    """An empty warehouse to be filled by hand."""
    return Newsdesk(writer.con)


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample newsroom's truth, published."""
    return publish_truth(tmp_path_factory.mktemp("sample"))
