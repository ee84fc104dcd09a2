from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tasks import frames
from tasks.archive import ArchiveWriter, read_record
from tasks.handover.delivery import (
    ARCHIVE,
    DamagedDelivery,
    begin_delivery,
    deliver,
    delivery_folder,
    read_delivery,
    take_archive,
)
from tasks.web import Response
from tests import samples

URLS = ["http://minato.example/1", "http://minato.example/2"]


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """A part with one finished batch: a page that became no article, and one that was refused."""
    staged = begin_delivery(tmp_path / "run" / "part-1", 0)
    answer = Response(URLS[0], URLS[0], datetime(2025, 7, 1, tzinfo=UTC), status=200, body="<p>瓦版".encode())
    with ArchiveWriter(staged / ARCHIVE, "run-part-1-batch-1") as archive:
        pointer = archive.write(answer, {})
    whole = samples.pages(URLS[0], warc_file=pointer.warc_file, warc_offset=pointer.offset)
    refused = samples.pages(URLS[1], outcome="refused-robots", warc_file=None, warc_offset=None)
    told = [{"url": URLS[0], "source_id": "minato", "outcome": "not-an-article", "detail": "listing"}]
    outcomes = pl.DataFrame(told, schema=frames.Outcomes.create_empty().schema)
    made = {"pages": pl.concat([whole, refused]), "articles": frames.Articles.create_empty(), "outcomes": outcomes}
    deliver(staged, 0, made)
    return staged.parent


def test_what_is_delivered_is_read_as_it_was_and_its_pages_enter_the_archive(part: Path, tmp_path: Path) -> None:
    made = read_delivery(delivery_folder(part, 0), URLS)
    for _ in range(2):
        take_archive(made, tmp_path / "archive")
    page = made.pages.row(0, named=True)
    assert read_record(tmp_path / "archive", page["warc_file"], page["warc_offset"]).payload == "<p>瓦版".encode()
    assert [path.name for path in (tmp_path / "archive").rglob("*") if path.is_file()] == ["run-part-1-batch-1.warc.gz"]
    assert made.outcomes["outcome"].to_list() == ["not-an-article"]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "frame cut short": (lambda folder: cut(folder / "pages.parquet"), "pages.parquet: not what was written"),
    "archive cut short": (lambda folder: cut(next(folder.rglob("*.warc.gz"))), "not what was written"),
    "archive lost": (lambda folder: next(folder.rglob("*.warc.gz")).unlink(), "No such file"),
    "manifest lost": (lambda folder: (folder / "manifest.json").unlink(), "No such file"),
    "manifest is no JSON": (lambda folder: (folder / "manifest.json").write_text("{"), "validation error"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_batch_is_told_in_one_line(part: Path, name: str) -> None:
    damage, told = DAMAGES[name]
    damage(delivery_folder(part, 0))
    with pytest.raises(DamagedDelivery, match=told) as error:
        read_delivery(delivery_folder(part, 0), URLS)
    assert "batch-0000" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("urls", "told"), [(URLS[:1], "is not of this batch"), ([*URLS, "http://x.example/"], "is missing")]
)
def test_a_batch_of_other_links_than_were_asked_for_is_refused(part: Path, urls: list[str], told: str) -> None:
    with pytest.raises(DamagedDelivery, match=told):
        read_delivery(delivery_folder(part, 0), urls)


def test_a_batch_in_the_making_is_not_seen(tmp_path: Path) -> None:
    begin_delivery(tmp_path / "part-1", 0)
    assert not delivery_folder(tmp_path / "part-1", 0).exists()
