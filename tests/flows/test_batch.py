"""One batch on its way into the warehouse."""

import asyncio
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from prefect import flow
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.batch import load_extracted
from flows.settings import Settings
from flows.workspace import open_workspace
from tasks.extract.batch import Extraction
from tasks.frames import Outcomes
from tasks.load.task import record_discovery
from tests import samples
from tests.conftest import ROOT
from warehouse.rebuild import table_hashes

TEXT = "".join(
    f"第{number}の工場で検査装置を入れ替え、不良品は{number * 7}個から{number}個に減った。" for number in range(1, 40)
)


@flow
async def load(home: Path, minutes: tuple[int, int]) -> dict[str, str]:
    """Loads two undated copies whose pages were fetched at these minutes; the hashes of the tables."""
    urls = ("http://minato.example/1", "http://minato.example/2")
    links = samples.links(*urls, source_id="denpa", published_at=None)
    made = pl.concat(
        samples.articles(
            url, source_id="denpa", title="装置を入れ替え", body=TEXT, published_at=None, published_on=None
        ).with_columns(fetched_at=pl.lit(samples.NOW + timedelta(minutes=at)).cast(pl.Datetime("us", "UTC")))
        for url, at in zip(urls, minutes, strict=True)
    )
    settings = Settings(home=home, sources_file=ROOT / "seeds" / "sample" / "sources.toml")
    with open_workspace(settings, "monitor") as work:
        record_discovery(work.writer, work.run_id, [(links, samples.polls("denpa"))], samples.NOW)
        load_extracted(work, links, samples.pages(*urls, source_id="denpa"), Extraction(made, Outcomes.create_empty()))
        assert work.writer.con.execute(
            "select count(*), count(distinct story_id) from core.story_articles"
        ).fetchone() == (2, 1)
        return table_hashes(work.writer.con)


@pytest.mark.slow
def test_undated_copies_give_the_same_tables_whichever_was_fetched_first(tmp_path: Path, prefect_server: str) -> None:
    with temporary_settings({PREFECT_API_URL: prefect_server, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        one, other = (asyncio.run(load(tmp_path / str(order), order)) for order in ((1, 2), (2, 1)))
    assert one == other
